import { Ahead } from './ahead.js';
import type { Found } from './found.js';
import { payloadOf, type Payload } from './payload.rules.js';
import { RowComparison } from './row-comparison.js';
import { differingMembers } from './row-values.js';
import { Rows, type KeyedRow } from './rows.js';
import { columnsOf, type Snapshot } from './snapshot.query.js';
import { CASE_TABLES, type DomainTable, type Known, type Latest } from './tables.js';

interface StateRow {
  readonly incidentId: string;
  readonly kind: string;
  readonly recordId: string;
  readonly caseVersion: number;
  readonly entryId: string;
  readonly state: Known;
  readonly marking: number;
  readonly reservedTo: string | null;
  readonly body: Buffer | null;
  readonly leaf: Buffer | null;
  readonly entryMarking: number | null;
  readonly entryReservedTo: string | null;
  readonly entryInsideOnly: boolean | null;
  readonly insideOnly: boolean;
  readonly incomplete: boolean;
}

interface SearchRow {
  readonly key: string;
  readonly marking: number;
  readonly reservedTo: string | null;
}

/** @param opened whether payloads may have lost a part of their fields. */
const states = (opened: boolean): string => `
  SELECT s.incident_id AS "incidentId", s.kind, s.record_id AS "recordId", s.case_version AS "caseVersion", s.entry_id AS "entryId",
    s.state, s.marking, s.reserved_to AS "reservedTo", s.inside_only AS "insideOnly", e.leaf, e.marking AS "entryMarking",
    e.reserved_to AS "entryReservedTo", e.inside_only AS "entryInsideOnly", p.body, ${opened ? 'p.opened IS NOT NULL' : 'false'} AS incomplete
  FROM record_state s LEFT JOIN history_entry e ON e.id = s.entry_id LEFT JOIN history_payload p ON p.entry_id = s.entry_id
  ORDER BY s.incident_id, s.kind, s.record_id, s.case_version`;
// States that went with what was erased: of such kinds of a case, what an entry does not say cannot be made out.
const ERASED = `
  SELECT DISTINCT e.incident_id || ' ' || coalesce(e.kind, '') AS kind FROM history_redaction x JOIN history_entry e ON e.id = x.entry_id
  WHERE NOT EXISTS (SELECT 1 FROM record_state s WHERE s.entry_id = e.id)`;
const searchDocuments = (kind: string): string => `
  SELECT incident_id || '/' || record_id AS key, marking, reserved_to AS "reservedTo" FROM search_document
  WHERE kind = '${kind}' ORDER BY incident_id, record_id`;
const caseRows = ({ table, unrecorded }: DomainTable): string => {
  const [ofCase, id] = table === 'incident' ? ['t.id', 't.id'] : ['t.incident_id', 't.id'];
  return `SELECT ${ofCase} || '/' || ${id} AS key, to_jsonb(t) AS row FROM ${table} t
    ${unrecorded ? `WHERE NOT (${unrecorded[0]})` : ''} ORDER BY ${ofCase}, ${id}`;
};

/** Kinds that cannot be read without others: what was recorded before there were two markings had one, which was its own. */
const NEEDING = new Set(['pivot', 'claim', 'artifact', 'custody_step', 'finding_account', 'dissent', 'comment']);

/** One kind of record, on the way through the cases. */
interface Walked {
  readonly rows: Rows;
  readonly search: Ahead<SearchRow> | null;
}

