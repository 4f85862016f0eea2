import type { MigrationInterface, QueryRunner } from 'typeorm';

const TLP = `('clear','green','amber','amber+strict','red')`;
const PRECISION = `('year','month','day','hour','instant','unknown')`;

/** A time in the world that may be partial: two columns that agree. */
const partial = (name: string): string => `
  ${name}_at timestamptz,
  ${name}_precision text CHECK (${name}_precision IN ${PRECISION}),
  CHECK ((${name}_at IS NULL) = (${name}_precision IS NULL OR ${name}_precision = 'unknown'))`;

/** A record of a case: whose, and the case version at which it was last changed. */
const RECORD = `
  id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident (id),
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  UNIQUE (incident_id, id)`;

const ACCESS = `
CREATE TABLE organization (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('campaign','committee','vendor','agency','government','media','other')),
  default_tlp text NOT NULL DEFAULT 'amber' CHECK (default_tlp IN ${TLP}),
  untriaged_after_hours integer NOT NULL DEFAULT 4 CHECK (untriaged_after_hours BETWEEN 1 AND 720),
  stale_after_days integer NOT NULL DEFAULT 7 CHECK (stale_after_days BETWEEN 1 AND 365),
  due_soon_hours integer NOT NULL DEFAULT 24 CHECK (due_soon_hours BETWEEN 1 AND 720),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL);

CREATE TABLE app_user (
  id uuid PRIMARY KEY,
  email text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 320),
  email_key text NOT NULL CONSTRAINT app_user_email_key UNIQUE,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  password_hash text,
  administrator boolean NOT NULL DEFAULT false,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL);
COMMENT ON COLUMN app_user.email_key IS 'the e-mail in lower case: what sign-in compares';
COMMENT ON COLUMN app_user.administrator IS 'may create organizations; sees no case by it';

CREATE TABLE membership (
  organization_id uuid NOT NULL REFERENCES organization (id),
  user_id uuid NOT NULL REFERENCES app_user (id),
  role text NOT NULL CHECK (role IN ('owner','lead','responder','analyst','auditor')),
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (organization_id, user_id));
CREATE INDEX membership_user ON membership (user_id) WHERE ended_at IS NULL;

CREATE TABLE invitation (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  user_id uuid NOT NULL REFERENCES app_user (id),
  token_hash bytea NOT NULL CONSTRAINT invitation_token_hash_key UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz);

CREATE TABLE session (
  token_hash bytea PRIMARY KEY,
  id uuid NOT NULL CONSTRAINT session_id_key UNIQUE,
  user_id uuid NOT NULL REFERENCES app_user (id),
  csrf_token text NOT NULL,
  user_agent text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz);
CREATE INDEX session_by_user ON session (user_id) WHERE ended_at IS NULL;

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  user_id uuid NOT NULL REFERENCES app_user (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  secret_hash bytea NOT NULL CONSTRAINT api_key_secret_hash_key UNIQUE,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz);
CREATE INDEX api_key_user ON api_key (user_id);

CREATE TABLE sign_in_failure (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email_hash bytea NOT NULL,
  source text NOT NULL,
  at timestamptz NOT NULL);
CREATE INDEX sign_in_failure_email ON sign_in_failure (email_hash, source, at);
CREATE INDEX sign_in_failure_source ON sign_in_failure (source, at);
`;

const PARTIES = `
CREATE TABLE party (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES organization (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  kind text NOT NULL CHECK (kind IN ('campaign','committee','vendor','agency','government','media','person_role','other')),
  is_organization boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL);
COMMENT ON COLUMN party.organization_id IS 'null: of the shipped catalogue, everyone''s';
COMMENT ON COLUMN party.is_organization IS 'the party that stands for the organization itself';
CREATE UNIQUE INDEX party_name_key ON party (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), lower(name));
CREATE UNIQUE INDEX party_self_key ON party (organization_id) WHERE is_organization;

CREATE TABLE threat_actor (
  id uuid PRIMARY KEY,
  organization_id uuid REFERENCES organization (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  suspected_sponsor text,
  attack_id text CHECK (attack_id ~ '^G[0-9]{4}$'),
  names jsonb NOT NULL DEFAULT '[]',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL);
COMMENT ON COLUMN threat_actor.names IS '[{ name, usedBy }]: every name with the party that uses it; aliases are never merged silently';
CREATE UNIQUE INDEX threat_actor_name_key ON threat_actor (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), lower(name));
`;

