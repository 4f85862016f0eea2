import { createHash } from 'node:crypto';
import { report, type ToldLine } from '../src/index.js';
import { fieldsOf, jcs, type State, type TestEntry, type TestLog, type Value } from './test-log.js';

export type Line = State & { type: string };

export interface BundleWishes {
  /** All cases where missing. */
  readonly incidentId?: string;
  /** The last version of the case where missing. */
  readonly caseVersion?: number;
  readonly complete?: boolean;
  /** Sizes of earlier checkpoints. */
  readonly earlier?: readonly number[];
  /** Fields that the reader may not see; of an entry of version 1, all or none. Nothing where missing: a whole bundle. */
  readonly hides?: (entry: TestEntry, name: string) => boolean;
}

const BEFORE_ALL = '2026-01-01T00:00:00.000Z';
const b64 = (hashes: Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('base64'));

/** The lines of an honest bundle, without report and seal. */
export function linesOf(log: TestLog, wishes: BundleWishes = {}): Line[] {
  const size = log.tree.size;
  const { incidentId, complete = false, hides } = wishes;
  const limit = incidentId === undefined ? undefined : (wishes.caseVersion ?? log.caseOf(incidentId).version);
  const told = log.entries.flatMap((entry) => {
    const isShown = (name: string): boolean => isIn(entry, incidentId, limit) && !hides?.(entry, name);
    const line = entryLine(entry, isShown);
    if (!complete && !('salt' in line) && !(entry.erased.size > 0 && isIn(entry, incidentId, limit))) {
      return [];
    }
    const proof = complete ? {} : { proof: b64(log.tree.inclusion(entry.index, size)) };
    return [{ entry, line: { ...line, ...proof } }];
  });
  const states = statesOf(
    told.map(({ entry, line }) => ({ entry, told: toldOf(entry, line) })),
    limit,
  );
  const lines = [
    headOf(log, wishes, limit, states.find(({ kind, id }) => kind === 'incident' && id === incidentId)?.state),
    {
      type: 'keys',
      log: log.logKeys.map(({ signer }) => signer.vkey),
      receipt: log.receiptKeys.map(({ vkey }) => vkey),
      policy: log.policy,
    },
    ...[...(wishes.earlier ?? []), size].map((at, i, sizes) => ({
      type: 'checkpoint',
      note: log.checkpoint(at),
      consistency: i === 0 ? [] : b64(log.tree.consistency(sizes[i - 1] as number, at)),
    })),
    ...told.map(({ line }) => line),
    ...states.map(({ incidentId: of, ...state }) => (incidentId === undefined ? { ...state, incidentId: of } : state)),
    ...states.flatMap(({ kind, id, state }) => (kind === 'evidence' && hasFile(state) ? [fileOf(id, state)] : [])),
  ];
  return lines as Line[];
}

function headOf(
  log: TestLog,
  { incidentId, complete = false, hides }: BundleWishes,
  limit?: number,
  incident?: State,
): State {
  const { reference = '', title = '' } = incident ?? {};
  const scope: State = incidentId === undefined ? { kind: 'all' } : { kind: 'case', incidentId, reference, title };
  const origin = { origin: log.origin, scope, size: log.tree.size, complete, whole: hides === undefined };
  const isThen = ({ payload }: TestEntry): boolean =>
    payload['incidentId'] === incidentId && Number(payload['caseVersion']) <= (limit ?? 0);
  const knownAt = incidentId === undefined ? log.iso : (log.entries.findLast(isThen)?.payload['at'] ?? BEFORE_ALL);
  const moment = { caseVersion: hides || limit === undefined ? null : limit, knownAt, madeAt: log.iso };
  return { type: 'bundle', v: 1, ...origin, ...moment, madeFor: { id: 'u9', name: 'An auditor' } };
}

/** Of the case and up to the moment; besides, erasures of later, and the keys. */
function isIn({ payload }: TestEntry, incidentId: string | undefined, limit = Infinity): boolean {
  const isOfLater = Number(payload['caseVersion'] ?? 0) > limit && payload['action'] !== 'record.redacted';
  const isKey = payload['action'] === 'ledger.key_introduced';
  return !isOfLater && (incidentId === undefined || payload['incidentId'] === incidentId || isKey);
}

