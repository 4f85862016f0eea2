import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What retention may read and remove, of tables that are behind policies: nothing but what was told, no notification
 * younger than the least that an operator can set, and none that is still to be sent.
 */
const OLD_ROWS = `
CREATE POLICY notification_for_retention ON notification FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_for_retention ON delivery FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_attempt_for_retention ON delivery_attempt FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_for_retention ON mailbox_message FOR SELECT USING ((SELECT caller_purpose()) = 'retention');

CREATE POLICY notification_removed ON notification FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_removed ON delivery FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY delivery_attempt_removed ON delivery_attempt FOR DELETE USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_removed ON mailbox_message FOR DELETE USING ((SELECT caller_purpose()) = 'retention');

CREATE POLICY notification_kept ON notification AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention' AND created_at < (SELECT caller_now()) - interval '30 days');
CREATE POLICY delivery_kept ON delivery AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention' AND status NOT IN ('pending', 'sending'));
CREATE POLICY delivery_attempt_kept ON delivery_attempt AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention');
CREATE POLICY mailbox_message_kept ON mailbox_message AS RESTRICTIVE FOR DELETE
  USING ((SELECT caller_purpose()) = 'retention');
`;

/** How long records of a kind outlive their case, by two people of the organization whose case it is. */
const RULES = `
CREATE TABLE retention_rule (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  kind text NOT NULL CHECK (kind ~ '^[a-z_]{1,40}$'),
  days int NOT NULL CHECK (days BETWEEN 30 AND 36500),
  basis text NOT NULL CHECK (char_length(basis) BETWEEN 1 AND 1900),
  proposed_by_id uuid NOT NULL REFERENCES app_user (id),
  proposed_at timestamptz NOT NULL,
  confirmed_by_id uuid REFERENCES app_user (id),
  confirmed_at timestamptz,
  ended_by_id uuid REFERENCES app_user (id),
  ended_at timestamptz,
  CONSTRAINT retention_rule_two_persons CHECK (confirmed_by_id <> proposed_by_id),
  CONSTRAINT retention_rule_confirmed_by_somebody CHECK ((confirmed_at IS NULL) = (confirmed_by_id IS NULL)),
  CONSTRAINT retention_rule_ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by_id IS NULL)));
CREATE UNIQUE INDEX retention_rule_once ON retention_rule (organization_id, kind) WHERE ended_at IS NULL;
COMMENT ON TABLE retention_rule IS 'how long records of a kind outlive their case; each change is an entry of the organization''s history';
COMMENT ON COLUMN retention_rule.days IS 'of 24 hours, after the case was closed';

-- What two people agreed to is not changed afterwards: it is ended, and another one made.
CREATE TRIGGER retention_rule_terms BEFORE DELETE OR TRUNCATE OR UPDATE OF id, organization_id, kind, days, basis, proposed_by_id, proposed_at
  ON retention_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_undoing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id)) THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER retention_rule_decided BEFORE UPDATE ON retention_rule FOR EACH ROW EXECUTE FUNCTION refuse_undoing();

ALTER TABLE retention_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention_rule_for_caller ON retention_rule USING (organization_id = ANY ((SELECT caller_organizations())::uuid[]));
CREATE POLICY retention_rule_for_retention ON retention_rule FOR SELECT USING ((SELECT caller_purpose()) = 'retention');
`;

/**
 * What a rule finds to erase, names behind pseudonyms among it: ids only, for retention, of the own cases. Erasures and
 * holds are tables of the migration that comes after.
 */
const DUE = `
CREATE FUNCTION due_records(of_organization uuid, of_kind text, members text[], closed_before timestamptz, after_case uuid, after_record uuid, at_most integer)
  RETURNS TABLE (incident_id uuid, record_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF caller_purpose() <> 'retention' OR of_organization <> ALL (caller_organizations()) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT r.incident_id, r.record_id FROM (
      SELECT s.incident_id, s.record_id, max(e.recorded_at) AS changed_at
      FROM incident i JOIN record_state s ON s.incident_id = i.id AND s.kind = of_kind JOIN history_entry e ON e.id = s.entry_id
      WHERE i.organization_id = of_organization AND i.status IN ('closed', 'rejected') AND i.status_changed_at < closed_before
        AND NOT held(i.id) AND (after_case IS NULL OR (s.incident_id, s.record_id) > (after_case, after_record))
      GROUP BY s.incident_id, s.record_id
      HAVING bool_or(EXISTS (SELECT 1 FROM jsonb_each(CASE WHEN jsonb_typeof(s.state) = 'object' THEN s.state ELSE '{}' END) AS m (name, value)
        WHERE m.name = ANY (members) AND m.value NOT IN ('null', '[]')))) r
    WHERE NOT EXISTS (SELECT 1 FROM erasure x WHERE x.incident_id = r.incident_id AND x.subject_kind = of_kind
      AND x.subject_id = r.record_id AND x.erased_at >= r.changed_at AND x.fields @> members)
    ORDER BY r.incident_id, r.record_id LIMIT at_most;
END $$;
COMMENT ON FUNCTION due_records IS 'ids of records of closed cases of which these members were told and not erased since; none under a legal hold';
REVOKE ALL ON FUNCTION due_records FROM PUBLIC;
`;

/** What is no record goes when it was kept long enough; rules of organizations erase more, with a tombstone each. */
export class Retention1764300300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query([OLD_ROWS, RULES, DUE].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
