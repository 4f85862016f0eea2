import { canonicalJson, type Json } from './canonical-json.js';
import { parseCosignature } from './cosignature.js';
import { payloadOfLine, type Payload } from './bundle/payload.js';
import { redactionOf } from './bundle/erasures.js';
import type {
  CheckpointLine,
  EntryLine,
  EvidenceLine,
  HeaderLine,
  KeysLine,
  StateLine,
  ToldLine,
} from './bundle/lines.js';
import { FormatError } from './format-error.js';
import { parseNote } from './note.js';
import { escaped, instantOf, isShown } from './shown.js';

/** Characters of a section: the report is one line of the bundle, which has at most 16 MiB. */
const SECTION_MAX = 1_000_000;
const COSIGNATURE_BYTES = 72;

/** A part of the report. What no longer fits is counted. */
class Section {
  private readonly items: string[] = [];
  private room = SECTION_MAX;
  private left = 0;

  constructor(
    private readonly title: string,
    private readonly none: string,
  ) {}

  add(item: string): void {
    this.room -= item.length;
    if (this.room >= 0) {
      this.items.push(item);
    } else {
      this.left++;
    }
  }

  text(): string {
    const count = this.items.length + this.left;
    const more = this.left > 0 ? `... and ${this.left} more, which are in the bundle and not printed here.\n` : '';
    return `\n${this.title} (${count})\n\n${count === 0 ? `${this.none}\n` : this.items.join('')}${more}`;
  }
}

/** The lines of a bundle for people. The exporter writes it by this code, and the verifier writes it again. */
export class Report {
  private head = '';
  private signed = '';
  private readonly records = new Section('RECORDS, AS THEY STAND', 'There are none.');
  private readonly evidence = new Section('EVIDENCE FILES', 'There are none.');
  private readonly changes = new Section('ENTRIES, IN THE ORDER OF THE LOG', 'There are none.');
  private readonly erased = new Section('ERASED', 'Nothing was.');
  private readonly untold = new Section('NOT TOLD', 'Every entry here is told.');

  /** In the order of the bundle. */
  add(line: ToldLine): void {
    switch (line.type) {
      case 'bundle':
        this.head += headOf(line);
        break;
      case 'keys':
        this.signed += keysOf(line);
        break;
      case 'checkpoint':
        this.signed += checkpointOf(line);
        break;
      case 'entry':
        this.addEntry(line, payloadOrNothing(line));
        break;
      case 'state':
        this.records.add(recordOf(line));
        break;
      case 'evidence':
        this.evidence.add(evidenceOf(line));
        break;
    }
  }

  /** @param payload of the line, as `payloadOfLine` gives it. */
  addEntry({ index }: EntryLine, payload: Payload | undefined): void {
    if (payload === undefined || Object.keys(payload).length === 0) {
      this.untold.add(`#${index}\n`);
      return;
    }
    this.changes.add(entryOf(index, payload));
    const redaction = redactionOf(payload);
    if (redaction) {
      const { basis, requestedById, approvedById, entries } = redaction;
      const fields = entries.map((entry) => `    ${entry.leafHash}: ${allShown(entry.fields)}\n`).join('');
      const by = `requested by ${shown(requestedById)}, approved by ${shown(approvedById)}`;
      this.erased.add(
        `#${index} ${allShown(redaction.fields)} of ${subjectOf(payload)}: ${shown(basis)}; ${by}\n${fields}`,
      );
    }
  }

  text(): string {
    const sections = [this.records, this.evidence, this.changes, this.erased, this.untold];
    return this.head + this.signed + sections.map((section) => section.text()).join('');
  }
}

/** Of lines 1 to 6 of a bundle. */
export function report(lines: Iterable<ToldLine>): string {
  const made = new Report();
  for (const line of lines) {
    made.add(line);
  }
  return made.text();
}

