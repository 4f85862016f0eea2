import type pg from 'pg';
import type { Code } from '@app/audit';
import { NoteSigner } from '@app/ledger';
import { testLogKey } from '@app/testing';

export type Tamper = (client: pg.Client) => Promise<unknown>;
export const sql =
  (...texts: readonly string[]): Tamper =>
  async (client) => {
    for (const text of texts) {
      await client.query(text);
    }
  };
const LAST = '(SELECT max(index) FROM log_leaf)';
const ENTRY = `(SELECT id FROM history_entry WHERE incident_id IS NOT NULL AND case_version = 2 ORDER BY id LIMIT 1)`;
const NEWEST = '(SELECT max(size) FROM log_checkpoint)';

/** What somebody does to whom nothing is forbidden, and by which codes it is found at the least. */
export const TAMPERS: [string, Tamper, Code[]][] = [
  [
    'drops an entry with all that is kept of it',
    sql(
      `CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT ${ENTRY} AS id`,
      'DELETE FROM history_payload WHERE entry_id IN (TABLE gone)',
      'DELETE FROM record_state WHERE entry_id IN (TABLE gone)',
      'DELETE FROM log_leaf WHERE entry_id IN (TABLE gone)',
      'DELETE FROM history_entry WHERE id IN (TABLE gone)',
    ),
    ['leaf_missing', 'node_differs', 'checkpoint_root_wrong', 'rolled_back', 'case_version_gap', 'receipt_broken'],
  ],
  [
    'drops the last entry, and says that the log was never that long',
    sql(
      `CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT entry_id AS id FROM log_leaf WHERE index = ${LAST}`,
      'DELETE FROM history_payload WHERE entry_id IN (TABLE gone)',
      'DELETE FROM record_state WHERE entry_id IN (TABLE gone)',
      `DELETE FROM log_checkpoint WHERE size = ${NEWEST}`,
      'DELETE FROM log_cosignature',
      'DELETE FROM log_leaf WHERE entry_id IN (TABLE gone)',
      'DELETE FROM history_entry WHERE id IN (TABLE gone)',
      'UPDATE log_head SET size = size - 1',
    ),
    ['rolled_back', 'head_differs', 'row_of_nothing', 'case_differs'],
  ],
  [
    'adds an entry that is a copy of another',
    sql(
      `INSERT INTO history_entry OVERRIDING SYSTEM VALUE SELECT gen_random_uuid(), position + 1000000, leaf, organization_id, incident_id, case_version, ordinal + 100, recorded_at, kind, marking, inside_only, reserved_to FROM history_entry WHERE id = ${ENTRY}`,
      `INSERT INTO history_payload (entry_id, salt, body) SELECT e.id, p.salt, p.body FROM history_entry e, history_payload p WHERE e.position > 1000000 AND p.entry_id = ${ENTRY}`,
    ),
    ['entry_without_place', 'entry_differs', 'ordinal_gap', 'previous_differs'],
  ],
  [
    'puts an entry before the others of the log',
    sql(
      'UPDATE log_leaf SET index = -1 - index',
      'UPDATE log_leaf SET index = -index',
      `INSERT INTO log_leaf SELECT 0, entry_id, leaf_hash FROM log_leaf WHERE index = 5`,
    ),
    ['leaf_beyond_head', 'head_differs', 'checkpoint_root_wrong', 'node_differs'],
  ],
  [
    'gives two entries each the place of the other',
    sql(
      'UPDATE log_leaf SET index = -1 - index WHERE index IN (7, 8)',
      'UPDATE log_leaf SET index = 16 + index WHERE index < 0',
    ),
    ['node_differs', 'head_differs', 'checkpoint_root_wrong', 'remembered_differs'],
  ],
  [
    'swaps the content of two entries',
    sql(
      `WITH two AS (SELECT entry_id, salt, body, row_number() OVER (ORDER BY entry_id) AS n FROM history_payload LIMIT 2)
         UPDATE history_payload p SET salt = b.salt, body = b.body FROM two a, two b WHERE a.n = 3 - b.n AND p.entry_id = a.entry_id`,
    ),
    ['commitment_differs', 'entry_differs'],
  ],
  [
    'takes content away and says that it was erased',
    sql(
      `INSERT INTO history_redaction (entry_id, redacted_by, reason, redacted_at) SELECT ${ENTRY}, (SELECT id FROM app_user LIMIT 1), 'Law.', now()`,
      `DELETE FROM history_payload WHERE entry_id = ${ENTRY}`,
    ),
    ['redaction_without_tombstone'],
  ],
  ['takes content away', sql(`DELETE FROM history_payload WHERE entry_id = ${ENTRY}`), ['payload_missing']],
  [
    'lets an entry wait that has its place',
    sql('INSERT INTO log_pending (entry_id, leaf_hash) SELECT entry_id, leaf_hash FROM log_leaf WHERE index = 3'),
    ['entry_placed_and_waiting', 'pending_overdue'],
  ],
  [
    'lets wait what is no entry, with another hash',
    sql(
      `INSERT INTO log_pending (entry_id, leaf_hash) SELECT gen_random_uuid(), sha256('x')`,
      `INSERT INTO log_pending (entry_id, leaf_hash) SELECT entry_id, sha256('x') FROM log_leaf WHERE index = 3`,
    ),
    ['pending_of_nothing', 'pending_differs'],
  ],
  [
    'takes an entry out of the log',
    sql(`DELETE FROM log_leaf WHERE index = ${LAST}`),
    ['leaf_missing', 'entry_without_place'],
  ],
  [
    'adds hashes above the leaves and takes one away',
    sql('DELETE FROM log_node', `INSERT INTO log_node VALUES (1, 7, sha256('x'))`),
    ['node_missing', 'node_unknown'],
  ],
  ['forgets the checkpoints', sql('DELETE FROM log_cosignature', 'DELETE FROM log_checkpoint'), ['checkpoint_missing']],
  [
    'moves the time of a checkpoint before the one that it follows',
    sql(`UPDATE log_checkpoint SET signed_at = '2000-01-01' WHERE size = ${NEWEST}`),
    ['checkpoint_order'],
  ],
  [
    'moves the time of a record, of its entry and of its state',
    sql(
      `UPDATE comment SET created_at = created_at - interval '1 day'`,
      `UPDATE history_entry SET recorded_at = recorded_at - interval '1 day' WHERE id = ${ENTRY}`,
      `UPDATE record_state SET state = jsonb_set(state, '{createdAt}', '"2000-01-01T00:00:00.000Z"') WHERE kind = 'task'`,
    ),
    ['entry_differs', 'time_backwards', 'state_differs', 'row_differs'],
  ],
  [
    'counts the versions of a case otherwise',
    sql('UPDATE incident SET case_version = case_version + 1'),
    ['case_differs'],
  ],
  [
    'makes a person a member, an owner, and another one none',
    sql(
      `INSERT INTO membership SELECT organization_id, gen_random_uuid(), 'owner', now(), NULL FROM membership LIMIT 1`,
    ),
    ['row_of_nothing'],
  ],
  ['renames an organization', sql(`UPDATE organization SET name = name || '.'`), ['row_differs']],
  ['drops a row of a record', sql('DELETE FROM claim'), ['row_missing']],
  ['hides a record from search', sql(`DELETE FROM search_document WHERE kind = 'claim'`), ['search_missing']],
  ['forgets that a case was read', sql('DELETE FROM case_read'), ['read_missing']],
  ['drops the state of a record', sql(`DELETE FROM record_state WHERE entry_id = ${ENTRY}`), ['state_missing']],
  [
    'puts a key of their own in the place of the log’s',
    sql(`UPDATE log_key SET vkey = '${NoteSigner.of(testLogKey()).vkey}' WHERE role = 'log'`),
    ['key_not_introduced'],
  ],
  ['drops a key', sql('DELETE FROM log_key'), ['key_row_missing', 'receipt_signature_wrong']],
];
