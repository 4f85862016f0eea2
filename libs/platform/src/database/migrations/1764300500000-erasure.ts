import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two persons decide that something is erased. What one of them asked for is not changed afterwards. */
const ERASURE = `
CREATE TABLE erasure (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident (id),
  organization_id uuid NOT NULL REFERENCES organization (id),
  subject_kind text NOT NULL CHECK (subject_kind ~ '^[a-z_]{1,40}$'),
  subject_id uuid NOT NULL,
  fields text[] NOT NULL CHECK (cardinality(fields) BETWEEN 1 AND 30),
  basis text NOT NULL CHECK (char_length(basis) BETWEEN 1 AND 2000),
  requested_by_id uuid NOT NULL REFERENCES app_user (id),
  status text NOT NULL CHECK (status IN ('requested', 'approved', 'rejected', 'withdrawn')),
  decided_by_id uuid REFERENCES app_user (id),
  decided_at timestamptz,
  decision_reason text CHECK (char_length(decision_reason) BETWEEN 1 AND 4000),
  erased_at timestamptz,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT erasure_two_persons CHECK (status NOT IN ('approved', 'rejected') OR decided_by_id <> requested_by_id),
  CONSTRAINT erasure_decided_by_somebody CHECK ((status = 'requested') = (decided_by_id IS NULL) AND (decided_by_id IS NULL) = (decided_at IS NULL)),
  CONSTRAINT erasure_done_as_approved CHECK (erased_at IS NULL OR status = 'approved'));
CREATE INDEX erasure_incident ON erasure (incident_id, id);
COMMENT ON TABLE erasure IS 'who asked for what of a case to be erased, and who else decided; each step is an entry of the case';
COMMENT ON COLUMN erasure.erased_at IS 'set by erase_from_history: one approval erases once';

CREATE TRIGGER erasure_terms BEFORE DELETE OR TRUNCATE
    OR UPDATE OF id, incident_id, organization_id, subject_kind, subject_id, fields, basis, requested_by_id, created_at
  ON erasure FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_deciding_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'requested' AND (NEW.status, NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.status, OLD.decided_by_id, OLD.decided_at)
    OR OLD.erased_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER erasure_decided BEFORE UPDATE ON erasure FOR EACH ROW EXECUTE FUNCTION refuse_deciding_again();

ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY erasure_for_caller ON erasure USING (organization_id = ANY ((SELECT caller_organizations())::uuid[]));
`;

const HOLDS = `
CREATE TABLE legal_hold (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  incident_id uuid REFERENCES incident (id),
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 4000),
  placed_by_id uuid NOT NULL REFERENCES app_user (id),
  placed_at timestamptz NOT NULL,
  lifted_by_id uuid REFERENCES app_user (id),
  lifted_at timestamptz,
  lift_reason text CHECK (char_length(lift_reason) BETWEEN 1 AND 4000),
  CONSTRAINT legal_hold_lifted_by_somebody CHECK ((lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL) = (lift_reason IS NULL)));
CREATE INDEX legal_hold_organization ON legal_hold (organization_id, id);
COMMENT ON TABLE legal_hold IS 'what is not erased while it is in force';
COMMENT ON COLUMN legal_hold.incident_id IS 'null: every case of the organization';
CREATE TRIGGER legal_hold_terms BEFORE DELETE OR TRUNCATE OR UPDATE OF id, organization_id, incident_id, reason, placed_by_id, placed_at
  ON legal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_lifting_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER legal_hold_lifted BEFORE UPDATE ON legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_lifting_again();
ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY legal_hold_for_caller ON legal_hold USING (organization_id = ANY ((SELECT caller_organizations())::uuid[]));
CREATE POLICY legal_hold_for_retention ON legal_hold FOR SELECT USING ((SELECT caller_purpose()) = 'retention');

CREATE FUNCTION held(of_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM incident i JOIN legal_hold h ON h.organization_id = i.organization_id
    WHERE i.id = of_case AND h.lifted_at IS NULL AND (h.incident_id IS NULL OR h.incident_id = i.id));
END $$;
COMMENT ON FUNCTION held IS 'whether a legal hold is in force over the case';
REVOKE ALL ON FUNCTION held FROM PUBLIC;
`;

