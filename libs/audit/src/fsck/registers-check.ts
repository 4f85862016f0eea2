import type { Found } from './found.js';
import { payloadOf, type Payload } from './payload.rules.js';
import { RowComparison } from './row-comparison.js';
import { Rows, type KeyedRow } from './rows.js';
import { columnsOf, type Snapshot } from './snapshot.query.js';
import { REGISTER_TABLES, type DomainTable, type Known, type Latest } from './tables.js';

interface RegisterEntry {
  readonly key: string;
  readonly body: Buffer;
}

// In RFC 8785 a subject has this form, and no text has it: its quotes are escaped. What it really is, the content says
// once it is read; here it only gives the order, so that one record is in memory at a time.
const SUBJECT = `substring(encode(p.body, 'escape') from '"subject":[{]"id":"([0-9a-f-]{36})","kind":"`;
const entriesOf = ({ kind, table }: DomainTable): string => {
  const id = `${SUBJECT}${kind}"[}]')`;
  const key = table === 'membership' ? `e.organization_id || '/' || ${id}` : id;
  // A party or an actor may be added in a case; a stakeholder of a case is compared with its states.
  const where = kind === 'party' || kind === 'actor' ? '' : 'AND e.incident_id IS NULL';
  return `SELECT key, body FROM (SELECT ${key} AS key, e.position, p.body FROM history_entry e JOIN history_payload p ON p.entry_id = e.id
    WHERE (e.kind = '${kind}' OR e.kind IS NULL) ${where} AND ${id} IS NOT NULL) q ORDER BY key COLLATE "C", position`;
};
const rowsOf = ({ table, unrecorded }: DomainTable): string => {
  const key = table === 'membership' ? `t.organization_id || '/' || t.user_id` : 't.id::text';
  return `SELECT key, row FROM (SELECT ${key} AS key, to_jsonb(t) AS row FROM ${table} t
    ${unrecorded ? `WHERE NOT (${unrecorded[0]})` : ''}) q ORDER BY key COLLATE "C"`;
};

/** Entries about members that are about a person's sign-in, and not about their seat. */
const NOT_OF_THE_SEAT = new Set(['member.second_factor_reset']);

/** What organizations have outside of their cases: the replay of the entries of each record against its row. */
export class RegistersCheck {
  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
  ) {}

  async run(): Promise<void> {
    for (const domain of REGISTER_TABLES) {
      const comparison = new RowComparison(domain, await columnsOf(this.snapshot, domain.table));
      const rows = new Rows(this.found, comparison, this.snapshot.each<KeyedRow>(rowsOf(domain)));
      let key: string | null = null;
      let latest: Latest | null = null;
      for await (const entry of this.snapshot.each<RegisterEntry>(entriesOf(domain))) {
        if (key !== null && entry.key !== key) {
          await compare(rows, key, latest);
          latest = null;
        }
        key = entry.key;
        const payload = payloadOf(entry.body);
        latest = payload && !NOT_OF_THE_SEAT.has(payload.action) ? replayed(latest, payload) : latest;
      }
      if (key !== null) {
        await compare(rows, key, latest);
      }
      await rows.end();
    }
  }
}

async function compare(rows: Rows, key: string, latest: Latest | null): Promise<void> {
  if (latest) {
    await rows.compare(key, latest, latest.state !== null);
  }
}

function replayed(latest: Latest | null, payload: Payload): Latest {
  const { at, by, organizationId, after } = payload;
  const first = payload.before === null || !latest;
  const begun = first ? { begunAt: at, begunBy: by.userId } : { begunAt: latest.begunAt, begunBy: latest.begunBy };
  if (after === null) {
    return { ...begun, state: null, was: latest?.was ?? {}, at, organizationId };
  }
  // Changes leave out what follows from them: each is one version more.
  const was = payload.before === null ? after : nextVersion({ ...latest?.was, ...after });
  return { ...begun, state: was, was, at, organizationId };
}

const nextVersion = (state: Known): Known =>
  typeof state['version'] === 'number' ? { ...state, version: state['version'] + 1 } : state;