const INCIDENTS = `
CREATE TABLE reference_counter (
  organization_id uuid NOT NULL REFERENCES organization (id),
  year integer NOT NULL,
  last integer NOT NULL,
  PRIMARY KEY (organization_id, year)) WITH (fillfactor = 50);

CREATE TABLE incident (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  reference text NOT NULL,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  summary text CHECK (char_length(summary) <= 20000),
  category text,
  severity text CHECK (severity IN ('low','moderate','high','critical')),
  tlp text NOT NULL CHECK (tlp IN ${TLP}),
  status text NOT NULL CHECK (status IN ('reported','triage','investigating','contained','remediated','closed','rejected','duplicate')),
  ${partial('occurred')},
  ${partial('detected')},
  lead_id uuid REFERENCES app_user (id),
  tags text[] NOT NULL DEFAULT '{}',
  reported_by uuid REFERENCES app_user (id),
  reported_at timestamptz NOT NULL,
  status_changed_at timestamptz NOT NULL,
  closing_summary text,
  duplicate_of uuid REFERENCES incident (id),
  case_version integer NOT NULL,
  recorded_at timestamptz NOT NULL,
  version integer NOT NULL,
  CONSTRAINT incident_reference_key UNIQUE (organization_id, reference),
  CONSTRAINT incident_not_duplicate_of_itself CHECK (duplicate_of <> id),
  CONSTRAINT incident_closed_with_summary CHECK (status <> 'closed' OR closing_summary IS NOT NULL),
  CONSTRAINT incident_duplicate_names_other CHECK ((status = 'duplicate') = (duplicate_of IS NOT NULL))
) WITH (fillfactor = 80);
COMMENT ON COLUMN incident.case_version IS 'the gapless version of the whole case: one more with each write to any of its records';
COMMENT ON COLUMN incident.recorded_at IS 'when case_version was recorded; later than that of every version before it';
COMMENT ON COLUMN incident.version IS 'the case version at which the incident''s own fields last changed';
CREATE INDEX incident_reference ON incident (reference);
CREATE INDEX incident_by_report ON incident (organization_id, reported_at DESC, id DESC);
CREATE INDEX incident_by_status ON incident (organization_id, status, reported_at DESC, id DESC);
CREATE INDEX incident_by_lead ON incident (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX incident_open_by_status_change ON incident (status, status_changed_at) WHERE status NOT IN ('closed','rejected','duplicate');

CREATE TABLE participant (
  ${RECORD},
  organization_id uuid REFERENCES organization (id),
  user_id uuid REFERENCES app_user (id),
  capacity text NOT NULL CHECK (capacity IN ('responder','analyst','contributor','auditor','observer')),
  max_tlp text NOT NULL CHECK (max_tlp IN ${TLP}),
  until timestamptz,
  ended_at timestamptz,
  CONSTRAINT participant_one_of CHECK ((organization_id IS NULL) <> (user_id IS NULL)));
CREATE INDEX participant_organization ON participant (organization_id) WHERE ended_at IS NULL;
CREATE INDEX participant_user ON participant (user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX participant_once ON participant (incident_id, coalesce(organization_id, user_id)) WHERE ended_at IS NULL;

CREATE TABLE affected_account (
  ${RECORD},
  identifier text NOT NULL CHECK (char_length(identifier) BETWEEN 1 AND 500),
  provider text,
  kind text NOT NULL CHECK (kind IN ('email','social','messaging','cloud','website','device','other')),
  status text NOT NULL CHECK (status IN ('suspected','confirmed','contained','restored','ruled_out')),
  holder_name text,
  holder_role text,
  holder_disclosed boolean,
  ${partial('first_seen')},
  ${partial('last_seen')},
  note text);
CREATE UNIQUE INDEX affected_account_key ON affected_account (incident_id, kind, lower(identifier));

CREATE TABLE pivot (
  ${RECORD},
  from_account_id uuid NOT NULL,
  to_account_id uuid NOT NULL,
  method text,
  ${partial('occurred')},
  evidence jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT pivot_not_to_itself CHECK (from_account_id <> to_account_id),
  CONSTRAINT pivot_from_fkey FOREIGN KEY (incident_id, from_account_id) REFERENCES affected_account (incident_id, id),
  CONSTRAINT pivot_to_fkey FOREIGN KEY (incident_id, to_account_id) REFERENCES affected_account (incident_id, id));

CREATE TABLE comment (
  ${RECORD},
  author_id uuid NOT NULL REFERENCES app_user (id),
  body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 20000),
  on_kind text,
  on_id uuid);
CREATE INDEX comment_incident ON comment (incident_id, id);

CREATE TABLE task (
  ${RECORD},
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  assignee_id uuid REFERENCES app_user (id),
  due_at timestamptz,
  status text NOT NULL CHECK (status IN ('open','done')),
  done_at timestamptz);
CREATE INDEX task_incident ON task (incident_id, id);
CREATE INDEX task_due ON task (due_at) WHERE status = 'open' AND due_at IS NOT NULL;
CREATE INDEX task_assignee ON task (assignee_id) WHERE status = 'open';

CREATE TABLE merger (
  ${RECORD},
  into_id uuid NOT NULL REFERENCES incident (id),
  status_before text NOT NULL,
  reversed_at timestamptz,
  CONSTRAINT merger_not_into_itself CHECK (into_id <> incident_id));
CREATE UNIQUE INDEX merger_once ON merger (incident_id) WHERE reversed_at IS NULL;
`;