/** @param owner of the tables: the triggers believe nobody else that something is being erased. */
const history = (owner: string): string => `
ALTER TABLE history_payload ALTER COLUMN salt DROP NOT NULL, ADD COLUMN opened jsonb,
  ADD CONSTRAINT history_payload_seed_or_opened CHECK ((salt IS NULL) = (opened IS NOT NULL));
COMMENT ON COLUMN history_payload.body IS 'the exact RFC 8785 bytes that were committed to; where something was erased, the payload without it';
COMMENT ON COLUMN history_payload.opened IS 'where something was erased, in place of the seed: salt of the commitment, digests, and the disclosures that are left';
ALTER TABLE history_redaction ADD COLUMN fields text[];
COMMENT ON COLUMN history_redaction.fields IS 'as the tombstone names them; null: the whole entry';

DROP FUNCTION redact_history_payload;
DROP TRIGGER history_payload_no_change ON history_payload;
DROP TRIGGER history_payload_redaction_only ON history_payload;
DROP TRIGGER record_state_no_change ON record_state;
DROP TRIGGER record_state_redaction_only ON record_state;
DROP TRIGGER history_redaction_append_only ON history_redaction;
DROP FUNCTION refuse_change_unless_redacting;
CREATE FUNCTION refuse_change_unless_erasing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('app.erasing', true) = 'on' AND pg_has_role(current_user, TG_ARGV[0], 'MEMBER') THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
${['history_payload', 'record_state', 'history_redaction']
  .map(
    (table) => `
CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ${table}_erasing_only BEFORE UPDATE OR DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erasing('${owner}');`,
  )
  .join('')}
`;

/**
 * What an approved erasure takes away: entries lose their seeds and the fields that are named, states and the record's row
 * are shown without them, and so is all that was derived from them. The application's role can do none of this by itself.
 */
