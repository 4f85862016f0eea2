import { CLAIM, DISSENT, HYPOTHESIS, INQUIRY } from '@app/attribution';
import { ARTIFACT, DISCLOSURE } from '@app/disclosure';
import { CUSTODY_STEP, EVIDENCE } from '@app/evidence';
import { FINDING } from '@app/findings';
import { ACCOUNT, COMMENT, HOLDER_NAME, PIVOT, TASK, type RecordKind, type RecordState } from '@app/incidents';
import type { State, Value } from '@app/platform';

/** What stands where a text was erased. */
export const REDACTED = '[redacted]';
/** Why something was changed: of every entry of a record, and of no state. */
export const REASON = 'reason';
/** The file of a piece of evidence. It is in no entry; that it is kept here is. */
export const CONTENT = 'content';

/** A kind of record of which something can be erased. */
export interface ErasableKind {
  readonly table: string;
  /** Members of its state. What tells of no person and no deed (ids, times, statuses, markings) stays. */
  readonly members: readonly string[];
  /** Its file can be erased too. */
  readonly hasContent?: boolean;
  readonly columns: (state: State) => Readonly<Record<string, unknown>>;
  readonly text?: (state: State) => string;
}

const ofRecords = <Of extends RecordState>(
  kind: RecordKind<Of>,
  members: readonly (keyof Of & string)[],
): ErasableKind => {
  const { table, columns, text } = kind;
  return {
    table,
    members,
    columns: (state) => columns(state as unknown as Of),
    ...(text ? { text: (state: State) => text(state as unknown as Of) } : {}),
  };
};

const INCIDENT: ErasableKind = {
  table: 'incident',
  members: ['title', 'summary', 'closingSummary', 'tags'],
  columns: ({ title, summary, closingSummary, tags }) => ({
    title,
    summary,
    closing_summary: closingSummary,
    tags,
  }),
  text: ({ reference, title, summary, tags }) =>
    [reference, title, summary, ...(tags as readonly string[])].filter((word) => typeof word === 'string').join(' '),
};

const STAKEHOLDER: ErasableKind = {
  table: 'stakeholder',
  members: ['name', 'role', 'email'],
  columns: ({ name, role, email }) => ({ name, role, email }),
};

/** By the kind as the history names it. */
export const ERASABLE: Readonly<Record<string, ErasableKind>> = {
  incident: INCIDENT,
  account: ofRecords(ACCOUNT, ['identifier', 'provider', 'holder', 'note']),
  holder_name: ofRecords(HOLDER_NAME, ['name']),
  pivot: ofRecords(PIVOT, ['method']),
  comment: ofRecords(COMMENT, ['body']),
  task: ofRecords(TASK, ['title']),
  disclosure: ofRecords(DISCLOSURE, ['sourceDescription', 'summary', 'url']),
  artifact: ofRecords(ARTIFACT, ['title', 'description']),
  hypothesis: ofRecords(HYPOTHESIS, ['label']),
  claim: ofRecords(CLAIM, ['statement', 'namedAs', 'confidenceStated', 'source', 'withdrawal']),
  evidence: {
    ...ofRecords(EVIDENCE, ['title', 'note', 'obtainedFrom', 'fileName', 'url', 'withdrawal']),
    hasContent: true,
  },
  custody_step: ofRecords(CUSTODY_STEP, ['byWhom', 'note']),
  finding: ofRecords(FINDING, [
    'summary',
    'detail',
    'observables',
    'concerns',
    'asks',
    'confidenceStated',
    'decision',
    'withdrawal',
  ]),
  inquiry: ofRecords(INQUIRY, ['question']),
  dissent: ofRecords(DISSENT, ['statement']),
  stakeholder: STAKEHOLDER,
};
export const ERASABLE_KINDS = Object.keys(ERASABLE);

/** What can be named in an erasure of a record of this kind. */
export const erasableOf = (kind: string): string[] => [
  ...(ERASABLE[kind]?.members ?? []),
  ...(ERASABLE[kind]?.hasContent ? [CONTENT] : []),
  REASON,
];
/** Everything that can be erased of each kind. */
export const ERASABLE_FIELDS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ERASABLE_KINDS.map((kind) => [kind, erasableOf(kind)]),
);
/** Columns that hold JSON, which is handed over as text elsewhere. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(['observables', 'evidence', 'rests_on', 'responds_to']);
/** Of what has parts, those that are words. */
const WORDS: ReadonlySet<string> = new Set(['name', 'role', 'reason', 'title', 'publisher']);
/** Addresses: what stands in their place must not be taken for one. */
const ADDRESSES: ReadonlySet<string> = new Set(['url', 'email']);

function masked(name: string, value: Value): Value {
  if (value === null || ADDRESSES.has(name)) {
    return null;
  }
  if (Array.isArray(value)) {
    return [];
  }
  if (typeof value === 'object') {
    const parts = Object.entries(value as State);
    return Object.fromEntries(
      parts.map(([part, of]) => [part, WORDS.has(part) || ADDRESSES.has(part) ? masked(part, of) : of]),
    );
  }
  return typeof value === 'string' ? REDACTED : value;
}

/** A state as it is shown once these members of it were erased. */
export const redactedState = (state: State, members: readonly string[]): State =>
  Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, members.includes(name) ? masked(name, value) : value]),
  );

/** The columns of a row that differ between two states of the record. */
export function columnsThatDiffer({ columns }: ErasableKind, before: State, after: State): Record<string, unknown> {
  const was = columns(before);
  return Object.fromEntries(
    Object.entries(columns(after))
      .filter(([column, value]) => JSON.stringify(value) !== JSON.stringify(was[column]))
      .map(([column, value]) => [
        column,
        JSON_COLUMNS.has(column) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
      ]),
  );
}

/** Every text in these members, to be looked for where it was told on. Shorter ones are everybody's words. */
export function textsIn(state: State, members: readonly string[]): string[] {
  return members.flatMap((member) => wordsOf(state[member] ?? null)).filter((text) => text.length >= 4);
}

function wordsOf(value: Value): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((item) => wordsOf(item as Value))
    : [];
}
