import { isRecordShown, notHiddenSinceSql, type Caller, type CaseSight } from '@app/access';
import { differs } from '@app/ledger';
import {
  newId,
  NotFound,
  NothingChanged,
  requireUnchanged,
  statement,
  type Id,
  type State,
  type Statement,
  type Tlp,
  type Tx,
} from '@app/platform';
import { followMarkings, remarked, withMarking } from './markings.js';

/** A record of a case as the history keeps it and the API shows it. */
export interface RecordState {
  readonly id: string;
  readonly createdAt: string;
  /** The case version at which it last changed: its ETag. */
  readonly version: number;
  /** The marking that holds. Null, or not there in what was recorded earlier: the case's. */
  readonly tlp?: Tlp | null;
}

/** A record that cannot be read without others: its marking is the highest of its own and theirs. */
export interface NeedingState extends RecordState {
  readonly ownTlp?: Tlp | null;
}

/** Whoever writes: what they are not shown does not exist for them. */
export interface Writer {
  readonly caller: Pick<Caller, 'organizationIds'>;
  readonly sight: Pick<CaseSight, 'roles' | 'capacities' | 'clearance'>;
}

const inserts = new Map<string, Statement>();

/** Inserts a record of the open case: its id, its case, the version and the time come from the transaction. */
function insertRecord(tx: Tx, table: string, id: string, values: Readonly<Record<string, unknown>>): void {
  const columns = Object.keys(values);
  const key = `${table} ${columns.join(' ')}`;
  let insert = inserts.get(key);
  if (!insert) {
    const places = columns.map((_, index) => `$${index + 5}`);
    insert = statement(
      `insert_${table}`,
      `INSERT INTO ${table} (${['id', 'incident_id', 'version', 'created_at', ...columns].join(', ')}) VALUES ($1, $2, $3, $4${places.map((place) => `, ${place}`).join('')})`,
    );
    inserts.set(key, insert);
  }
  tx.write(insert, [id, tx.case.incidentId, tx.case.caseVersion, tx.case.recordedAt, ...Object.values(values)]);
}

/** Changes a record of the open case. Always all columns that can change, so that the statements are few. */
function updateRecord(tx: Tx, table: string, id: string, values: Readonly<Record<string, unknown>>): void {
  const sets = Object.keys(values).map((column, index) => `${column} = $${index + 4}`);
  const update = statement(
    `update_${table}`,
    `UPDATE ${table} SET ${['version = $3', ...sets].join(', ')} WHERE id = $1 AND incident_id = $2`,
  );
  tx.write(update, [id, tx.case.incidentId, tx.case.caseVersion, ...Object.values(values)]);
}

const LATEST = statement(
  'latest_state',
  `SELECT state FROM record_state WHERE incident_id = $1 AND kind = $2 AND record_id = $3 AND ${notHiddenSinceSql('$3', '$1', 'NULL')}
   ORDER BY case_version DESC LIMIT 1`,
);

/** A record's state as the open case has it, with what this transaction wrote; undefined where the case has no such record. */
export async function latestState<Of extends RecordState>(tx: Tx, kind: string, id: string): Promise<Of | undefined> {
  const written = tx.changes.findLast(({ subject }) => subject.id === id && subject.kind === kind);
  if (written?.after) {
    return written.after as unknown as Of;
  }
  const [row] = await tx.sql<{ state: Of }>(LATEST, [tx.case.incidentId, kind, id]);
  return row?.state;
}

/** The same, where the writer is shown it; undefined for what they are not shown. */
export async function shownState<Of extends RecordState>(
  tx: Tx,
  { caller, sight }: Writer,
  { kind, id }: { kind: string; id: string },
): Promise<Of | undefined> {
  const state = await latestState<Of & { readonly organizationId?: string }>(tx, kind, id);
  return state && isRecordShown(caller, sight, kind, state) ? state : undefined;
}

const ALL_LATEST = statement(
  'all_latest_states',
  `SELECT DISTINCT ON (record_id) state FROM record_state WHERE incident_id = $1 AND kind = $2
     AND ${notHiddenSinceSql('record_id', '$1', 'NULL')} ORDER BY record_id, case_version DESC`,
);

