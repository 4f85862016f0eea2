import type { MigrationInterface, QueryRunner } from 'typeorm';

const ENTRIES = `
ALTER TABLE history_entry
  ALTER COLUMN organization_id DROP NOT NULL,
  ADD CONSTRAINT history_entry_of_the_log CHECK (organization_id IS NOT NULL OR kind = 'log_key');
COMMENT ON COLUMN history_entry.organization_id IS 'null: an entry of the log itself (a new key), which everyone who is signed in may read';
COMMENT ON COLUMN history_payload.salt IS 'leaf version 1: the salt of the commitment; 2: the seed of all salts';
CREATE POLICY history_entry_of_the_log ON history_entry FOR SELECT
  USING (organization_id IS NULL AND ((SELECT caller_id()) IS NOT NULL OR (SELECT caller_purpose()) <> ''));
-- Leaves are public: they are served as tiles, and looked up by their place in the log.
CREATE POLICY history_entry_for_log ON history_entry FOR SELECT USING ((SELECT caller_purpose()) = 'ledger');

CREATE FUNCTION last_leaf_of_case(of_case uuid) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT sha256('\\x00'::bytea || leaf) FROM public.history_entry WHERE incident_id = of_case
  ORDER BY case_version DESC, ordinal DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION last_leaf_of_case FROM PUBLIC;
COMMENT ON FUNCTION last_leaf_of_case IS 'leaf hash of the last entry of a case, for whoever writes the next: a hash that is public in the log, and tells nothing';
`;

const LOG = `
CREATE TABLE log_pending (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entry_id uuid NOT NULL,
  leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32));
COMMENT ON TABLE log_pending IS 'entries that have no place in the log yet: taken by being here, never by id, since ids commit out of order';

CREATE TABLE log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL CHECK (size >= 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  halted text,
  halted_at timestamptz,
  CHECK ((halted IS NULL) = (halted_at IS NULL)));
COMMENT ON TABLE log_head IS 'the tree as it is: its one row is locked by whoever sequences';
COMMENT ON COLUMN log_head.halted IS 'why the sequencer refuses to sign; null while it works';
INSERT INTO log_head (size, root) VALUES (0, sha256(''::bytea));

CREATE TABLE log_leaf (
  index bigint PRIMARY KEY CHECK (index >= 0),
  entry_id uuid NOT NULL CONSTRAINT log_leaf_entry UNIQUE,
  leaf_hash bytea NOT NULL);
COMMENT ON TABLE log_leaf IS 'the place of each entry in the log, without a gap';

CREATE TABLE log_node (
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 7),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL,
  PRIMARY KEY (level, index));
COMMENT ON TABLE log_node IS 'hash over 256^level leaves from index * 256^level on: what tiles above the leaves are made of';

CREATE TABLE log_checkpoint (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  note text NOT NULL,
  signed_at timestamptz NOT NULL);
CREATE INDEX log_checkpoint_time ON log_checkpoint (signed_at);
COMMENT ON COLUMN log_checkpoint.note IS 'C2SP tlog-checkpoint as it was signed, without cosignatures';

CREATE TABLE log_cosignature (
  size bigint NOT NULL REFERENCES log_checkpoint (size),
  witness text NOT NULL CHECK (char_length(witness) BETWEEN 1 AND 200),
  line text NOT NULL CHECK (char_length(line) <= 1000),
  cosigned_at timestamptz NOT NULL,
  PRIMARY KEY (size, witness));

CREATE TABLE log_key (
  id uuid PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('log','receipt')),
  vkey text NOT NULL CONSTRAINT log_key_once UNIQUE CHECK (char_length(vkey) <= 500),
  introduced_at timestamptz NOT NULL);
COMMENT ON TABLE log_key IS 'verifier keys that have signed, each introduced by an entry of the log whose subject it is';

CREATE TABLE log_receipt (
  id uuid PRIMARY KEY,
  user_id uuid,
  issued_at timestamptz NOT NULL,
  note text NOT NULL);
CREATE INDEX log_receipt_of_user ON log_receipt (user_id, id DESC);
COMMENT ON TABLE log_receipt IS 'signed promises that entries will be in the log, as writers were answered them';
ALTER TABLE log_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY log_receipt_for_caller ON log_receipt FOR SELECT USING (user_id = (SELECT caller_id()));
CREATE POLICY log_receipt_added ON log_receipt FOR INSERT WITH CHECK (true);

ALTER TABLE idempotency_key ADD COLUMN receipt text;

CREATE FUNCTION refuse_change_of_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.size < OLD.size THEN
    RAISE EXCEPTION 'the log does not shrink' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER log_head_grows BEFORE UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION refuse_change_of_head();
`;

const APPEND_ONLY = ['log_leaf', 'log_node', 'log_checkpoint', 'log_cosignature', 'log_key', 'log_receipt'];

/** What was written before there was a log waits for its place in it like everything else, in the order of writing. */
const EARLIER = `
INSERT INTO log_pending (entry_id, leaf_hash) SELECT id, sha256('\\x00'::bytea || leaf) FROM history_entry ORDER BY position;
`;

/** The transparency log over the history (ADR 15). */
export class TransparencyLog1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ENTRIES);
    await runner.query(LOG);
    for (const table of APPEND_ONLY) {
      await runner.query(`CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`);
    }
    await runner.query(EARLIER);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