function headOf(line: HeaderLine): string {
  const { scope, madeFor } = line;
  const title =
    scope.kind === 'case'
      ? `Case ${shown(scope.reference)}: ${shown(scope.title)}`
      : 'Everything that one reader may see';
  return [
    title,
    '='.repeat(Math.min(title.length, 100)),
    ...(scope.kind === 'case' ? [`Case id:     ${shown(scope.incidentId)}`] : []),
    `As of:       ${line.knownAt}${line.caseVersion === null ? '' : `, version ${line.caseVersion} of the case`}`,
    `Made:        ${line.madeAt}, for ${shown(madeFor.name)} (${shown(madeFor.id)})`,
    `Log:         ${shown(line.origin)}, ${line.size} entries${line.complete ? ', all of them here' : ''}`,
    `Shows:       ${line.whole ? 'everything' : 'what this reader may see, which may not be everything'}`,
    '',
  ].join('\n');
}

function keysOf({ log, receipt, policy }: KeysLine): string {
  const keys = [...log.map((key) => `log: ${shown(key)}\n`), ...receipt.map((key) => `receipts: ${shown(key)}\n`)];
  return `\nKEYS, AS THE BUNDLE GIVES THEM\n\n${keys.join('')}\nPolicy:\n${indented(policy)}`;
}

function checkpointOf({ note, consistency }: CheckpointLine): string {
  return `\nCHECKPOINT\n\n${indented(note)}${signersOf(note)}${consistency.length > 0 ? 'It follows the one before.\n' : ''}`;
}

/** Names as they stand there: whether they signed is for the verifier to say. */
function signersOf(note: string): string {
  try {
    return parseNote(note)
      .signatures.map(({ name, bytes }) => {
        const time = bytes.length === COSIGNATURE_BYTES ? parseCosignature(bytes).time : undefined;
        return `Signed in the name of ${name}${time === undefined ? '' : `, ${instantOf(time)}`}.\n`;
      })
      .join('');
  } catch (error) {
    return unreadable(error);
  }
}

function recordOf({ incidentId, kind, id, state }: StateLine): string {
  const of = incidentId === undefined ? '' : ` of case ${shown(incidentId)}`;
  // Sorted, since exporter and verifier may hold them in another order.
  const names = Object.keys(state).sort();
  const members = names.map((name) => `    ${shown(name)}: ${shown(state[name] ?? null)}\n`);
  return `${shown(kind)} ${shown(id)}${of}\n${members.join('')}`;
}

const evidenceOf = ({ id, sha256, bytes, name }: EvidenceLine): string =>
  `${shown(name)}, ${bytes} bytes, evidence ${shown(id)}\n    SHA-256 ${sha256}\n`;

function entryOf(index: number, payload: Payload): string {
  const { at, action, by, incidentId, caseVersion, reason, before, after } = payload;
  const version = typeof caseVersion === 'number' ? `, version ${caseVersion}` : '';
  const of = typeof incidentId === 'string' ? `, case ${shown(incidentId)}${version}` : '';
  const who = by ? ` by ${shown(by.userId ?? by.purpose)}` : '';
  const why = typeof reason === 'string' ? `    because: ${shown(reason)}\n` : '';
  const head = `#${index} ${shown(at ?? null)} ${shown(action ?? null)} ${subjectOf(payload)}${who}${of}\n`;
  return head + why + changesOf(before, after);
}

function changesOf(before: Payload['before'], after: Payload['after']): string {
  const was = before ?? {};
  const is = after ?? {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .sort()
    .map((name) => {
      const from = name in was ? `${shown(was[name] ?? null)} -> ` : '';
      return `    ${shown(name)}: ${from}${name in is ? shown(is[name] ?? null) : '(not told)'}\n`;
    })
    .join('');
}

function subjectOf({ subject }: Payload): string {
  return subject ? `${shown(subject.kind)} ${shown(subject.id)}` : '(not told)';
}

/** Text on one line as it is; everything else as JSON, so that nothing passes for a line of the report. */
function shown(value: Json): string {
  if (typeof value === 'string' && value !== '' && isShown(value)) {
    return value;
  }
  return escaped(canonicalJson(value));
}

const allShown = (values: readonly string[]): string => values.map(shown).join(', ');

const indented = (lines: string): string =>
  lines
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => (line === '' ? '\n' : `    ${shown(line)}\n`))
    .join('');

function payloadOrNothing(line: EntryLine): Payload | undefined {
  try {
    return payloadOfLine(line);
  } catch (error) {
    unreadable(error);
    return undefined;
  }
}

function unreadable(error: unknown): string {
  if (error instanceof FormatError) {
    return 'It cannot be read.\n';
  }
  throw error;
}