const ERASE = `
CREATE FUNCTION erase_from_history(of_erasure uuid, at timestamptz, entries jsonb, states jsonb, of_table text, of_row jsonb, texts text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  e erasure%ROWTYPE;
  sets text;
BEGIN
  SELECT * INTO e FROM erasure WHERE id = of_erasure FOR UPDATE;
  IF e.status IS DISTINCT FROM 'approved' OR e.decided_by_id = e.requested_by_id OR e.erased_at IS NOT NULL THEN
    RAISE EXCEPTION 'nobody else approved this erasure' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Whoever places a hold locks the organization, or the case: so does whoever erases.
  PERFORM 1 FROM organization WHERE id = e.organization_id FOR SHARE;
  IF held(e.incident_id) THEN
    RAISE EXCEPTION 'a legal hold is in force' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM jsonb_to_recordset(entries) AS x (id uuid)
      LEFT JOIN history_entry h ON h.id = x.id AND h.incident_id = e.incident_id AND h.kind = e.subject_kind WHERE h.id IS NULL) THEN
    RAISE EXCEPTION 'an entry is of another case, or of another kind of record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF of_table <> (CASE e.subject_kind WHEN 'account' THEN 'affected_account' WHEN 'artifact' THEN 'leaked_artifact' ELSE e.subject_kind END) THEN
    RAISE EXCEPTION 'the table is of another kind of record' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- The tables of what can be erased, and no other: this runs by the owner's rights.
  IF of_table IS DISTINCT FROM (CASE e.subject_kind WHEN 'account' THEN 'affected_account' WHEN 'artifact' THEN 'leaked_artifact' ELSE e.subject_kind END)
    OR of_table NOT IN ('incident', 'affected_account', 'holder_name', 'pivot', 'comment', 'task', 'disclosure', 'leaked_artifact',
      'hypothesis', 'claim', 'evidence', 'custody_step', 'finding', 'inquiry', 'dissent', 'stakeholder') THEN
    RAISE EXCEPTION 'nothing is erased from %', of_table USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('app.erasing', 'on', true);
  UPDATE erasure SET erased_at = at WHERE id = e.id;

  UPDATE history_payload p SET salt = NULL, body = convert_to(x.body, 'UTF8'), opened = x.opened
    FROM jsonb_to_recordset(entries) AS x (id uuid, body text, opened jsonb) WHERE p.entry_id = x.id AND x.body IS NOT NULL;
  DELETE FROM history_payload p USING jsonb_to_recordset(entries) AS x (id uuid, body text) WHERE p.entry_id = x.id AND x.body IS NULL;
  INSERT INTO history_redaction AS r (entry_id, redacted_by, reason, redacted_at, fields)
    SELECT x.id, e.decided_by_id, e.basis, at, CASE WHEN x.body IS NOT NULL THEN x.fields END
    FROM jsonb_to_recordset(entries) AS x (id uuid, body text, fields text[])
    ON CONFLICT (entry_id) DO UPDATE SET redacted_by = excluded.redacted_by, reason = excluded.reason, redacted_at = excluded.redacted_at,
      fields = CASE WHEN excluded.fields IS NULL THEN NULL ELSE r.fields || excluded.fields END;
  UPDATE record_state s SET state = x.state FROM jsonb_to_recordset(states) AS x (version integer, state jsonb)
    WHERE s.incident_id = e.incident_id AND s.kind = e.subject_kind AND s.record_id = e.subject_id AND s.case_version = x.version;

  SELECT string_agg(format('%1$I = n.%1$I', column_name), ', ') INTO sets FROM jsonb_object_keys(of_row) AS k (column_name);
  IF sets IS NOT NULL THEN
    EXECUTE format('UPDATE %I t SET %s FROM jsonb_populate_record(NULL::%I, $1) n WHERE t.id = $2 AND %s = $3', of_table, sets, of_table,
      CASE of_table WHEN 'incident' THEN 't.id' ELSE 't.incident_id' END) USING of_row, e.subject_id, e.incident_id;
  END IF;
  PERFORM set_config('app.erasing', 'off', true);

  -- What was answered to whoever wrote it, and what was told of it.
  UPDATE idempotency_key SET answer = NULL WHERE position(e.subject_id::text IN answer) > 0
    OR EXISTS (SELECT 1 FROM unnest(texts) AS t (erased) WHERE position(to_json(t.erased)::text IN answer) > 0);
  WITH told AS (
    UPDATE notification n SET subject = '[redacted]', body = '[redacted]' WHERE n.incident_id = e.incident_id
      AND (n.subject_id = e.subject_id OR EXISTS (SELECT 1 FROM unnest(texts) AS t (erased) WHERE position(t.erased IN n.subject || n.body) > 0))
    RETURNING n.id)
  UPDATE mailbox_message m SET subject = '[redacted]', text = '[redacted]', html = '[redacted]', headers = '{}'
    FROM delivery d JOIN told ON told.id = d.notification_id WHERE m.delivery_id = d.id;
  IF e.subject_kind = 'stakeholder' THEN
    UPDATE delivery d SET address = NULL FROM notification n
      WHERE n.id = d.notification_id AND n.stakeholder_id = e.subject_id AND d.address = ANY (texts);
    UPDATE mailbox_message m SET to_address = '[redacted]', subject = '[redacted]', text = '[redacted]', html = '[redacted]', headers = '{}'
      FROM delivery d JOIN notification n ON n.id = d.notification_id WHERE m.delivery_id = d.id AND n.stakeholder_id = e.subject_id;
  END IF;
END $$;
CREATE FUNCTION states_of_record(of_case uuid, of_kind text, of_record uuid) RETURNS TABLE (version integer, state jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT s.case_version, s.state FROM record_state s JOIN incident i ON i.id = s.incident_id
    WHERE s.incident_id = of_case AND s.kind = of_kind AND s.record_id = of_record AND i.organization_id = ANY (caller_organizations())
    ORDER BY s.case_version;
END $$;
COMMENT ON FUNCTION states_of_record IS 'of what is to be erased, names behind pseudonyms among it: to those whose case it is';
REVOKE ALL ON FUNCTION states_of_record FROM PUBLIC;
COMMENT ON FUNCTION erase_from_history IS 'erases what two persons decided to erase, and nothing while a hold is in force';
REVOKE ALL ON FUNCTION erase_from_history FROM PUBLIC;
`;

/** Payload and salt go, the commitment stays: by two persons, and never under a legal hold (docs/operations/retention.md). */
export class Erasure1764300500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query('SELECT quote_ident(current_user) AS owner')) as [{ owner: string }];
    await runner.query([ERASURE, HOLDS, history(owner.replaceAll('"', '')), ERASE].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
