// Loaded into the product with --import: the same writes without a ledger. What a case needs for its versions is
// inserted as before; no entry, no payload, no commitment, no place to wait for the log, no receipt.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from '../tools/root.mjs';

const load = async (path) => await import(pathToFileURL(join(ROOT, 'dist/libs', path)).href);
const { Ledger } = await load('ledger/src/ledger.js');
const { newId, statement } = await load('platform/src/index.js');

const STATES = statement(
  'plain_states',
  `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
   SELECT $1::uuid, kind, record_id, $2::int, id, state
   FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::jsonb[]) AS c (id, kind, record_id, state)
   WHERE $1::uuid IS NOT NULL AND state IS NOT NULL`,
);

Ledger.prototype.append = function append(tx, changes) {
  tx.write(STATES, [
    tx.inCase?.incidentId ?? null,
    tx.inCase?.caseVersion ?? null,
    changes.map(() => newId(tx.recordedAt)),
    changes.map(({ subject }) => subject.kind),
    changes.map(({ subject }) => subject.id),
    changes.map(({ after }) => (after ? JSON.stringify(after) : null)),
  ]);
  this.index(tx, changes);
};
Ledger.prototype.promise = () => null;