/** Every record of one kind, as the open case had it before this transaction. */
export async function latestStates<Of extends RecordState>(tx: Tx, kind: string): Promise<Of[]> {
  const rows = await tx.sql<{ state: Of }>(ALL_LATEST, [tx.case.incidentId, kind]);
  return rows.map((row) => row.state);
}

/** What a client is answered of a record that was written: made inside the transaction, since it is kept as the answer to a repeat. */
export type Present<Of, View> = (state: Of, names: Readonly<Record<string, string>>) => View;

/** What identifies a kind of record, in the history and in the database. */
export interface RecordKind<Of extends RecordState> {
  /** As the history names it. */
  readonly kind: string;
  readonly table: string;
  /** The columns that a change may write. */
  readonly columns: (state: Of) => Readonly<Record<string, unknown>>;
  /** What search finds it by. */
  readonly text?: (state: Of) => string;
}

/** Adds a record to the open case: its row, its history entry, its state. */
export function addRecord<Of extends RecordState>(
  tx: Tx,
  kind: RecordKind<Of>,
  fields: Omit<Of, 'id' | 'createdAt' | 'version'> & { readonly id?: string },
  { action, more, reason }: { action: string; more?: Readonly<Record<string, unknown>>; reason?: string | undefined },
): Of {
  const { id, ...rest } = fields;
  const state = {
    id: id ?? newId(tx.case.recordedAt),
    ...rest,
    createdAt: tx.case.recordedAt.toISOString(),
    version: tx.case.caseVersion,
  } as unknown as Of;
  insertRecord(tx, kind.table, state.id, { ...kind.columns(state), ...more });
  tx.record({
    action,
    subject: { kind: kind.kind, id: state.id },
    before: null,
    after: state as unknown as State,
    reason,
    text: kind.text?.(state),
  });
  return state;
}

/**
 * Changes a record of the open case.
 *
 * @throws {NotFound} the case has no such record, or not for the writer, where one is named.
 * @throws {StaleVersion} it was changed after `readVersion`.
 * @throws {NothingChanged} `change` gives what is there already: leaves with what `answer` makes of it.
 */
export async function amendRecord<Of extends RecordState>(
  tx: Tx,
  kind: RecordKind<Of>,
  {
    id,
    by,
    readVersion,
    action,
    reason,
    change,
    always = () => false,
    answer = async (unchanged) => await Promise.resolve(unchanged),
  }: {
    id: string;
    by?: Writer;
    readVersion?: number;
    action: string;
    reason?: string | undefined;
    change: (before: Of) => Of | Promise<Of>;
    /** Recorded also where nothing of it differs: what belongs to it changed elsewhere. */
    always?: () => boolean;
    answer?: (unchanged: Of) => Promise<unknown>;
  },
): Promise<Of> {
  const kept = by ? await shownState<Of>(tx, by, { kind: kind.kind, id }) : await latestState<Of>(tx, kind.kind, id);
  if (!kept) {
    throw new NotFound(kind.kind);
  }
  const before = withMarking(kind.kind, kept);
  if (readVersion !== undefined) {
    requireUnchanged(readVersion, before.version, tx.case.caseVersion - 1);
  }
  const changed = await remarked(tx, kind.kind, before, await change(before));
  if (!always() && !differs(before as unknown as State, changed as unknown as State)) {
    throw new NothingChanged(await answer(before));
  }
  const after = { ...changed, version: tx.case.caseVersion };
  updateRecord(tx, kind.table, id, kind.columns(after));
  tx.record({
    action,
    subject: { kind: kind.kind, id },
    before: before as unknown as State,
    after: after as unknown as State,
    reason,
    text: kind.text?.(after),
  });
  if ((before.tlp ?? null) !== (after.tlp ?? null)) {
    await followMarkings(tx);
  }
  return after;
}

/**
 * A record with the fields of a PATCH laid over it; what the client did not send stays. A marking that is sent is that
 * of the record itself.
 */
export function withPatch<Of extends RecordState>(before: Of, patch: object): Of {
  const sent = Object.entries(patch)
    .filter(([key, value]) => value !== undefined && key in before)
    .map(([key, value]) => [key === 'tlp' && 'ownTlp' in before ? 'ownTlp' : key, value as unknown] as const);
  return { ...before, ...Object.fromEntries(sent) };
}

export const recordId = <Kind extends string>(tx: Tx): Id<Kind> => newId<Kind>(tx.case.recordedAt);
