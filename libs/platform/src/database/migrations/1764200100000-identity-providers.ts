import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People of identity providers (OpenID Connect): whose account at which provider is who here,
 * what seats a provider gave, and the sign-ins under way.
 */
export class IdentityProviders1764200100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE user_identity (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user (id),
  issuer text NOT NULL CONSTRAINT user_identity_issuer_length CHECK (char_length(issuer) BETWEEN 1 AND 500),
  subject text NOT NULL CONSTRAINT user_identity_subject_length CHECK (char_length(subject) BETWEEN 1 AND 255),
  email text CONSTRAINT user_identity_email_length CHECK (char_length(email) BETWEEN 3 AND 320),
  linked_by text NOT NULL CONSTRAINT user_identity_linked_by CHECK (linked_by IN ('person','domain')),
  linked_at timestamptz NOT NULL,
  last_sign_in_at timestamptz,
  unlinked_at timestamptz);
CREATE UNIQUE INDEX user_identity_subject ON user_identity (issuer, subject) WHERE unlinked_at IS NULL;
CREATE UNIQUE INDEX user_identity_once ON user_identity (user_id, issuer) WHERE unlinked_at IS NULL;
COMMENT ON COLUMN user_identity.email IS 'as the provider last said it; nobody is found by it';
COMMENT ON COLUMN user_identity.linked_by IS 'person: linked while signed in here; domain: the provider speaks for the domain of the e-mail';

CREATE TABLE provided_seat (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  issuer text NOT NULL,
  seat_since timestamptz NOT NULL,
  CONSTRAINT provided_seat_pkey PRIMARY KEY (organization_id, user_id),
  CONSTRAINT provided_seat_membership FOREIGN KEY (organization_id, user_id) REFERENCES membership (organization_id, user_id));
COMMENT ON TABLE provided_seat IS 'seats that the groups of a provider gave, and may take again';
COMMENT ON COLUMN provided_seat.seat_since IS 'the beginning of the membership that was given: one that a person gives later is another';

CREATE TABLE provider_transaction (
  state_hash bytea PRIMARY KEY,
  browser_hash bytea NOT NULL,
  provider text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  next text NOT NULL,
  session_id uuid,
  user_id uuid REFERENCES app_user (id),
  source text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT provider_transaction_link CHECK ((session_id IS NULL) = (user_id IS NULL)));
CREATE INDEX provider_transaction_source ON provider_transaction (source);
CREATE INDEX provider_transaction_expiry ON provider_transaction (expires_at);
COMMENT ON COLUMN provider_transaction.user_id IS 'who links an identity to themselves; null: a sign-in';

ALTER TABLE sign_in_event DROP CONSTRAINT sign_in_event_kind_known;
ALTER TABLE sign_in_event ADD CONSTRAINT sign_in_event_kind_known CHECK (kind IN ('second_factor_enrolled','second_factor_removed',
  'second_factor_reset','recovery_codes_made','recovery_code_used','password_changed','sessions_ended','identity_linked','identity_unlinked'));`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
