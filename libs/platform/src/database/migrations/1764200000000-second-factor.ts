import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors, recovery codes, known devices, and how a session was begun. */
export class SecondFactor1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SESSIONS);
    await runner.query(FACTORS);
    await runner.query(THROTTLE);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}

const SESSIONS = `
ALTER TABLE organization ADD COLUMN requires_second_factor boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN organization.requires_second_factor IS 'a session that passed no second factor has no seat here';

ALTER TABLE session
  ADD COLUMN method text NOT NULL DEFAULT 'password'
    CONSTRAINT session_method_known CHECK (method IN ('password','oidc','invitation')),
  ADD COLUMN source text CONSTRAINT session_source_length CHECK (char_length(source) <= 100),
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN second_factor_at timestamptz;
COMMENT ON COLUMN session.last_seen_at IS 'within five minutes';
COMMENT ON COLUMN session.expires_at IS 'a day after it was last seen, a week after it began: whichever comes first';
COMMENT ON COLUMN session.second_factor_at IS 'when it passed a second factor; null: never';

CREATE TABLE sign_in_event (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user (id),
  kind text NOT NULL CONSTRAINT sign_in_event_kind_known CHECK (kind IN ('second_factor_enrolled','second_factor_removed',
    'second_factor_reset','recovery_codes_made','recovery_code_used','password_changed','sessions_ended')),
  at timestamptz NOT NULL,
  source text CONSTRAINT sign_in_event_source_length CHECK (char_length(source) <= 100),
  reason text CONSTRAINT sign_in_event_reason_length CHECK (char_length(reason) BETWEEN 1 AND 4000));
CREATE INDEX sign_in_event_of_person ON sign_in_event (user_id, id);
COMMENT ON TABLE sign_in_event IS 'what changed in how a person signs in; a reset is by the operator, and says why';
`;

const FACTORS = `
CREATE TABLE second_factor (
  user_id uuid PRIMARY KEY REFERENCES app_user (id),
  secret bytea NOT NULL,
  last_step bigint NOT NULL,
  enrolled_at timestamptz NOT NULL);
COMMENT ON COLUMN second_factor.secret IS 'sealed (AES-256-GCM) with the key of the operator';
COMMENT ON COLUMN second_factor.last_step IS 'the latest step of thirty seconds whose code was taken: no code is taken twice';

CREATE TABLE second_factor_enrollment (
  user_id uuid PRIMARY KEY REFERENCES app_user (id),
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL);

CREATE TABLE recovery_code (
  user_id uuid NOT NULL REFERENCES app_user (id),
  code_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash));
`;

const THROTTLE = `
CREATE TABLE known_device (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL);
CREATE INDEX known_device_of_person ON known_device (user_id, created_at);
COMMENT ON TABLE known_device IS 'browsers in which a person has signed in: what others fail at does not keep these out';

ALTER TABLE sign_in_failure ADD COLUMN device_hash bytea;
COMMENT ON COLUMN sign_in_failure.device_hash IS 'the known device or the session that it came from; null: a stranger';
CREATE INDEX sign_in_failure_stranger ON sign_in_failure (email_hash, at) WHERE device_hash IS NULL;
CREATE INDEX sign_in_failure_device ON sign_in_failure (device_hash, at) WHERE device_hash IS NOT NULL;
`;
