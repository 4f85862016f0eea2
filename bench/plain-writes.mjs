// Loaded into the product with --import: the same writes without a ledger. BENCH_HISTORY=rows keeps an append-only
// history, as rows that are inserted and nothing else: no commitment, no chain, no place to wait for the log, no
// receipt. BENCH_HISTORY=none keeps the states of each version only, which a case needs for itself.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../tools/root.mjs';

const load = async (path) => await import(pathToFileURL(join(ROOT, 'dist/libs', path)).href);
const { Ledger } = await load('ledger/src/ledger.js');
const { difference } = await load('ledger/src/entries/change.rules.js');
const { newId, statement } = await load('platform/src/index.js');

const STATES = statement(
  'plain_states',
  `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
   SELECT $1::uuid, kind, record_id, $2::int, id, state
   FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::jsonb[]) AS c (id, kind, record_id, state)
   WHERE $1::uuid IS NOT NULL AND state IS NOT NULL`,
);
const ROWS = statement(
  'plain_history',
  `WITH change AS (
     SELECT * FROM unnest($3::uuid[], $4::text[], $6::jsonb[], $7::bytea[]) WITH ORDINALITY AS c (id, kind, state, body, ordinal)),
   entry AS (
     INSERT INTO history_entry (id, leaf, organization_id, incident_id, case_version, ordinal, recorded_at, kind, marking, inside_only, reserved_to)
     SELECT id, ''::bytea, $8::uuid, $1::uuid, $2::int, $9::int + ordinal, $10::timestamptz,
       kind, tlp_rank(state->>'tlp'), kind_inside_only(kind), state_reserved_to(kind, state) FROM change)
   INSERT INTO history_payload (entry_id, salt, body) SELECT id, $5::bytea, body FROM change`,
);
const SALT = randomBytes(32);

function historyOf(tx, changes, ids, values) {
  const { userId, purpose, requestId } = tx.principal;
  const bodies = changes.map((change, index) =>
    JSON.stringify({
      id: ids[index],
      action: change.action,
      at: tx.recordedAt,
      by: { userId, purpose },
      subject: change.subject,
      ...difference(change.before, change.after),
      reason: change.reason ?? null,
      requestId,
    }),
  );
  tx.write(ROWS, [
    ...values.slice(0, 4),
    SALT,
    values[5],
    bodies.map((body) => Buffer.from(body, 'utf8')),
    tx.organizationId,
    tx.appended,
    tx.recordedAt,
  ]);
}

Ledger.prototype.append = function append(tx, changes) {
  const ids = changes.map(() => newId(tx.recordedAt));
  const values = [
    tx.inCase?.incidentId ?? null,
    tx.inCase?.caseVersion ?? null,
    ids,
    changes.map(({ subject }) => subject.kind),
    changes.map(({ subject }) => subject.id),
    changes.map(({ after }) => (after ? JSON.stringify(after) : null)),
  ];
  if (process.env.BENCH_HISTORY === 'rows') {
    historyOf(tx, changes, ids, values);
  }
  tx.write(STATES, values);
  this.index(tx, changes);
};
Ledger.prototype.promise = () => null;
