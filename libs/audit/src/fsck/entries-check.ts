import { leafHash } from '@app/ledger';
import { committedTo, leafOf, payloadOf, type Payload } from './payload.rules.js';
import type { Found } from './found.js';
import { CaseChain, type IncidentRow } from './case-chain.js';
import { Ahead } from './ahead.js';
import { entries, OF_CASES, OF_NO_CASE, type EntryRow } from './entry-row.query.js';
import type { Erasures } from './erasures.js';
import { exactly, type KeysCheck } from './keys-check.js';
import { compareRead } from './reads-check.js';
import { columnsOf, type Snapshot } from './snapshot.query.js';

const INCIDENTS = `
  SELECT id, organization_id AS "organizationId", case_version AS "caseVersion",
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt" FROM incident ORDER BY id`;
const OF_NOTHING = (table: string): string => `
  SELECT t.entry_id AS id FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM history_entry e WHERE e.id = t.entry_id) LIMIT 1000`;

/** What the other checks are told of each entry on the way. */
export interface Told {
  readonly keys: KeysCheck;
  readonly erasures: Erasures;
}

/** Every entry: its place, its commitment, its columns, and its chain. */
export class EntriesCheck {
  private done = 0;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
    private readonly told: Told,
  ) {}

  /** Gives how many entries there are. */
  async run(progress: (done: number) => void): Promise<number> {
    const opened = (await columnsOf(this.snapshot, 'history_payload')).includes('opened');
    const chain = new CaseChain(this.found, new Ahead(this.snapshot.each<IncidentRow>(INCIDENTS)));
    for await (const row of this.snapshot.each<EntryRow>(entries(opened, OF_CASES))) {
      const payload = this.entry(row, progress);
      await chain.follow(row, payload);
      this.hasState(row, payload);
    }
    await chain.end();
    for await (const row of this.snapshot.each<EntryRow>(entries(opened, OF_NO_CASE))) {
      this.outsideCases(row, this.entry(row, progress));
    }
    await this.ofNothing('log_pending', 'pending_of_nothing');
    await this.ofNothing('history_payload', 'payload_of_nothing');
    return this.done;
  }

  private entry(row: EntryRow, progress: (done: number) => void): Payload | null {
    this.done += 1;
    if (this.done % 50_000 === 0) {
      progress(this.done);
    }
    this.place(row);
    if (row.body === null || row.salt === null || row.opened) {
      this.told.erasures.erased(row, this.found);
      return null;
    }
    this.told.erasures.whole(row);
    const payload = payloadOf(row.body);
    const leaf = leafOf(row.leaf);
    if (!leaf) {
      this.found.add('leaf_malformed', { table: 'history_entry', id: row.id });
    }
    if (!payload || (leaf && payload['v'] !== leaf.version)) {
      this.found.add('payload_malformed', { table: 'history_payload', id: row.id });
      return null;
    }
    if (leaf) {
      const pair = {
        expected: leaf.commitment,
        found: committedTo(leaf.version, { salt: row.salt, body: row.body, payload }),
      };
      this.found.compare('commitment_differs', { table: 'history_payload', id: row.id }, pair);
    }
    this.columns(row, payload);
    this.told.erasures.tombstone(payload);
    return payload;
  }

  private place({ id, leaf, placed, waiting, overdue }: EntryRow): void {
    const where = { table: 'log_pending', id };
    if (placed !== (waiting === null)) {
      this.found.add(placed ? 'entry_placed_and_waiting' : 'entry_without_place', { table: 'history_entry', id });
    }
    if (waiting) {
      const pair = { expected: leafHash(leaf).toString('hex'), found: waiting.toString('hex') };
      this.found.compare('pending_differs', where, pair);
      // Entries from before there was a log were promised nothing.
      if (overdue && leafOf(leaf)?.version === 2) {
        this.found.add('pending_overdue', where);
      }
    }
  }

  private columns(row: EntryRow, payload: Payload): void {
    const pairs: Pairs = {
      id: [payload.id, row.id],
      organization_id: [payload.organizationId, row.organizationId],
      incident_id: [payload.incidentId, row.incidentId],
      case_version: [payload.caseVersion, row.caseVersion],
      recorded_at: [exactly(payload.at), row.recordedAt],
      // What was written before there was the column had none, outside of cases.
      kind: [payload['v'] === 1 && row.kind === null ? null : payload.subject.kind, row.kind],
      ordinal: [payload['v'] === 1 ? row.ordinal : payload['ordinal'], row.ordinal],
      ...(payload['v'] === 2 && row.states === 0 ? withoutState(row, payload) : {}),
    };
    for (const [member, [expected, found]] of Object.entries(pairs)) {
      if (expected !== found) {
        this.found.add('entry_differs', { table: 'history_entry', id: row.id, member });
      }
    }
  }

  private hasState({ id, states }: EntryRow, payload: Payload | null): void {
    if (payload && payload.after !== null && states === 0) {
      this.found.add('state_missing', { table: 'record_state', id, member: payload.subject.kind });
    }
  }

  private outsideCases(row: EntryRow, payload: Payload | null): void {
    if (!payload) {
      return;
    }
    if (payload.subject.kind === 'log_key' && payload.after) {
      this.told.keys.introduce({ id: payload.subject.id, at: payload.at }, payload.after);
    }
    if (payload.action === 'case.read') {
      compareRead(this.found, payload, row.read);
    }
    if (payload['v'] === 2 && payload['previous'] !== null) {
      this.found.add('previous_differs', { table: 'history_entry', id: row.id });
    }
  }

  private async ofNothing(table: string, code: 'pending_of_nothing' | 'payload_of_nothing'): Promise<void> {
    for (const { id } of await this.snapshot.all<{ id: string }>(OF_NOTHING(table))) {
      this.found.add(code, { table, id });
    }
  }
}

type Pairs = Record<string, [expected: unknown, found: unknown]>;

/** Of an entry after which there is nothing to be shown, or which is in no case: elsewhere the state says it. */
function withoutState({ marking, insideOnly, kindInsideOnly }: EntryRow, { after }: Payload): Pairs {
  return {
    inside_only: [kindInsideOnly, insideOnly],
    ...(after?.['tlp'] === undefined ? { marking: [0, marking] } : {}),
  };
}