function entryLine(entry: TestEntry, isShown: (name: string) => boolean): State {
  const { index, leaf, salt, version, payload, digests } = entry;
  const line = { type: 'entry', index, leaf };
  if (version === 1) {
    return isShown('*') && !entry.erased.has('*') ? { ...line, salt, body: jcs(payload) } : line;
  }
  const names = [...entry.disclosures.keys()].filter((name) => isShown(name) && !entry.erased.has(name));
  const disclosures = names.map((name) => entry.disclosures.get(name) as string);
  return names.length > 0 ? { ...line, salt, digests, disclosures } : line;
}

/** The fields that a line tells. */
function toldOf({ payload }: TestEntry, line: State): Map<string, Value> {
  if (typeof line['body'] === 'string') {
    return new Map(fieldsOf(payload));
  }
  const disclosures = (line['disclosures'] ?? []) as string[];
  return new Map(
    disclosures.map((text) =>
      (JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string, Value]).slice(1),
    ) as [string, Value][],
  );
}

interface TestState {
  readonly incidentId: string;
  readonly kind: string;
  readonly id: string;
  readonly state: State;
}

/** What replaying what is told gives. */
function statesOf(all: { entry: TestEntry; told: Map<string, Value> }[], limit = Infinity) {
  const states = new Map<string, TestState>();
  for (const { told } of all.filter(({ entry }) => Number(entry.payload['caseVersion'] ?? 0) <= limit)) {
    const incidentId = told.get('incidentId');
    const subject = told.get('subject') as { kind: string; id: string } | undefined;
    const after = membersAfter(told);
    if (typeof incidentId === 'string' && subject && after) {
      const key = [incidentId, subject.kind, subject.id].join('\u0000');
      const isNew = told.get('before') === null || told.get('action') === 'record.redacted';
      const state = { ...(isNew ? {} : states.get(key)?.state), ...after };
      states.set(key, { incidentId, ...subject, state });
    }
  }
  return [...states].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => ({ type: 'state', ...one }));
}

function membersAfter(told: Map<string, Value>): State | undefined {
  const after = [...told].filter(([name]) => name.startsWith('after.'));
  const members = after.map(([name, value]): [string, Value] => [name.slice('after.'.length), value]);
  const kept = members.filter(([member]) => member !== 'version' && member !== 'updatedAt');
  return after.length === 0 ? undefined : Object.fromEntries(kept);
}

const hasFile = ({ stored, sha256, sizeBytes }: State): boolean =>
  stored === true && typeof sha256 === 'string' && typeof sizeBytes === 'number';

const fileOf = (id: string, { sha256, sizeBytes, fileName }: State): State => ({
  type: 'evidence',
  id,
  sha256: sha256 as string,
  bytes: sizeBytes as number,
  name: (fileName as string | undefined) ?? 'unnamed',
});

/** With a report and a seal of its own, as whoever has the receipt key can make them. */
export function sealed(log: TestLog, lines: readonly State[], signer = log.receiptKeys[0]): string {
  const told = lines.filter(({ type }) => type !== 'report');
  const text = reportOf(told) ?? '';
  return sealedAsItIs(log, [...told, { type: 'report', text }], signer);
}

/** With the report that is there. */
export function sealedAsItIs(log: TestLog, lines: readonly State[], signer = log.receiptKeys[0]): string {
  const content = lines.map((line) => `${jcs(line)}\n`).join('');
  return content + sealOf(log, Buffer.from(content), lines.length, signer);
}

export function sealOf(log: TestLog, content: Buffer, lines: number, signer = log.receiptKeys[0]): string {
  const digest = createHash('sha256').update(content).digest('base64');
  const note = signer?.note(`ascribe-bundle/v1\n${log.origin}\n${digest}\n`) ?? '';
  return `${jcs({ type: 'seal', lines, note })}\n`;
}

function reportOf(lines: readonly State[]): string | undefined {
  try {
    return report(lines as unknown as ToldLine[]);
  } catch {
    // Lines of a shape that no exporter's code would take.
    return undefined;
  }
}

export const bundleOf = (log: TestLog, wishes: BundleWishes = {}): string => sealed(log, linesOf(log, wishes));