/** Every kept state against the replay of the entries; and what each record is at last against its row and its words. */
export class StatesCheck {
  private readonly walked = new Map<string, Walked>();
  private erased: ReadonlySet<string> = new Set();
  private replayed: Known | null = null;
  private begun: Payload | null = null;
  private last: StateRow | null = null;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
  ) {}

  async run(progress: (done: number) => void): Promise<void> {
    const opened = (await columnsOf(this.snapshot, 'history_payload')).includes('opened');
    this.erased = new Set((await this.snapshot.all<{ kind: string }>(ERASED)).map(({ kind }) => kind));
    await this.open();
    let done = 0;
    for await (const row of this.snapshot.each<StateRow>(states(opened))) {
      await this.follow(row);
      done += 1;
      if (done % 50_000 === 0) {
        progress(done);
      }
    }
    await this.finish();
    for (const { rows, search } of this.walked.values()) {
      await rows.end();
      await search?.takeWhile(
        () => true,
        (next) => this.found.add('search_of_nothing', { table: 'search_document', id: next.key }),
      );
    }
  }

  private async open(): Promise<void> {
    for (const domain of CASE_TABLES) {
      const comparison = new RowComparison(domain, await columnsOf(this.snapshot, domain.table));
      this.walked.set(domain.kind, {
        rows: new Rows(this.found, comparison, this.snapshot.each<KeyedRow>(caseRows(domain))),
        search: domain.searched ? new Ahead(this.snapshot.each<SearchRow>(searchDocuments(domain.kind))) : null,
      });
    }
  }

  private async follow(row: StateRow): Promise<void> {
    const { last } = this;
    const goesOn = last?.incidentId === row.incidentId && last.kind === row.kind && last.recordId === row.recordId;
    if (!goesOn) {
      await this.finish();
      this.replayed = null;
      this.begun = null;
    }
    this.last = row;
    this.replay(row);
  }

  private replay(row: StateRow): void {
    const where = { table: 'record_state', id: row.entryId };
    if (!row.leaf) {
      this.found.add('state_of_nothing', where);
    }
    const payload = row.body && !row.incomplete ? payloadOf(row.body) : null;
    if (!payload) {
      // Erased, or reported as what cannot be read: what comes after goes on from what is kept.
      this.replayed = row.state;
      return;
    }
    if (!isOf(payload, row)) {
      this.found.add('state_of_nothing', where);
      return;
    }
    this.begun ??= payload;
    this.compare(row, payload);
    this.compareMarkings(row);
  }

  private compare(row: StateRow, payload: Payload): void {
    const said = payload.after ?? {};
    const replayed = { ...withOwnMarking(row.kind, this.replayed), ...said };
    const lenient = this.erased.has(`${row.incidentId} ${row.kind}`);
    const untold = untoldBy(payload);
    for (const member of differingMembers(replayed, row.state)) {
      if (!untold.has(member) && (!lenient || Object.hasOwn(said, member))) {
        this.found.add('state_differs', { table: 'record_state', id: row.entryId, member });
      }
    }
    const version = this.versionOf(row, Object.keys(said).length === 0);
    const goesOn = lenient || untold.size > 0 ? row.state : replayed;
    this.replayed = { ...goesOn, ...version };
  }

  /** A record's version is the case's at which it changed, which changes leave out; one that changes nothing, as of a refusal, may leave it too. */
  private versionOf(row: StateRow, changesNothing: boolean): Known {
    const { version } = row.state;
    if (version === undefined || !this.walked.has(row.kind)) {
      return {};
    }
    const stays = changesNothing && version === this.replayed?.['version'];
    if (version !== row.caseVersion && !stays) {
      this.found.add('state_differs', { table: 'record_state', id: row.entryId, member: 'version' });
    }
    return { version: stays ? version : row.caseVersion };
  }

  /** What decides who is shown an entry stands beside it. */
  private compareMarkings(row: StateRow): void {
    const where = { table: 'history_entry', id: row.entryId };
    const marking = row.kind === 'holder_name' ? 0 : row.marking;
    this.found.compare(
      'entry_differs',
      { ...where, member: 'marking' },
      { expected: marking, found: row.entryMarking },
    );
    const reserved = { expected: row.reservedTo, found: row.entryReservedTo };
    this.found.compare('entry_differs', { ...where, member: 'reserved_to' }, reserved);
    if (row.insideOnly !== row.entryInsideOnly) {
      this.found.add('entry_differs', { ...where, member: 'inside_only' });
    }
  }

  /** The record that came last is as it is now. */
  private async finish(): Promise<void> {
    const { last, replayed, begun } = this;
    const walked = last ? this.walked.get(last.kind) : undefined;
    if (!last || !replayed || !walked) {
      return;
    }
    const key = `${last.incidentId}/${last.recordId}`;
    const of = { incidentId: last.incidentId, ...replayed };
    await walked.rows.compare(key, {
      state: of,
      was: of,
      at: '',
      begunAt: begun?.at ?? '',
      begunBy: begun?.by.userId ?? null,
      organizationId: begun?.organizationId ?? null,
    } satisfies Latest);
    await this.compareSearch(walked.search, key, last);
  }

  private async compareSearch(
    search: Ahead<SearchRow> | null,
    key: string,
    { marking, reservedTo }: StateRow,
  ): Promise<void> {
    if (!search) {
      return;
    }
    const where = { table: 'search_document', id: key };
    await search.takeWhile(
      (next) => next.key < key,
      (next) => this.found.add('search_of_nothing', { ...where, id: next.key }),
    );
    const next = await search.peek();
    if (next?.key !== key) {
      this.found.add('search_missing', where);
      return;
    }
    await search.take();
    this.found.compare('search_differs', { ...where, member: 'marking' }, { expected: marking, found: next.marking });
    const reserved = { expected: reservedTo, found: next.reservedTo };
    this.found.compare('search_differs', { ...where, member: 'reserved_to' }, reserved);
  }
}

/** Mergers of version 1 did not tell of which case this one became a duplicate; the record of the merger does. */
const UNTOLD = new Set(['incident.merged', 'incident.merger_reversed']);
const untoldBy = (payload: Payload): ReadonlySet<string> =>
  new Set(payload['v'] === 1 && UNTOLD.has(payload.action) ? ['duplicateOf'] : []);

const isOf = (payload: Payload, row: StateRow): boolean =>
  payload.subject.id === row.recordId &&
  payload.subject.kind === row.kind &&
  payload.incidentId === row.incidentId &&
  payload.caseVersion === row.caseVersion &&
  payload.after !== null;

const withOwnMarking = (kind: string, state: Known | null): Known =>
  state && NEEDING.has(kind) && state['ownTlp'] === undefined
    ? { ...state, ownTlp: state['tlp'] ?? null }
    : { ...state };