const DISCLOSURE_AND_ATTRIBUTION = `
CREATE TABLE disclosure (
  ${RECORD},
  source_party_id uuid REFERENCES party (id),
  source_description text,
  anonymous boolean NOT NULL,
  channel text NOT NULL CHECK (channel IN ('press','vendor_notice','platform_notice','government','court','social','email','internal','other')),
  received_by_party_id uuid REFERENCES party (id),
  ${partial('received')},
  ${partial('public')},
  reliability text CHECK (reliability IN ('A','B','C','D','E','F')),
  credibility integer CHECK (credibility BETWEEN 1 AND 6),
  summary text NOT NULL CHECK (char_length(summary) BETWEEN 1 AND 20000),
  url text);
CREATE INDEX disclosure_incident ON disclosure (incident_id, id);

CREATE TABLE leaked_artifact (
  ${RECORD},
  disclosure_id uuid,
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  description text,
  authenticity text NOT NULL CHECK (authenticity IN ('claimed','verified','disputed','unverified')),
  authenticity_by_id uuid REFERENCES party (id),
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT leaked_artifact_disclosure_fkey FOREIGN KEY (incident_id, disclosure_id) REFERENCES disclosure (incident_id, id));

CREATE TABLE hypothesis (
  ${RECORD},
  kind text NOT NULL CHECK (kind IN ('threat_actor','insider','false_flag','other_leaker','no_intrusion','unknown','other')),
  label text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 300),
  actor_id uuid REFERENCES threat_actor (id),
  level text CHECK (level IN ('cluster','organization','state','person')));
CREATE UNIQUE INDEX hypothesis_one_unknown ON hypothesis (incident_id) WHERE kind = 'unknown';
CREATE INDEX hypothesis_actor ON hypothesis (actor_id, incident_id) WHERE actor_id IS NOT NULL;

CREATE TABLE claim (
  ${RECORD},
  hypothesis_id uuid NOT NULL,
  claimant_id uuid NOT NULL REFERENCES party (id),
  stance text NOT NULL CHECK (stance IN ('attributes','corroborates','denies','disputes','declines_to_attribute','cannot_verify','retracts')),
  basis text CHECK (basis IN ('technical','intelligence','legal','political','self','media')),
  evidence_presented text CHECK (evidence_presented IN ('none','described','technical','verifiable')),
  statement text NOT NULL CHECK (char_length(statement) BETWEEN 1 AND 20000),
  named_as text,
  confidence_stated text,
  source_title text,
  source_publisher text,
  source_url text,
  ${partial('said')},
  reliability text CHECK (reliability IN ('A','B','C','D','E','F')),
  credibility integer CHECK (credibility BETWEEN 1 AND 6),
  tlp text CHECK (tlp IN ${TLP}),
  rests_on jsonb NOT NULL DEFAULT '[]',
  responds_to jsonb NOT NULL DEFAULT '[]',
  CONSTRAINT claim_hypothesis_fkey FOREIGN KEY (incident_id, hypothesis_id) REFERENCES hypothesis (incident_id, id));
CREATE INDEX claim_incident ON claim (incident_id, id);
`;

