import type { MigrationInterface, QueryRunner } from 'typeorm';

const READS = `
CREATE TABLE case_read (
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident (id),
  at timestamptz NOT NULL,
  user_id uuid NOT NULL REFERENCES app_user (id),
  key_id uuid REFERENCES api_key (id),
  ground text NOT NULL CONSTRAINT case_read_ground_check CHECK (ground IN ('auditor','break_glass','export','names','view_as')),
  what text NOT NULL CONSTRAINT case_read_what_check CHECK (char_length(what) BETWEEN 1 AND 300),
  record_id uuid,
  viewed_as_id uuid,
  moment jsonb,
  request_id text NOT NULL,
  CONSTRAINT case_read_viewed_as_check CHECK ((viewed_as_id IS NOT NULL) = (ground = 'view_as')));
COMMENT ON TABLE case_read IS 'who was shown what of a case, where that is to be answered for: written before the content leaves, and never changed';
COMMENT ON COLUMN case_read.what IS 'method and route as they are written in the API, without the values of this request';
COMMENT ON COLUMN case_read.viewed_as_id IS 'the participation as which a manager of the case looked at it';
COMMENT ON COLUMN case_read.moment IS 'the moments that were asked for, as they were asked: knownAt, validAt, caseVersion, from, to';
CREATE INDEX case_read_incident ON case_read (incident_id, id DESC);
CREATE TRIGGER case_read_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_read
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const ELEVATIONS = `
ALTER TABLE participant
  ADD COLUMN elevated boolean NOT NULL DEFAULT false,
  ADD COLUMN reason text CONSTRAINT participant_reason_check CHECK (char_length(reason) BETWEEN 1 AND 4000),
  ADD COLUMN invited_by_id uuid CONSTRAINT participant_invited_by_fkey REFERENCES app_user (id),
  ADD CONSTRAINT participant_elevated_is_bounded CHECK (NOT elevated OR
    (user_id IS NOT NULL AND until IS NOT NULL AND reason IS NOT NULL AND capacity = 'auditor'));
COMMENT ON COLUMN participant.elevated IS 'taken by the person themselves (break-glass), for a reason and a few hours';
COMMENT ON COLUMN participant.invited_by_id IS 'who let them in; null for an elevation, and where the history does not say';
DROP INDEX participant_once;
CREATE UNIQUE INDEX participant_once ON participant (incident_id, coalesce(organization_id, user_id)) WHERE ended_at IS NULL AND NOT elevated;
CREATE INDEX participant_elevation ON participant (user_id, created_at) WHERE elevated;

UPDATE participant p SET invited_by_id = u.id
FROM (SELECT DISTINCT ON (s.record_id) s.record_id, convert_from(h.body, 'UTF8')::json->'by'->>'userId' AS by_user
      FROM record_state s JOIN history_payload h ON h.entry_id = s.entry_id
      WHERE s.kind = 'participant' ORDER BY s.record_id, s.case_version) first
JOIN app_user u ON u.id::text = first.by_user
WHERE first.record_id = p.id;
`;

/** Until now an invitation made a person of whoever it was for, and a seat that had ended. */
const INVITATIONS = `
ALTER TABLE invitation
  ADD COLUMN email text,
  ADD COLUMN email_key text,
  ADD COLUMN name text,
  ADD COLUMN role text,
  ADD COLUMN invited_by_id uuid CONSTRAINT invitation_invited_by_fkey REFERENCES app_user (id);
UPDATE invitation v SET email = u.email, email_key = u.email_key, name = u.name, role = m.role
FROM app_user u, membership m
WHERE u.id = v.user_id AND m.user_id = v.user_id AND m.organization_id = v.organization_id;
ALTER TABLE invitation
  ALTER COLUMN email SET NOT NULL,
  ALTER COLUMN email_key SET NOT NULL,
  ALTER COLUMN name SET NOT NULL,
  ALTER COLUMN role SET NOT NULL,
  ADD CONSTRAINT invitation_email_check CHECK (char_length(email) BETWEEN 3 AND 320),
  ADD CONSTRAINT invitation_name_check CHECK (char_length(name) BETWEEN 1 AND 200),
  ADD CONSTRAINT invitation_role_check CHECK (role IN ('owner','lead','responder','analyst','auditor')),
  DROP COLUMN user_id;
COMMENT ON COLUMN invitation.email_key IS 'the e-mail in lower case. Nobody is a person of it before they accept';
CREATE INDEX invitation_waiting ON invitation (organization_id, email_key) WHERE accepted_at IS NULL;

DELETE FROM membership m USING app_user u
WHERE u.id = m.user_id AND u.password_hash IS NULL AND m.ended_at = m.created_at;
DELETE FROM app_user u
WHERE u.password_hash IS NULL AND NOT u.administrator
  AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id)
  AND NOT EXISTS (SELECT 1 FROM participant p WHERE p.user_id = u.id);
`;

const KEYS = `
ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;
COMMENT ON COLUMN api_key.last_used_at IS 'to a few minutes: written at most once in that time';
CREATE INDEX api_key_organization ON api_key (organization_id, id);
`;

/** Break-glass participations, the log of reads that matter, and invitations that make nobody a person. */
export class ElevationsAndReads1764200300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [READS, ELEVATIONS, INVITATIONS, KEYS]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