const LEDGER = `
CREATE TABLE history_entry (
  id uuid PRIMARY KEY,
  position bigint GENERATED ALWAYS AS IDENTITY,
  leaf bytea NOT NULL CHECK (octet_length(leaf) <= 65535),
  organization_id uuid NOT NULL,
  incident_id uuid,
  case_version integer,
  ordinal integer NOT NULL,
  recorded_at timestamptz NOT NULL,
  CHECK ((incident_id IS NULL) = (case_version IS NULL)));
COMMENT ON TABLE history_entry IS 'one row a change, for ever. Only leaf is ever published: a version and a salted commitment';
COMMENT ON COLUMN history_entry.position IS 'order of writing, with gaps; not the index in the log';
CREATE UNIQUE INDEX history_entry_case ON history_entry (incident_id, case_version, ordinal) WHERE incident_id IS NOT NULL;
CREATE INDEX history_entry_case_time ON history_entry (incident_id, recorded_at) WHERE incident_id IS NOT NULL;
CREATE INDEX history_entry_organization ON history_entry (organization_id, position) WHERE incident_id IS NULL;

CREATE TABLE history_payload (
  entry_id uuid PRIMARY KEY REFERENCES history_entry (id),
  salt bytea NOT NULL CHECK (octet_length(salt) = 32),
  body bytea NOT NULL);
COMMENT ON COLUMN history_payload.body IS 'the exact RFC 8785 bytes that were committed to';

CREATE TABLE record_state (
  incident_id uuid NOT NULL,
  kind text NOT NULL,
  record_id uuid NOT NULL,
  case_version integer NOT NULL,
  entry_id uuid NOT NULL REFERENCES history_entry (id),
  state jsonb NOT NULL,
  PRIMARY KEY (incident_id, kind, record_id, case_version));
COMMENT ON TABLE record_state IS 'what each record of a case was from each case version on: now and as of any moment are the same read';

CREATE TABLE history_redaction (
  entry_id uuid PRIMARY KEY REFERENCES history_entry (id),
  redacted_by uuid NOT NULL,
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 4000),
  redacted_at timestamptz NOT NULL);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- The redaction function says so for the length of its own transaction; the trigger believes only
-- the function's owner, so that the application's role cannot open the door by setting the flag.
CREATE FUNCTION refuse_change_unless_redacting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('app.redacting', true) = 'on' AND pg_has_role(current_user, TG_ARGV[0], 'MEMBER') THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION redact_history_payload(entry uuid, by_user uuid, why text, at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.history_redaction (entry_id, redacted_by, reason, redacted_at) VALUES (entry, by_user, why, at);
  PERFORM set_config('app.redacting', 'on', true);
  DELETE FROM public.history_payload WHERE entry_id = entry;
  DELETE FROM public.record_state WHERE entry_id = entry;
  PERFORM set_config('app.redacting', 'off', true);
END $$;
REVOKE ALL ON FUNCTION redact_history_payload FROM PUBLIC;
`;

const appendOnly = (table: string): string => `
CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const redactable = (table: string, owner: string): string => `
CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ${table}_redaction_only BEFORE DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_redacting('${owner}');`;

const PLATFORM = `
CREATE TABLE idempotency_key (
  caller text NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  answer text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (caller, key));
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE outbox_message (
  id uuid PRIMARY KEY,
  type text NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  relayed_at timestamptz);
CREATE INDEX outbox_message_waiting ON outbox_message (id) WHERE relayed_at IS NULL;

CREATE TABLE outbox_handling (
  message_id uuid NOT NULL REFERENCES outbox_message (id),
  handler text NOT NULL,
  enqueued integer NOT NULL DEFAULT 1,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL,
  last_error text,
  handled_at timestamptz,
  PRIMARY KEY (message_id, handler));
COMMENT ON COLUMN outbox_handling.enqueued IS 'how often a job was made for it: part of the job''s id, so that no two share one';
COMMENT ON COLUMN outbox_handling.attempts IS 'how often the handler failed';
COMMENT ON COLUMN outbox_handling.due_at IS 'still open by then, it is queued again: its job was lost, or failed and has waited';
CREATE INDEX outbox_handling_open ON outbox_handling (due_at) WHERE handled_at IS NULL;

CREATE TABLE setting (
  name text PRIMARY KEY,
  value jsonb NOT NULL);

CREATE TABLE search_document (
  record_id uuid PRIMARY KEY,
  incident_id uuid NOT NULL REFERENCES incident (id),
  kind text NOT NULL,
  text text NOT NULL,
  words tsvector NOT NULL);
CREATE INDEX search_document_words ON search_document USING gin (words) WITH (fastupdate = off);
CREATE INDEX search_document_incident ON search_document (incident_id);
`;

const NOTIFICATIONS = `
CREATE TABLE stakeholder (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  incident_id uuid REFERENCES incident (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  role text NOT NULL CHECK (char_length(role) BETWEEN 1 AND 200),
  email text,
  channels text[] NOT NULL DEFAULT '{email}',
  max_tlp text NOT NULL CHECK (max_tlp IN ${TLP}),
  ended_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL);
COMMENT ON COLUMN stakeholder.incident_id IS 'null: of every case of the organization';
CREATE INDEX stakeholder_organization ON stakeholder (organization_id) WHERE ended_at IS NULL;

CREATE TABLE notification (
  id uuid PRIMARY KEY,
  message_id uuid NOT NULL,
  kind text NOT NULL,
  organization_id uuid NOT NULL,
  incident_id uuid REFERENCES incident (id),
  user_id uuid REFERENCES app_user (id),
  stakeholder_id uuid REFERENCES stakeholder (id),
  reason text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  path text NOT NULL,
  tlp text NOT NULL CHECK (tlp IN ${TLP}),
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  acknowledged_at timestamptz,
  CONSTRAINT notification_one_recipient CHECK ((user_id IS NULL) <> (stakeholder_id IS NULL)));
COMMENT ON COLUMN notification.message_id IS 'the outbox message that it tells of; with the recipient it is told once';
CREATE UNIQUE INDEX notification_once ON notification (message_id, coalesce(user_id, stakeholder_id));
CREATE INDEX notification_user ON notification (user_id, id DESC) WHERE user_id IS NOT NULL;
CREATE INDEX notification_incident ON notification (incident_id, id DESC);

CREATE TABLE delivery (
  id uuid PRIMARY KEY,
  notification_id uuid NOT NULL REFERENCES notification (id),
  channel text NOT NULL CHECK (channel IN ('in_app','email')),
  address text,
  status text NOT NULL CHECK (status IN ('pending','sending','sent','withheld','dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz,
  sent_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT delivery_once UNIQUE (notification_id, channel));
COMMENT ON COLUMN delivery.next_attempt_at IS 'pending: when it is due. sending: how long its worker has it to itself; then it is due again';
CREATE INDEX delivery_due ON delivery (next_attempt_at) WHERE status IN ('pending','sending');
CREATE INDEX delivery_dead ON delivery (id) WHERE status = 'dead';

CREATE TABLE delivery_attempt (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL REFERENCES delivery (id),
  number integer NOT NULL,
  at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('sent','failed','withheld','retried_by_person')),
  detail text,
  by_user_id uuid REFERENCES app_user (id));
CREATE INDEX delivery_attempt_delivery ON delivery_attempt (delivery_id, at);

CREATE TABLE mailbox_message (
  id uuid PRIMARY KEY,
  delivery_id uuid NOT NULL CONSTRAINT mailbox_message_delivery_key UNIQUE REFERENCES delivery (id),
  to_address text NOT NULL,
  from_address text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  headers jsonb NOT NULL,
  at timestamptz NOT NULL);

CREATE TABLE reminder (
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  since timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_id, since));
COMMENT ON TABLE reminder IS 'what tracking has already told, so that no worker tells it again: kind, about what, and the state''s beginning';
`;

/** Everything that the first issue stands on, in one migration. */
export class Foundation1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const [{ owner }] = (await runner.query('SELECT quote_ident(current_user) AS owner')) as [{ owner: string }];
    for (const part of [ACCESS, PARTIES, INCIDENTS, DISCLOSURE_AND_ATTRIBUTION, LEDGER, PLATFORM, NOTIFICATIONS]) {
      await runner.query(part);
    }
    for (const table of ['history_entry', 'history_redaction']) {
      await runner.query(appendOnly(table));
    }
    for (const table of ['history_payload', 'record_state']) {
      await runner.query(redactable(table, owner.replaceAll('"', '')));
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
