-- What the migrations make. Made by libs/platform/src/database/schema.db-spec.ts from the catalog, to be read and compared.

CREATE TABLE ach_column (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  author_id uuid NOT NULL,
  cells jsonb NOT NULL,
  weights jsonb NOT NULL,
  CONSTRAINT ach_column_author_id_fkey FOREIGN KEY (author_id) REFERENCES app_user(id),
  CONSTRAINT ach_column_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT ach_column_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT ach_column_pkey PRIMARY KEY (id),
  CONSTRAINT ach_column_incident_id_id_key UNIQUE (incident_id, id),
  CONSTRAINT ach_column_once UNIQUE (incident_id, author_id)
);
COMMENT ON TABLE ach_column IS 'one analyst''s judgements of evidence against hypotheses (Heuer)';
GRANT INSERT, SELECT, UPDATE ON ach_column TO ascribe_app;
ALTER TABLE ach_column ENABLE ROW LEVEL SECURITY;
CREATE POLICY ach_column_for_caller ON ach_column FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, organization_id)
END);

CREATE TABLE actor_identification (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  actor_id uuid NOT NULL,
  other_actor_id uuid NOT NULL,
  relation text NOT NULL,
  claimant_id uuid NOT NULL,
  statement text NOT NULL,
  source_title text,
  source_publisher text,
  source_url text,
  said_at timestamp with time zone,
  said_precision text,
  withdrawn_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  recorded_by_id uuid NOT NULL,
  withdrawn_by_id uuid,
  withdrawal_reason text,
  CONSTRAINT actor_identification_check CHECK (((said_at IS NULL) = ((said_precision IS NULL) OR (said_precision = 'unknown'::text)))),
  CONSTRAINT actor_identification_of_two CHECK ((actor_id <> other_actor_id)),
  CONSTRAINT actor_identification_relation_check CHECK ((relation = ANY (ARRAY['same_as'::text, 'overlaps_with'::text, 'part_of'::text]))),
  CONSTRAINT actor_identification_said_precision_check CHECK ((said_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT actor_identification_statement_check CHECK (((char_length(statement) >= 1) AND (char_length(statement) <= 20000))),
  CONSTRAINT actor_identification_withdrawal_reason_check CHECK (((char_length(withdrawal_reason) >= 1) AND (char_length(withdrawal_reason) <= 4000))),
  CONSTRAINT actor_identification_withdrawn_by_someone CHECK ((((withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawal_reason IS NULL)))),
  CONSTRAINT actor_identification_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES threat_actor(id),
  CONSTRAINT actor_identification_claimant_id_fkey FOREIGN KEY (claimant_id) REFERENCES party(id),
  CONSTRAINT actor_identification_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT actor_identification_other_actor_id_fkey FOREIGN KEY (other_actor_id) REFERENCES threat_actor(id),
  CONSTRAINT actor_identification_recorded_by_id_fkey FOREIGN KEY (recorded_by_id) REFERENCES app_user(id),
  CONSTRAINT actor_identification_withdrawn_by_id_fkey FOREIGN KEY (withdrawn_by_id) REFERENCES app_user(id),
  CONSTRAINT actor_identification_pkey PRIMARY KEY (id)
);
CREATE INDEX actor_identification_actor ON public.actor_identification USING btree (actor_id, organization_id);
CREATE INDEX actor_identification_other ON public.actor_identification USING btree (other_actor_id, organization_id);
COMMENT ON TABLE actor_identification IS 'that two names mean one group is a claim by someone, and merges nothing';
GRANT INSERT, SELECT, UPDATE ON actor_identification TO ascribe_app;
ALTER TABLE actor_identification ENABLE ROW LEVEL SECURITY;
CREATE POLICY actor_identification_for_caller ON actor_identification FOR ALL USING (((organization_id IS NULL) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) OR (organization_id = ( SELECT case_owner() AS case_owner))));

CREATE TABLE affected_account (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  identifier text NOT NULL,
  provider text,
  kind text NOT NULL,
  status text NOT NULL,
  holder_name text,
  holder_role text,
  holder_disclosed boolean,
  first_seen_at timestamp with time zone,
  first_seen_precision text,
  last_seen_at timestamp with time zone,
  last_seen_precision text,
  note text,
  tlp text,
  holder_pseudonym text,
  CONSTRAINT affected_account_check CHECK (((first_seen_at IS NULL) = ((first_seen_precision IS NULL) OR (first_seen_precision = 'unknown'::text)))),
  CONSTRAINT affected_account_check1 CHECK (((last_seen_at IS NULL) = ((last_seen_precision IS NULL) OR (last_seen_precision = 'unknown'::text)))),
  CONSTRAINT affected_account_first_seen_precision_check CHECK ((first_seen_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT affected_account_identifier_check CHECK (((char_length(identifier) >= 1) AND (char_length(identifier) <= 500))),
  CONSTRAINT affected_account_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'social'::text, 'messaging'::text, 'cloud'::text, 'website'::text, 'device'::text, 'other'::text]))),
  CONSTRAINT affected_account_last_seen_precision_check CHECK ((last_seen_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT affected_account_name_is_disclosed CHECK (((holder_name IS NULL) OR holder_disclosed)),
  CONSTRAINT affected_account_name_or_pseudonym CHECK (((holder_name IS NULL) OR (holder_pseudonym IS NULL))),
  CONSTRAINT affected_account_status_check CHECK ((status = ANY (ARRAY['suspected'::text, 'confirmed'::text, 'contained'::text, 'restored'::text, 'ruled_out'::text]))),
  CONSTRAINT affected_account_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT affected_account_holder_pseudonym_fkey FOREIGN KEY (incident_id, holder_pseudonym) REFERENCES holder_name(incident_id, pseudonym),
  CONSTRAINT affected_account_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT affected_account_pkey PRIMARY KEY (id),
  CONSTRAINT affected_account_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX affected_account_key ON public.affected_account USING btree (incident_id, kind, lower(identifier));
COMMENT ON COLUMN affected_account.holder_name IS 'of a disclosed holder only; who else holds an account stands in holder_name';
COMMENT ON COLUMN affected_account.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON affected_account TO ascribe_app;
ALTER TABLE affected_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY affected_account_for_caller ON affected_account FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);

CREATE TABLE api_key (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  secret_hash bytea NOT NULL,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  CONSTRAINT api_key_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 100))),
  CONSTRAINT api_key_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT api_key_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_secret_hash_key UNIQUE (secret_hash)
);
CREATE INDEX api_key_organization ON public.api_key USING btree (organization_id, id);
CREATE INDEX api_key_user ON public.api_key USING btree (user_id);
CREATE TRIGGER api_key_taken_away AFTER UPDATE OF revoked_at ON public.api_key FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell();
COMMENT ON COLUMN api_key.last_used_at IS 'to a few minutes: written at most once in that time';
GRANT INSERT, SELECT, UPDATE ON api_key TO ascribe_app;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY api_key_for_caller ON api_key FOR ALL USING (((user_id = ( SELECT caller_id() AS caller_id)) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[]))));
CREATE POLICY api_key_for_purposes ON api_key FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['identity_provider'::text, 'administration'::text, 'recognition'::text]))));

CREATE TABLE app_user (
  id uuid NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  name text NOT NULL,
  password_hash text,
  administrator boolean NOT NULL DEFAULT false,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT app_user_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 320))),
  CONSTRAINT app_user_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT app_user_pkey PRIMARY KEY (id),
  CONSTRAINT app_user_email_key UNIQUE (email_key)
);
CREATE TRIGGER app_user_taken_away AFTER UPDATE OF disabled_at ON public.app_user FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell();
COMMENT ON COLUMN app_user.administrator IS 'may create organizations; sees no case by it';
COMMENT ON COLUMN app_user.email_key IS 'the e-mail in lower case: what sign-in compares';
GRANT INSERT, SELECT, UPDATE ON app_user TO ascribe_app;

CREATE TABLE assessment (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  status text NOT NULL,
  author_ids uuid[] NOT NULL,
  confidence text,
  judgements jsonb NOT NULL DEFAULT '[]'::jsonb,
  content jsonb NOT NULL,
  said_at timestamp with time zone,
  said_precision text,
  tlp text,
  approved_by_id uuid,
  approved_at timestamp with time zone,
  CONSTRAINT assessment_approved_at_a_time CHECK (((approved_by_id IS NULL) = (approved_at IS NULL))),
  CONSTRAINT assessment_approved_by_someone CHECK (((status = 'approved'::text) = (approved_by_id IS NOT NULL))),
  CONSTRAINT assessment_approved_is_whole CHECK (((status <> 'approved'::text) OR ((confidence IS NOT NULL) AND (judgements <> '[]'::jsonb)))),
  CONSTRAINT assessment_author_ids_check CHECK (((cardinality(author_ids) >= 1) AND (cardinality(author_ids) <= 100))),
  CONSTRAINT assessment_check CHECK (((said_at IS NULL) = ((said_precision IS NULL) OR (said_precision = 'unknown'::text)))),
  CONSTRAINT assessment_confidence_check CHECK ((confidence = ANY (ARRAY['low'::text, 'moderate'::text, 'high'::text]))),
  CONSTRAINT assessment_not_approved_by_author CHECK (((approved_by_id IS NULL) OR (NOT (approved_by_id = ANY (author_ids))))),
  CONSTRAINT assessment_said_precision_check CHECK ((said_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT assessment_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'submitted'::text, 'approved'::text]))),
  CONSTRAINT assessment_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT assessment_approved_by_id_fkey FOREIGN KEY (approved_by_id) REFERENCES app_user(id),
  CONSTRAINT assessment_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT assessment_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT assessment_pkey PRIMARY KEY (id),
  CONSTRAINT assessment_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX assessment_incident ON public.assessment USING btree (incident_id, id);
CREATE INDEX assessment_waiting ON public.assessment USING btree (incident_id) WHERE (status = 'submitted'::text);
COMMENT ON COLUMN assessment.author_ids IS 'everyone who wrote any version of it: none of them may approve it';
COMMENT ON COLUMN assessment.content IS 'rationale, key assumptions, factors of confidence, evidence: what no rule of the database asks for';
GRANT INSERT, SELECT, UPDATE ON assessment TO ascribe_app;
ALTER TABLE assessment ENABLE ROW LEVEL SECURITY;
CREATE POLICY assessment_for_caller ON assessment FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, organization_id)
END);
CREATE POLICY assessment_for_purposes ON assessment FOR ALL USING (( SELECT (caller_purpose() = 'notify'::text)));

CREATE TABLE case_read (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  user_id uuid NOT NULL,
  key_id uuid,
  ground text NOT NULL,
  what text NOT NULL,
  record_id uuid,
  viewed_as_id uuid,
  moment jsonb,
  request_id text NOT NULL,
  entry_id uuid,
  CONSTRAINT case_read_ground_check CHECK ((ground = ANY (ARRAY['auditor'::text, 'break_glass'::text, 'export'::text, 'names'::text, 'view_as'::text]))),
  CONSTRAINT case_read_viewed_as_check CHECK (((viewed_as_id IS NOT NULL) = (ground = 'view_as'::text))),
  CONSTRAINT case_read_what_check CHECK (((char_length(what) >= 1) AND (char_length(what) <= 300))),
  CONSTRAINT case_read_entry_fkey FOREIGN KEY (entry_id) REFERENCES history_entry(id),
  CONSTRAINT case_read_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT case_read_key_id_fkey FOREIGN KEY (key_id) REFERENCES api_key(id),
  CONSTRAINT case_read_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT case_read_pkey PRIMARY KEY (id),
  CONSTRAINT case_read_entry UNIQUE (entry_id)
);
CREATE INDEX case_read_incident ON public.case_read USING btree (incident_id, id DESC);
CREATE TRIGGER case_read_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_read FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN case_read.entry_id IS 'the read as the history has it; null for reads from before they were in the history';
COMMENT ON COLUMN case_read.moment IS 'the moments that were asked for, as they were asked: knownAt, validAt, caseVersion, from, to';
COMMENT ON COLUMN case_read.viewed_as_id IS 'the participation as which a manager of the case looked at it';
COMMENT ON COLUMN case_read.what IS 'method and route as they are written in the API, without the values of this request';
COMMENT ON TABLE case_read IS 'who was shown what of a case, where that is to be answered for: written before the content leaves, and never changed';
GRANT INSERT, SELECT ON case_read TO ascribe_app;
ALTER TABLE case_read ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_read_added ON case_read FOR INSERT WITH CHECK (COALESCE((
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    ELSE case_clearance(incident_id, false)
END >= 0), false));
CREATE POLICY case_read_for_caller ON case_read FOR SELECT USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END);

CREATE TABLE claim (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  hypothesis_id uuid NOT NULL,
  claimant_id uuid NOT NULL,
  stance text NOT NULL,
  basis text,
  evidence_presented text,
  statement text NOT NULL,
  named_as text,
  confidence_stated text,
  source_title text,
  source_publisher text,
  source_url text,
  said_at timestamp with time zone,
  said_precision text,
  reliability text,
  credibility integer,
  tlp text,
  rests_on jsonb NOT NULL DEFAULT '[]'::jsonb,
  responds_to jsonb NOT NULL DEFAULT '[]'::jsonb,
  level text,
  responsibility text,
  confidence_scale text,
  confidence_value text,
  status text NOT NULL DEFAULT 'stated'::text,
  superseded_by_id uuid,
  CONSTRAINT claim_basis_check CHECK ((basis = ANY (ARRAY['technical'::text, 'intelligence'::text, 'legal'::text, 'political'::text, 'self'::text, 'media'::text]))),
  CONSTRAINT claim_check CHECK (((said_at IS NULL) = ((said_precision IS NULL) OR (said_precision = 'unknown'::text)))),
  CONSTRAINT claim_confidence_scale_check CHECK ((confidence_scale = ANY (ARRAY['icd203_likelihood'::text, 'analytic_confidence'::text]))),
  CONSTRAINT claim_credibility_check CHECK (((credibility >= 1) AND (credibility <= 6))),
  CONSTRAINT claim_evidence_presented_check CHECK ((evidence_presented = ANY (ARRAY['none'::text, 'described'::text, 'technical'::text, 'verifiable'::text]))),
  CONSTRAINT claim_level_check CHECK ((level = ANY (ARRAY['cluster'::text, 'organization'::text, 'state'::text, 'person'::text]))),
  CONSTRAINT claim_reliability_check CHECK ((reliability = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'E'::text, 'F'::text]))),
  CONSTRAINT claim_responsibility_check CHECK ((responsibility = ANY (ARRAY['state-prohibited'::text, 'state-prohibited-but-inadequate'::text, 'state-ignored'::text, 'state-encouraged'::text, 'state-shaped'::text, 'state-coordinated'::text, 'state-ordered'::text, 'state-rogue-conducted'::text, 'state-executed'::text, 'state-integrated'::text]))),
  CONSTRAINT claim_said_precision_check CHECK ((said_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT claim_scale_has_value CHECK (((confidence_scale IS NULL) = (confidence_value IS NULL))),
  CONSTRAINT claim_stance_check CHECK ((stance = ANY (ARRAY['attributes'::text, 'corroborates'::text, 'denies'::text, 'disputes'::text, 'declines_to_attribute'::text, 'cannot_verify'::text, 'retracts'::text]))),
  CONSTRAINT claim_statement_check CHECK (((char_length(statement) >= 1) AND (char_length(statement) <= 20000))),
  CONSTRAINT claim_status_check CHECK ((status = ANY (ARRAY['stated'::text, 'superseded'::text, 'withdrawn'::text]))),
  CONSTRAINT claim_superseded_names_successor CHECK (((status = 'superseded'::text) = (superseded_by_id IS NOT NULL))),
  CONSTRAINT claim_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT claim_claimant_id_fkey FOREIGN KEY (claimant_id) REFERENCES party(id),
  CONSTRAINT claim_hypothesis_fkey FOREIGN KEY (incident_id, hypothesis_id) REFERENCES hypothesis(incident_id, id),
  CONSTRAINT claim_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT claim_pkey PRIMARY KEY (id),
  CONSTRAINT claim_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX claim_incident ON public.claim USING btree (incident_id, id);
COMMENT ON COLUMN claim.responsibility IS 'spectrum of state responsibility (Healey 2012); of claims at the level of a state';
GRANT INSERT, SELECT, UPDATE ON claim TO ascribe_app;
ALTER TABLE claim ENABLE ROW LEVEL SECURITY;
CREATE POLICY claim_for_caller ON claim FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);
CREATE POLICY claim_for_purposes ON claim FOR ALL USING (( SELECT (caller_purpose() = 'reliance'::text)));

CREATE TABLE comment (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  author_id uuid NOT NULL,
  body text NOT NULL,
  on_kind text,
  on_id uuid,
  tlp text,
  CONSTRAINT comment_body_check CHECK (((char_length(body) >= 1) AND (char_length(body) <= 20000))),
  CONSTRAINT comment_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT comment_author_id_fkey FOREIGN KEY (author_id) REFERENCES app_user(id),
  CONSTRAINT comment_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT comment_pkey PRIMARY KEY (id),
  CONSTRAINT comment_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX comment_incident ON public.comment USING btree (incident_id, id);
COMMENT ON COLUMN comment.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON comment TO ascribe_app;
ALTER TABLE comment ENABLE ROW LEVEL SECURITY;
CREATE POLICY comment_for_caller ON comment FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, NULL::uuid)
END);
CREATE POLICY comment_for_purposes ON comment FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'reliance'::text]))));

CREATE TABLE custody_step (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  evidence_id uuid NOT NULL,
  action text NOT NULL,
  done_at timestamp with time zone,
  done_precision text,
  by_whom text NOT NULL,
  note text,
  recorded_by_id uuid NOT NULL,
  tlp text,
  CONSTRAINT custody_step_action_check CHECK ((action = ANY (ARRAY['collected'::text, 'received'::text, 'transferred'::text, 'copied'::text, 'examined'::text, 'sealed'::text, 'returned'::text, 'destroyed'::text, 'other'::text]))),
  CONSTRAINT custody_step_by_whom_check CHECK (((char_length(by_whom) >= 1) AND (char_length(by_whom) <= 300))),
  CONSTRAINT custody_step_check CHECK (((done_at IS NULL) = ((done_precision IS NULL) OR (done_precision = 'unknown'::text)))),
  CONSTRAINT custody_step_done_precision_check CHECK ((done_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT custody_step_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT custody_step_evidence_fkey FOREIGN KEY (incident_id, evidence_id) REFERENCES evidence(incident_id, id),
  CONSTRAINT custody_step_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT custody_step_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT custody_step_recorded_by_id_fkey FOREIGN KEY (recorded_by_id) REFERENCES app_user(id),
  CONSTRAINT custody_step_pkey PRIMARY KEY (id),
  CONSTRAINT custody_step_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX custody_step_evidence ON public.custody_step USING btree (evidence_id, id);
COMMENT ON COLUMN custody_step.tlp IS 'the marking under which it was put down; what it is since, its record states say';
GRANT INSERT, SELECT ON custody_step TO ascribe_app;
ALTER TABLE custody_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY custody_step_for_caller ON custody_step FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, organization_id)
END);

CREATE TABLE delivery (
  id uuid NOT NULL,
  notification_id uuid NOT NULL,
  channel text NOT NULL,
  address text,
  status text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone,
  sent_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT delivery_channel_check CHECK ((channel = ANY (ARRAY['in_app'::text, 'email'::text]))),
  CONSTRAINT delivery_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'withheld'::text, 'dead'::text]))),
  CONSTRAINT delivery_notification_id_fkey FOREIGN KEY (notification_id) REFERENCES notification(id),
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_once UNIQUE (notification_id, channel)
);
CREATE INDEX delivery_dead ON public.delivery USING btree (id) WHERE (status = 'dead'::text);
CREATE INDEX delivery_due ON public.delivery USING btree (next_attempt_at) WHERE (status = ANY (ARRAY['pending'::text, 'sending'::text]));
COMMENT ON COLUMN delivery.next_attempt_at IS 'pending: when it is due. sending: how long its worker has it to itself; then it is due again';
GRANT DELETE, INSERT, SELECT, UPDATE ON delivery TO ascribe_app;
ALTER TABLE delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY delivery_for_caller ON delivery FOR ALL USING ((EXISTS ( SELECT 1
   FROM notification n
  WHERE (n.id = delivery.notification_id))));
CREATE POLICY delivery_for_purposes ON delivery FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text]))));
CREATE POLICY delivery_for_retention ON delivery FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY delivery_kept ON delivery AS RESTRICTIVE FOR DELETE USING (((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text) AND (status <> ALL (ARRAY['pending'::text, 'sending'::text]))));
CREATE POLICY delivery_removed ON delivery FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE delivery_attempt (
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamp with time zone NOT NULL,
  outcome text NOT NULL,
  detail text,
  by_user_id uuid,
  CONSTRAINT delivery_attempt_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'failed'::text, 'withheld'::text, 'retried_by_person'::text]))),
  CONSTRAINT delivery_attempt_by_user_id_fkey FOREIGN KEY (by_user_id) REFERENCES app_user(id),
  CONSTRAINT delivery_attempt_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  CONSTRAINT delivery_attempt_pkey PRIMARY KEY (id)
);
CREATE INDEX delivery_attempt_delivery ON public.delivery_attempt USING btree (delivery_id, at);
GRANT DELETE, INSERT, SELECT ON delivery_attempt TO ascribe_app;
ALTER TABLE delivery_attempt ENABLE ROW LEVEL SECURITY;
CREATE POLICY delivery_attempt_for_caller ON delivery_attempt FOR ALL USING ((EXISTS ( SELECT 1
   FROM delivery d
  WHERE (d.id = delivery_attempt.delivery_id))));
CREATE POLICY delivery_attempt_for_purposes ON delivery_attempt FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text]))));
CREATE POLICY delivery_attempt_for_retention ON delivery_attempt FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY delivery_attempt_kept ON delivery_attempt AS RESTRICTIVE FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY delivery_attempt_removed ON delivery_attempt FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE disclosure (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  source_party_id uuid,
  source_description text,
  anonymous boolean NOT NULL,
  channel text NOT NULL,
  received_by_party_id uuid,
  received_at timestamp with time zone,
  received_precision text,
  public_at timestamp with time zone,
  public_precision text,
  reliability text,
  credibility integer,
  summary text NOT NULL,
  url text,
  tlp text,
  CONSTRAINT disclosure_channel_check CHECK ((channel = ANY (ARRAY['press'::text, 'vendor_notice'::text, 'platform_notice'::text, 'government'::text, 'court'::text, 'social'::text, 'email'::text, 'internal'::text, 'other'::text]))),
  CONSTRAINT disclosure_check CHECK (((received_at IS NULL) = ((received_precision IS NULL) OR (received_precision = 'unknown'::text)))),
  CONSTRAINT disclosure_check1 CHECK (((public_at IS NULL) = ((public_precision IS NULL) OR (public_precision = 'unknown'::text)))),
  CONSTRAINT disclosure_credibility_check CHECK (((credibility >= 1) AND (credibility <= 6))),
  CONSTRAINT disclosure_public_precision_check CHECK ((public_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT disclosure_received_precision_check CHECK ((received_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT disclosure_reliability_check CHECK ((reliability = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'E'::text, 'F'::text]))),
  CONSTRAINT disclosure_summary_check CHECK (((char_length(summary) >= 1) AND (char_length(summary) <= 20000))),
  CONSTRAINT disclosure_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT disclosure_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT disclosure_received_by_party_id_fkey FOREIGN KEY (received_by_party_id) REFERENCES party(id),
  CONSTRAINT disclosure_source_party_id_fkey FOREIGN KEY (source_party_id) REFERENCES party(id),
  CONSTRAINT disclosure_pkey PRIMARY KEY (id),
  CONSTRAINT disclosure_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX disclosure_incident ON public.disclosure USING btree (incident_id, id);
COMMENT ON COLUMN disclosure.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON disclosure TO ascribe_app;
ALTER TABLE disclosure ENABLE ROW LEVEL SECURITY;
CREATE POLICY disclosure_for_caller ON disclosure FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);

CREATE TABLE dissent (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  author_id uuid NOT NULL,
  statement text NOT NULL,
  tlp text,
  CONSTRAINT dissent_statement_check CHECK (((char_length(statement) >= 1) AND (char_length(statement) <= 20000))),
  CONSTRAINT dissent_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT dissent_assessment_fkey FOREIGN KEY (incident_id, assessment_id) REFERENCES assessment(incident_id, id),
  CONSTRAINT dissent_author_id_fkey FOREIGN KEY (author_id) REFERENCES app_user(id),
  CONSTRAINT dissent_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT dissent_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT dissent_pkey PRIMARY KEY (id),
  CONSTRAINT dissent_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX dissent_assessment ON public.dissent USING btree (assessment_id, id);
COMMENT ON COLUMN dissent.tlp IS 'the marking under which it was put down; what it is since, its record states say';
GRANT INSERT, SELECT ON dissent TO ascribe_app;
ALTER TABLE dissent ENABLE ROW LEVEL SECURITY;
CREATE POLICY dissent_for_caller ON dissent FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, organization_id)
END);

CREATE TABLE erasure (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  subject_kind text NOT NULL,
  subject_id uuid NOT NULL,
  fields text[] NOT NULL,
  basis text NOT NULL,
  requested_by_id uuid NOT NULL,
  status text NOT NULL,
  decided_by_id uuid,
  decided_at timestamp with time zone,
  decision_reason text,
  erased_at timestamp with time zone,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT erasure_basis_check CHECK (((char_length(basis) >= 1) AND (char_length(basis) <= 2000))),
  CONSTRAINT erasure_decided_by_somebody CHECK ((((status = 'requested'::text) = (decided_by_id IS NULL)) AND ((decided_by_id IS NULL) = (decided_at IS NULL)))),
  CONSTRAINT erasure_decision_reason_check CHECK (((char_length(decision_reason) >= 1) AND (char_length(decision_reason) <= 4000))),
  CONSTRAINT erasure_done_as_approved CHECK (((erased_at IS NULL) OR (status = 'approved'::text))),
  CONSTRAINT erasure_fields_check CHECK (((cardinality(fields) >= 1) AND (cardinality(fields) <= 30))),
  CONSTRAINT erasure_status_check CHECK ((status = ANY (ARRAY['requested'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text]))),
  CONSTRAINT erasure_subject_kind_check CHECK ((subject_kind ~ '^[a-z_]{1,40}$'::text)),
  CONSTRAINT erasure_two_persons CHECK (((status <> ALL (ARRAY['approved'::text, 'rejected'::text])) OR (decided_by_id <> requested_by_id))),
  CONSTRAINT erasure_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES app_user(id),
  CONSTRAINT erasure_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT erasure_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT erasure_requested_by_id_fkey FOREIGN KEY (requested_by_id) REFERENCES app_user(id),
  CONSTRAINT erasure_pkey PRIMARY KEY (id)
);
CREATE INDEX erasure_incident ON public.erasure USING btree (incident_id, id);
CREATE TRIGGER erasure_decided BEFORE UPDATE ON public.erasure FOR EACH ROW EXECUTE FUNCTION refuse_deciding_again();
CREATE TRIGGER erasure_terms BEFORE DELETE OR UPDATE OF id, incident_id, organization_id, subject_kind, subject_id, fields, basis, requested_by_id, created_at OR TRUNCATE ON public.erasure FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN erasure.erased_at IS 'set by erase_from_history: one approval erases once';
COMMENT ON TABLE erasure IS 'who asked for what of a case to be erased, and who else decided; each step is an entry of the case';
GRANT INSERT, SELECT, UPDATE ON erasure TO ascribe_app;
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
CREATE POLICY erasure_for_caller ON erasure FOR ALL USING ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])));

CREATE TABLE evidence (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  title text NOT NULL,
  kind text NOT NULL,
  sha256 text,
  size_bytes bigint,
  stored boolean NOT NULL DEFAULT false,
  file_name text,
  media_type text,
  url text,
  obtained_at timestamp with time zone,
  obtained_precision text,
  obtained_from text,
  obtained_from_party_id uuid,
  note text,
  tlp text,
  status text NOT NULL,
  CONSTRAINT evidence_check CHECK (((obtained_at IS NULL) = ((obtained_precision IS NULL) OR (obtained_precision = 'unknown'::text)))),
  CONSTRAINT evidence_file_name_check CHECK ((char_length(file_name) <= 255)),
  CONSTRAINT evidence_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'reference'::text]))),
  CONSTRAINT evidence_media_type_check CHECK ((char_length(media_type) <= 255)),
  CONSTRAINT evidence_obtained_precision_check CHECK ((obtained_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT evidence_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT evidence_size_bytes_check CHECK ((size_bytes >= 0)),
  CONSTRAINT evidence_status_check CHECK ((status = ANY (ARRAY['held'::text, 'withdrawn'::text]))),
  CONSTRAINT evidence_stored_has_hash CHECK (((NOT stored) OR ((sha256 IS NOT NULL) AND (size_bytes IS NOT NULL)))),
  CONSTRAINT evidence_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
  CONSTRAINT evidence_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT evidence_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT evidence_obtained_from_party_id_fkey FOREIGN KEY (obtained_from_party_id) REFERENCES party(id),
  CONSTRAINT evidence_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT evidence_pkey PRIMARY KEY (id),
  CONSTRAINT evidence_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX evidence_incident ON public.evidence USING btree (incident_id, id);
CREATE INDEX evidence_sha256 ON public.evidence USING btree (sha256) WHERE stored;
COMMENT ON COLUMN evidence.organization_id IS 'who brought it: sees it always';
COMMENT ON COLUMN evidence.stored IS 'its content is kept here, under its SHA-256; else only what is said of it';
GRANT INSERT, SELECT, UPDATE ON evidence TO ascribe_app;
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY evidence_for_caller ON evidence FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, organization_id)
END);
CREATE POLICY evidence_for_purposes ON evidence FOR ALL USING (( SELECT (caller_purpose() = 'upkeep'::text)));

CREATE TABLE finding (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  party_id uuid NOT NULL,
  submitted_by_id uuid NOT NULL,
  summary text NOT NULL,
  detail text,
  observables jsonb NOT NULL DEFAULT '[]'::jsonb,
  techniques text[] NOT NULL DEFAULT '{}'::text[],
  account_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  concerns text,
  asks text,
  confidence_stated text,
  observed_at timestamp with time zone,
  observed_precision text,
  tlp text,
  pap text,
  status text NOT NULL,
  superseded_by_id uuid,
  CONSTRAINT finding_asks_check CHECK ((char_length(asks) <= 4000)),
  CONSTRAINT finding_check CHECK (((observed_at IS NULL) = ((observed_precision IS NULL) OR (observed_precision = 'unknown'::text)))),
  CONSTRAINT finding_concerns_check CHECK ((char_length(concerns) <= 500)),
  CONSTRAINT finding_confidence_stated_check CHECK ((char_length(confidence_stated) <= 2000)),
  CONSTRAINT finding_detail_check CHECK ((char_length(detail) <= 100000)),
  CONSTRAINT finding_observed_precision_check CHECK ((observed_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT finding_pap_check CHECK ((pap = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'red'::text]))),
  CONSTRAINT finding_status_check CHECK ((status = ANY (ARRAY['submitted'::text, 'accepted'::text, 'rejected'::text, 'superseded'::text, 'withdrawn'::text]))),
  CONSTRAINT finding_summary_check CHECK (((char_length(summary) >= 1) AND (char_length(summary) <= 2000))),
  CONSTRAINT finding_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT finding_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT finding_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT finding_party_id_fkey FOREIGN KEY (party_id) REFERENCES party(id),
  CONSTRAINT finding_submitted_by_id_fkey FOREIGN KEY (submitted_by_id) REFERENCES app_user(id),
  CONSTRAINT finding_pkey PRIMARY KEY (id),
  CONSTRAINT finding_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX finding_incident ON public.finding USING btree (incident_id, id);
COMMENT ON COLUMN finding.concerns IS 'a victim spoken of without a name';
COMMENT ON COLUMN finding.organization_id IS 'who submitted it: sees it always';
COMMENT ON COLUMN finding.party_id IS 'the submitter as a party of the case: findings and claims of one party are one line';
GRANT INSERT, SELECT, UPDATE ON finding TO ascribe_app;
ALTER TABLE finding ENABLE ROW LEVEL SECURITY;
CREATE POLICY finding_for_caller ON finding FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, organization_id)
END);
CREATE POLICY finding_for_purposes ON finding FOR ALL USING (( SELECT (caller_purpose() = 'notify'::text)));

CREATE TABLE finding_account (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  finding_id uuid NOT NULL,
  account_id uuid NOT NULL,
  status text NOT NULL,
  tlp text,
  CONSTRAINT finding_account_status_check CHECK ((status = ANY (ARRAY['linked'::text, 'ended'::text]))),
  CONSTRAINT finding_account_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT finding_account_account_fkey FOREIGN KEY (incident_id, account_id) REFERENCES affected_account(incident_id, id),
  CONSTRAINT finding_account_finding_fkey FOREIGN KEY (incident_id, finding_id) REFERENCES finding(incident_id, id),
  CONSTRAINT finding_account_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT finding_account_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT finding_account_pkey PRIMARY KEY (id),
  CONSTRAINT finding_account_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE UNIQUE INDEX finding_account_once ON public.finding_account USING btree (finding_id, account_id) WHERE (status = 'linked'::text);
COMMENT ON COLUMN finding_account.tlp IS 'null: the case''s marking';
COMMENT ON TABLE finding_account IS 'which account of ours an undisclosed holder is: known to those inside the case, never to the submitter';
GRANT INSERT, SELECT, UPDATE ON finding_account TO ascribe_app;
ALTER TABLE finding_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY finding_account_for_caller ON finding_account FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, organization_id)
END);
CREATE POLICY finding_account_for_purposes ON finding_account FOR ALL USING (( SELECT (caller_purpose() = 'reliance'::text)));

CREATE TABLE history_entry (
  id uuid NOT NULL,
  "position" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  leaf bytea NOT NULL,
  organization_id uuid,
  incident_id uuid,
  case_version integer,
  ordinal integer NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  kind text,
  marking smallint NOT NULL DEFAULT 0,
  inside_only boolean NOT NULL DEFAULT true,
  reserved_to uuid,
  CONSTRAINT history_entry_check CHECK (((incident_id IS NULL) = (case_version IS NULL))),
  CONSTRAINT history_entry_leaf_check CHECK ((octet_length(leaf) <= 65535)),
  CONSTRAINT history_entry_of_the_log CHECK (((organization_id IS NOT NULL) OR (kind = 'log_key'::text))),
  CONSTRAINT history_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX history_entry_case_time ON public.history_entry USING btree (incident_id, recorded_at) WHERE (incident_id IS NOT NULL);
CREATE INDEX history_entry_organization ON public.history_entry USING btree (organization_id, "position") WHERE ((incident_id IS NULL) AND (kind IS DISTINCT FROM 'case_read'::text));
CREATE UNIQUE INDEX history_entry_case ON public.history_entry USING btree (incident_id, case_version, ordinal) WHERE (incident_id IS NOT NULL);
CREATE TRIGGER history_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.history_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN history_entry.kind IS 'of the record that was changed; null where it was redacted before this was kept';
COMMENT ON COLUMN history_entry.marking IS 'of the record as the change left it: outlives a redaction';
COMMENT ON COLUMN history_entry.organization_id IS 'null: an entry of the log itself (a new key), which everyone who is signed in may read';
COMMENT ON COLUMN history_entry.position IS 'order of writing, with gaps; not the index in the log';
COMMENT ON TABLE history_entry IS 'one row a change, for ever. Only leaf is ever published: a version and a salted commitment';
GRANT INSERT, SELECT ON history_entry TO ascribe_app;
ALTER TABLE history_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY history_entry_added ON history_entry FOR INSERT WITH CHECK (((incident_id IS NULL) OR COALESCE((
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    ELSE case_clearance(incident_id, false)
END >= 0), false)));
CREATE POLICY history_entry_for_caller ON history_entry FOR SELECT USING (
CASE
    WHEN (incident_id IS NULL) THEN (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[]))
    ELSE
    CASE
        WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((marking <=
        CASE
            WHEN inside_only THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
            ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
        END), false) OR ((reserved_to = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
        ELSE record_is_shown(incident_id, marking, inside_only, reserved_to)
    END
END);
CREATE POLICY history_entry_for_log ON history_entry FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'ledger'::text));
CREATE POLICY history_entry_for_purposes ON history_entry FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'break_glass'::text, 'release-work'::text, 'identity_provider'::text, 'catalogue'::text, 'administration'::text]))));
CREATE POLICY history_entry_of_reads ON history_entry FOR SELECT USING (((kind = 'case_read'::text) AND (EXISTS ( SELECT 1
   FROM case_read r
  WHERE (r.entry_id = history_entry.id)))));
CREATE POLICY history_entry_of_the_log ON history_entry FOR SELECT USING (((organization_id IS NULL) AND ((( SELECT caller_id() AS caller_id) IS NOT NULL) OR (( SELECT caller_purpose() AS caller_purpose) <> ''::text))));
CREATE POLICY history_entry_reads_apart ON history_entry AS RESTRICTIVE FOR SELECT USING (((kind IS DISTINCT FROM 'case_read'::text) OR (( SELECT caller_purpose() AS caller_purpose) = 'ledger'::text) OR (EXISTS ( SELECT 1
   FROM case_read r
  WHERE (r.entry_id = history_entry.id)))));

CREATE TABLE history_payload (
  entry_id uuid NOT NULL,
  salt bytea,
  body bytea NOT NULL,
  opened jsonb,
  CONSTRAINT history_payload_salt_check CHECK ((octet_length(salt) = 32)),
  CONSTRAINT history_payload_seed_or_opened CHECK (((salt IS NULL) = (opened IS NOT NULL))),
  CONSTRAINT history_payload_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES history_entry(id),
  CONSTRAINT history_payload_pkey PRIMARY KEY (entry_id)
);
CREATE TRIGGER history_payload_erasing_only BEFORE DELETE OR UPDATE ON public.history_payload FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erasing('ascribe_owner');
CREATE TRIGGER history_payload_no_truncate BEFORE TRUNCATE ON public.history_payload FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN history_payload.body IS 'the exact RFC 8785 bytes that were committed to; where something was erased, the payload without it';
COMMENT ON COLUMN history_payload.opened IS 'where something was erased, in place of the seed: salt of the commitment, digests, and the disclosures that are left';
COMMENT ON COLUMN history_payload.salt IS 'leaf version 1: the salt of the commitment; 2: the seed of all salts';
GRANT INSERT, SELECT ON history_payload TO ascribe_app;
ALTER TABLE history_payload ENABLE ROW LEVEL SECURITY;
CREATE POLICY history_payload_added ON history_payload FOR INSERT WITH CHECK (true);
CREATE POLICY history_payload_for_caller ON history_payload FOR SELECT USING ((EXISTS ( SELECT 1
   FROM history_entry e
  WHERE (e.id = history_payload.entry_id))));
CREATE POLICY history_payload_for_purposes ON history_payload FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['catalogue'::text, 'administration'::text]))));

CREATE TABLE history_redaction (
  entry_id uuid NOT NULL,
  redacted_by uuid NOT NULL,
  reason text NOT NULL,
  redacted_at timestamp with time zone NOT NULL,
  fields text[],
  CONSTRAINT history_redaction_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
  CONSTRAINT history_redaction_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES history_entry(id),
  CONSTRAINT history_redaction_pkey PRIMARY KEY (entry_id)
);
CREATE TRIGGER history_redaction_erasing_only BEFORE DELETE OR UPDATE ON public.history_redaction FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erasing('ascribe_owner');
CREATE TRIGGER history_redaction_no_truncate BEFORE TRUNCATE ON public.history_redaction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN history_redaction.fields IS 'as the tombstone names them; null: the whole entry';
GRANT SELECT ON history_redaction TO ascribe_app;
ALTER TABLE history_redaction ENABLE ROW LEVEL SECURITY;
CREATE POLICY history_redaction_for_caller ON history_redaction FOR ALL USING ((EXISTS ( SELECT 1
   FROM history_entry e
  WHERE (e.id = history_redaction.entry_id))));

CREATE TABLE holder_name (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  pseudonym text NOT NULL,
  name text,
  name_key text,
  tlp text,
  CONSTRAINT holder_name_key_of_name CHECK (((name IS NULL) = (name_key IS NULL))),
  CONSTRAINT holder_name_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT holder_name_name_key_check CHECK (((char_length(name_key) >= 1) AND (char_length(name_key) <= 4000))),
  CONSTRAINT holder_name_pseudonym_check CHECK ((pseudonym ~ '^Official [A-Z]{1,4}$'::text)),
  CONSTRAINT holder_name_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT holder_name_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT holder_name_pkey PRIMARY KEY (id),
  CONSTRAINT holder_name_incident_id_id_key UNIQUE (incident_id, id),
  CONSTRAINT holder_name_pseudonym_key UNIQUE (incident_id, pseudonym)
);
CREATE UNIQUE INDEX holder_name_name_key ON public.holder_name USING btree (incident_id, name_key);
COMMENT ON COLUMN holder_name.name IS 'null: the holder is known by their role only';
COMMENT ON COLUMN holder_name.name_key IS 'the name as it is compared: NFKC, trimmed, lower case';
COMMENT ON TABLE holder_name IS 'who stands behind a pseudonym of a case; read in a request of its own, which is logged';
GRANT INSERT, SELECT, UPDATE ON holder_name TO ascribe_app;
ALTER TABLE holder_name ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder_name_added ON holder_name FOR INSERT WITH CHECK (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END);
CREATE POLICY holder_name_for_names ON holder_name FOR ALL USING ((( SELECT (caller_purpose() = 'names'::text)) AND
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END)) WITH CHECK (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END);

CREATE TABLE hypothesis (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  label text NOT NULL,
  actor_id uuid,
  level text,
  tlp text,
  CONSTRAINT hypothesis_kind_check CHECK ((kind = ANY (ARRAY['threat_actor'::text, 'insider'::text, 'false_flag'::text, 'other_leaker'::text, 'no_intrusion'::text, 'unknown'::text, 'other'::text]))),
  CONSTRAINT hypothesis_label_check CHECK (((char_length(label) >= 1) AND (char_length(label) <= 300))),
  CONSTRAINT hypothesis_level_check CHECK ((level = ANY (ARRAY['cluster'::text, 'organization'::text, 'state'::text, 'person'::text]))),
  CONSTRAINT hypothesis_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT hypothesis_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES threat_actor(id),
  CONSTRAINT hypothesis_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT hypothesis_pkey PRIMARY KEY (id),
  CONSTRAINT hypothesis_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX hypothesis_actor ON public.hypothesis USING btree (actor_id, incident_id) WHERE (actor_id IS NOT NULL);
CREATE UNIQUE INDEX hypothesis_one_unknown ON public.hypothesis USING btree (incident_id) WHERE (kind = 'unknown'::text);
COMMENT ON COLUMN hypothesis.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON hypothesis TO ascribe_app;
ALTER TABLE hypothesis ENABLE ROW LEVEL SECURITY;
CREATE POLICY hypothesis_for_caller ON hypothesis FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);

CREATE TABLE idempotency_key (
  caller text NOT NULL,
  key text NOT NULL,
  fingerprint bytea NOT NULL,
  answer text,
  created_at timestamp with time zone NOT NULL,
  receipt text,
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_key_age ON public.idempotency_key USING btree (created_at);
GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_key TO ascribe_app;
ALTER TABLE idempotency_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY idempotency_key_for_caller ON idempotency_key FOR ALL USING ((caller = ( SELECT caller_credential() AS caller_credential)));
CREATE POLICY idempotency_key_for_purposes ON idempotency_key FOR ALL USING (( SELECT (caller_purpose() = 'upkeep'::text)));

CREATE TABLE incident (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  reference text NOT NULL,
  title text NOT NULL,
  summary text,
  category text,
  severity text,
  tlp text NOT NULL,
  status text NOT NULL,
  occurred_at timestamp with time zone,
  occurred_precision text,
  detected_at timestamp with time zone,
  detected_precision text,
  lead_id uuid,
  tags text[] NOT NULL DEFAULT '{}'::text[],
  reported_by uuid,
  reported_at timestamp with time zone NOT NULL,
  status_changed_at timestamp with time zone NOT NULL,
  closing_summary text,
  duplicate_of uuid,
  case_version integer NOT NULL,
  recorded_at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  CONSTRAINT incident_check CHECK (((occurred_at IS NULL) = ((occurred_precision IS NULL) OR (occurred_precision = 'unknown'::text)))),
  CONSTRAINT incident_check1 CHECK (((detected_at IS NULL) = ((detected_precision IS NULL) OR (detected_precision = 'unknown'::text)))),
  CONSTRAINT incident_closed_with_summary CHECK (((status <> 'closed'::text) OR (closing_summary IS NOT NULL))),
  CONSTRAINT incident_detected_precision_check CHECK ((detected_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT incident_duplicate_names_other CHECK (((status = 'duplicate'::text) = (duplicate_of IS NOT NULL))),
  CONSTRAINT incident_not_duplicate_of_itself CHECK ((duplicate_of <> id)),
  CONSTRAINT incident_occurred_precision_check CHECK ((occurred_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT incident_severity_check CHECK ((severity = ANY (ARRAY['low'::text, 'moderate'::text, 'high'::text, 'critical'::text]))),
  CONSTRAINT incident_status_check CHECK ((status = ANY (ARRAY['reported'::text, 'triage'::text, 'investigating'::text, 'contained'::text, 'remediated'::text, 'closed'::text, 'rejected'::text, 'duplicate'::text]))),
  CONSTRAINT incident_summary_check CHECK ((char_length(summary) <= 20000)),
  CONSTRAINT incident_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
  CONSTRAINT incident_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT incident_duplicate_of_fkey FOREIGN KEY (duplicate_of) REFERENCES incident(id),
  CONSTRAINT incident_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES app_user(id),
  CONSTRAINT incident_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT incident_reported_by_fkey FOREIGN KEY (reported_by) REFERENCES app_user(id),
  CONSTRAINT incident_pkey PRIMARY KEY (id),
  CONSTRAINT incident_reference_key UNIQUE (organization_id, reference)
);
CREATE INDEX incident_by_lead ON public.incident USING btree (lead_id) WHERE (lead_id IS NOT NULL);
CREATE INDEX incident_by_report ON public.incident USING btree (organization_id, reported_at DESC, id DESC);
CREATE INDEX incident_by_status ON public.incident USING btree (organization_id, status, reported_at DESC, id DESC);
CREATE INDEX incident_open_by_status_change ON public.incident USING btree (status, status_changed_at) WHERE (status <> ALL (ARRAY['closed'::text, 'rejected'::text, 'duplicate'::text]));
CREATE INDEX incident_reference ON public.incident USING btree (reference);
COMMENT ON COLUMN incident.case_version IS 'the gapless version of the whole case: one more with each write to any of its records';
COMMENT ON COLUMN incident.recorded_at IS 'when case_version was recorded; later than that of every version before it';
COMMENT ON COLUMN incident.version IS 'the case version at which the incident''s own fields last changed';
ALTER TABLE incident SET (fillfactor=80);
GRANT INSERT, SELECT, UPDATE ON incident TO ascribe_app;
ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
CREATE POLICY incident_for_caller ON incident FOR ALL USING (
CASE
    WHEN (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) THEN true
    ELSE (EXISTS ( SELECT 1
       FROM seat_in_case s,
        LATERAL unnest(s.markings) m(tlp)
      WHERE ((s.incident_id = incident.id) AND (m.tlp = incident.tlp))))
END);
CREATE POLICY incident_for_purposes ON incident FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text, 'tracking'::text, 'break_glass'::text, 'release-work'::text, 'recognition'::text]))));

CREATE TABLE inquiry (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid NOT NULL,
  party_id uuid NOT NULL,
  question text NOT NULL,
  asked_at timestamp with time zone,
  asked_precision text,
  answer_due_at timestamp with time zone,
  answer_claim_id uuid,
  recorded_by_id uuid NOT NULL,
  tlp text,
  CONSTRAINT inquiry_asked_precision_check CHECK ((asked_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT inquiry_check CHECK (((asked_at IS NULL) = ((asked_precision IS NULL) OR (asked_precision = 'unknown'::text)))),
  CONSTRAINT inquiry_question_check CHECK (((char_length(question) >= 1) AND (char_length(question) <= 4000))),
  CONSTRAINT inquiry_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT inquiry_answer_fkey FOREIGN KEY (incident_id, answer_claim_id) REFERENCES claim(incident_id, id),
  CONSTRAINT inquiry_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT inquiry_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT inquiry_party_id_fkey FOREIGN KEY (party_id) REFERENCES party(id),
  CONSTRAINT inquiry_recorded_by_id_fkey FOREIGN KEY (recorded_by_id) REFERENCES app_user(id),
  CONSTRAINT inquiry_pkey PRIMARY KEY (id),
  CONSTRAINT inquiry_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX inquiry_due ON public.inquiry USING btree (answer_due_at) WHERE ((answer_claim_id IS NULL) AND (answer_due_at IS NOT NULL));
CREATE INDEX inquiry_incident ON public.inquiry USING btree (incident_id, id);
COMMENT ON COLUMN inquiry.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON inquiry TO ascribe_app;
ALTER TABLE inquiry ENABLE ROW LEVEL SECURITY;
CREATE POLICY inquiry_for_caller ON inquiry FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, organization_id)
END);
CREATE POLICY inquiry_for_purposes ON inquiry FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'tracking'::text]))));

CREATE TABLE invitation (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone,
  email text NOT NULL,
  email_key text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  invited_by_id uuid,
  CONSTRAINT invitation_email_check CHECK (((char_length(email) >= 3) AND (char_length(email) <= 320))),
  CONSTRAINT invitation_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'lead'::text, 'responder'::text, 'analyst'::text, 'auditor'::text]))),
  CONSTRAINT invitation_invited_by_fkey FOREIGN KEY (invited_by_id) REFERENCES app_user(id),
  CONSTRAINT invitation_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_token_hash_key UNIQUE (token_hash)
);
CREATE INDEX invitation_waiting ON public.invitation USING btree (organization_id, email_key) WHERE (accepted_at IS NULL);
COMMENT ON COLUMN invitation.email_key IS 'the e-mail in lower case. Nobody is a person of it before they accept';
GRANT INSERT, SELECT, UPDATE ON invitation TO ascribe_app;
ALTER TABLE invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY invitation_for_caller ON invitation FOR ALL USING ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])));
CREATE POLICY invitation_for_purposes ON invitation FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['administration'::text, 'invitation'::text]))));

CREATE TABLE known_device (
  token_hash bytea NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT known_device_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT known_device_pkey PRIMARY KEY (token_hash)
);
CREATE INDEX known_device_of_person ON public.known_device USING btree (user_id, created_at);
COMMENT ON TABLE known_device IS 'browsers in which a person has signed in: what others fail at does not keep these out';
GRANT DELETE, INSERT, SELECT ON known_device TO ascribe_app;

CREATE TABLE leaked_artifact (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  disclosure_id uuid,
  title text NOT NULL,
  description text,
  authenticity text NOT NULL,
  authenticity_by_id uuid,
  sha256 text,
  tlp text,
  CONSTRAINT leaked_artifact_authenticity_check CHECK ((authenticity = ANY (ARRAY['claimed'::text, 'verified'::text, 'disputed'::text, 'unverified'::text]))),
  CONSTRAINT leaked_artifact_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT leaked_artifact_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
  CONSTRAINT leaked_artifact_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT leaked_artifact_authenticity_by_id_fkey FOREIGN KEY (authenticity_by_id) REFERENCES party(id),
  CONSTRAINT leaked_artifact_disclosure_fkey FOREIGN KEY (incident_id, disclosure_id) REFERENCES disclosure(incident_id, id),
  CONSTRAINT leaked_artifact_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT leaked_artifact_pkey PRIMARY KEY (id),
  CONSTRAINT leaked_artifact_incident_id_id_key UNIQUE (incident_id, id)
);
COMMENT ON COLUMN leaked_artifact.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON leaked_artifact TO ascribe_app;
ALTER TABLE leaked_artifact ENABLE ROW LEVEL SECURITY;
CREATE POLICY leaked_artifact_for_caller ON leaked_artifact FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);
CREATE POLICY leaked_artifact_for_purposes ON leaked_artifact FOR ALL USING (( SELECT (caller_purpose() = 'reliance'::text)));

CREATE TABLE legal_hold (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  incident_id uuid,
  reason text NOT NULL,
  placed_by_id uuid NOT NULL,
  placed_at timestamp with time zone NOT NULL,
  lifted_by_id uuid,
  lifted_at timestamp with time zone,
  lift_reason text,
  CONSTRAINT legal_hold_lift_reason_check CHECK (((char_length(lift_reason) >= 1) AND (char_length(lift_reason) <= 4000))),
  CONSTRAINT legal_hold_lifted_by_somebody CHECK ((((lifted_at IS NULL) = (lifted_by_id IS NULL)) AND ((lifted_at IS NULL) = (lift_reason IS NULL)))),
  CONSTRAINT legal_hold_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
  CONSTRAINT legal_hold_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT legal_hold_lifted_by_id_fkey FOREIGN KEY (lifted_by_id) REFERENCES app_user(id),
  CONSTRAINT legal_hold_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT legal_hold_placed_by_id_fkey FOREIGN KEY (placed_by_id) REFERENCES app_user(id),
  CONSTRAINT legal_hold_pkey PRIMARY KEY (id)
);
CREATE INDEX legal_hold_organization ON public.legal_hold USING btree (organization_id, id);
CREATE TRIGGER legal_hold_lifted BEFORE UPDATE ON public.legal_hold FOR EACH ROW EXECUTE FUNCTION refuse_lifting_again();
CREATE TRIGGER legal_hold_terms BEFORE DELETE OR UPDATE OF id, organization_id, incident_id, reason, placed_by_id, placed_at OR TRUNCATE ON public.legal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN legal_hold.incident_id IS 'null: every case of the organization';
COMMENT ON TABLE legal_hold IS 'what is not erased while it is in force';
GRANT INSERT, SELECT, UPDATE ON legal_hold TO ascribe_app;
ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY legal_hold_for_caller ON legal_hold FOR ALL USING ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])));
CREATE POLICY legal_hold_for_retention ON legal_hold FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE log_checkpoint (
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  signed_at timestamp with time zone NOT NULL,
  CONSTRAINT log_checkpoint_pkey PRIMARY KEY (size)
);
CREATE INDEX log_checkpoint_time ON public.log_checkpoint USING btree (signed_at);
CREATE TRIGGER log_checkpoint_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN log_checkpoint.note IS 'C2SP tlog-checkpoint as it was signed, without cosignatures';
GRANT INSERT, SELECT ON log_checkpoint TO ascribe_ledger;
GRANT SELECT ON log_checkpoint TO ascribe_app;

CREATE TABLE log_cosignature (
  size bigint NOT NULL,
  witness text NOT NULL,
  line text NOT NULL,
  cosigned_at timestamp with time zone NOT NULL,
  CONSTRAINT log_cosignature_line_check CHECK ((char_length(line) <= 1000)),
  CONSTRAINT log_cosignature_witness_check CHECK (((char_length(witness) >= 1) AND (char_length(witness) <= 200))),
  CONSTRAINT log_cosignature_size_fkey FOREIGN KEY (size) REFERENCES log_checkpoint(size),
  CONSTRAINT log_cosignature_pkey PRIMARY KEY (size, witness)
);
CREATE INDEX log_cosignature_of_witness ON public.log_cosignature USING btree (witness, size DESC);
CREATE TRIGGER log_cosignature_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
GRANT INSERT, SELECT ON log_cosignature TO ascribe_ledger;
GRANT SELECT ON log_cosignature TO ascribe_app;

CREATE TABLE log_head (
  one boolean NOT NULL DEFAULT true,
  size bigint NOT NULL,
  root bytea NOT NULL,
  halted text,
  halted_at timestamp with time zone,
  CONSTRAINT log_head_check CHECK (((halted IS NULL) = (halted_at IS NULL))),
  CONSTRAINT log_head_one_check CHECK (one),
  CONSTRAINT log_head_root_check CHECK ((octet_length(root) = 32)),
  CONSTRAINT log_head_size_check CHECK ((size >= 0)),
  CONSTRAINT log_head_pkey PRIMARY KEY (one)
);
CREATE TRIGGER log_head_grows BEFORE UPDATE ON public.log_head FOR EACH ROW EXECUTE FUNCTION refuse_change_of_head();
COMMENT ON COLUMN log_head.halted IS 'why the sequencer refuses to sign; null while it works';
COMMENT ON TABLE log_head IS 'the tree as it is: its one row is locked by whoever sequences';
GRANT SELECT ON log_head TO ascribe_app;
GRANT SELECT, UPDATE ON log_head TO ascribe_ledger;

CREATE TABLE log_key (
  id uuid NOT NULL,
  role text NOT NULL,
  vkey text NOT NULL,
  introduced_at timestamp with time zone NOT NULL,
  CONSTRAINT log_key_role_check CHECK ((role = ANY (ARRAY['log'::text, 'receipt'::text]))),
  CONSTRAINT log_key_vkey_check CHECK ((char_length(vkey) <= 500)),
  CONSTRAINT log_key_pkey PRIMARY KEY (id),
  CONSTRAINT log_key_once UNIQUE (vkey)
);
CREATE TRIGGER log_key_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_key IS 'verifier keys that have signed, each introduced by an entry of the log whose subject it is';
GRANT INSERT, SELECT ON log_key TO ascribe_app;
GRANT SELECT ON log_key TO ascribe_ledger;

CREATE TABLE log_leaf (
  index bigint NOT NULL,
  entry_id uuid NOT NULL,
  leaf_hash bytea NOT NULL,
  CONSTRAINT log_leaf_index_check CHECK ((index >= 0)),
  CONSTRAINT log_leaf_pkey PRIMARY KEY (index),
  CONSTRAINT log_leaf_entry UNIQUE (entry_id)
);
CREATE TRIGGER log_leaf_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_leaf IS 'the place of each entry in the log, without a gap';
GRANT INSERT, SELECT ON log_leaf TO ascribe_ledger;
GRANT SELECT ON log_leaf TO ascribe_app;

CREATE TABLE log_node (
  level smallint NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT log_node_index_check CHECK ((index >= 0)),
  CONSTRAINT log_node_level_check CHECK (((level >= 1) AND (level <= 7))),
  CONSTRAINT log_node_pkey PRIMARY KEY (level, index)
);
CREATE TRIGGER log_node_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_node FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_node IS 'hash over 256^level leaves from index * 256^level on: what tiles above the leaves are made of';
GRANT INSERT, SELECT ON log_node TO ascribe_ledger;
GRANT SELECT ON log_node TO ascribe_app;

CREATE TABLE log_pending (
  "position" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  entry_id uuid NOT NULL,
  leaf_hash bytea NOT NULL,
  CONSTRAINT log_pending_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
  CONSTRAINT log_pending_pkey PRIMARY KEY ("position")
);
COMMENT ON TABLE log_pending IS 'entries that have no place in the log yet: taken by being here, never by id, since ids commit out of order';
GRANT DELETE, SELECT ON log_pending TO ascribe_ledger;
GRANT INSERT, SELECT ON log_pending TO ascribe_app;

CREATE TABLE log_receipt (
  id uuid NOT NULL,
  user_id uuid,
  issued_at timestamp with time zone NOT NULL,
  note text NOT NULL,
  CONSTRAINT log_receipt_pkey PRIMARY KEY (id)
);
CREATE INDEX log_receipt_of_user ON public.log_receipt USING btree (user_id, id DESC);
CREATE TRIGGER log_receipt_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.log_receipt FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE log_receipt IS 'signed promises that entries will be in the log, as writers were answered them';
GRANT INSERT, SELECT ON log_receipt TO ascribe_app;
ALTER TABLE log_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY log_receipt_added ON log_receipt FOR INSERT WITH CHECK (true);
CREATE POLICY log_receipt_for_caller ON log_receipt FOR SELECT USING ((user_id = ( SELECT caller_id() AS caller_id)));

CREATE TABLE log_witness (
  witness text NOT NULL,
  name text NOT NULL,
  place integer NOT NULL,
  status text NOT NULL,
  why text,
  since timestamp with time zone NOT NULL,
  CONSTRAINT log_witness_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT log_witness_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'cosigned'::text, 'failing'::text, 'alarm'::text, 'unreachable'::text]))),
  CONSTRAINT log_witness_why_check CHECK ((char_length(why) <= 500)),
  CONSTRAINT log_witness_witness_check CHECK (((char_length(witness) >= 1) AND (char_length(witness) <= 200))),
  CONSTRAINT log_witness_pkey PRIMARY KEY (witness)
);
COMMENT ON COLUMN log_witness.place IS 'its place in the policy, from 0';
COMMENT ON COLUMN log_witness.why IS 'why it fails, or what the alarm is; null otherwise';
COMMENT ON COLUMN log_witness.witness IS 'name and id of its key, as in log_cosignature';
COMMENT ON TABLE log_witness IS 'the witnesses of the policy and how it stands with each, as whoever shows them checkpoints found it last';
GRANT DELETE, INSERT, SELECT, UPDATE ON log_witness TO ascribe_ledger;
GRANT SELECT ON log_witness TO ascribe_app;

CREATE TABLE mailbox_message (
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  to_address text NOT NULL,
  from_address text NOT NULL,
  subject text NOT NULL,
  text text NOT NULL,
  html text NOT NULL,
  headers jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT mailbox_message_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id),
  CONSTRAINT mailbox_message_pkey PRIMARY KEY (id),
  CONSTRAINT mailbox_message_delivery_key UNIQUE (delivery_id)
);
GRANT DELETE, INSERT, SELECT ON mailbox_message TO ascribe_app;
ALTER TABLE mailbox_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY mailbox_message_for_caller ON mailbox_message FOR ALL USING ((EXISTS ( SELECT 1
   FROM delivery d
  WHERE (d.id = mailbox_message.delivery_id))));
CREATE POLICY mailbox_message_for_purposes ON mailbox_message FOR ALL USING (( SELECT (caller_purpose() = 'deliver'::text)));
CREATE POLICY mailbox_message_for_retention ON mailbox_message FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY mailbox_message_kept ON mailbox_message AS RESTRICTIVE FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY mailbox_message_removed ON mailbox_message FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE membership (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'lead'::text, 'responder'::text, 'analyst'::text, 'auditor'::text]))),
  CONSTRAINT membership_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT membership_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT membership_pkey PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX membership_user ON public.membership USING btree (user_id) WHERE (ended_at IS NULL);
GRANT INSERT, SELECT, UPDATE ON membership TO ascribe_app;

CREATE TABLE merger (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  into_id uuid NOT NULL,
  status_before text NOT NULL,
  reversed_at timestamp with time zone,
  CONSTRAINT merger_not_into_itself CHECK ((into_id <> incident_id)),
  CONSTRAINT merger_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT merger_into_id_fkey FOREIGN KEY (into_id) REFERENCES incident(id),
  CONSTRAINT merger_pkey PRIMARY KEY (id),
  CONSTRAINT merger_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE UNIQUE INDEX merger_once ON public.merger USING btree (incident_id) WHERE (reversed_at IS NULL);
GRANT INSERT, SELECT, UPDATE ON merger TO ascribe_app;
ALTER TABLE merger ENABLE ROW LEVEL SECURITY;
CREATE POLICY merger_for_caller ON merger FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, false, NULL::uuid)
END);

CREATE TABLE migration (
  id integer NOT NULL DEFAULT nextval('migration_id_seq'::regclass),
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id)
);
GRANT SELECT ON migration TO ascribe_app;

CREATE TABLE notification (
  id uuid NOT NULL,
  message_id uuid NOT NULL,
  kind text NOT NULL,
  organization_id uuid NOT NULL,
  incident_id uuid,
  user_id uuid,
  stakeholder_id uuid,
  reason text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  path text NOT NULL,
  tlp text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  subject_kind text,
  subject_id uuid,
  CONSTRAINT notification_one_recipient CHECK (((user_id IS NULL) <> (stakeholder_id IS NULL))),
  CONSTRAINT notification_subject_check CHECK (((subject_kind IS NULL) = (subject_id IS NULL))),
  CONSTRAINT notification_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT notification_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT notification_stakeholder_id_fkey FOREIGN KEY (stakeholder_id) REFERENCES stakeholder(id),
  CONSTRAINT notification_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT notification_pkey PRIMARY KEY (id)
);
CREATE INDEX notification_incident ON public.notification USING btree (incident_id, id DESC);
CREATE INDEX notification_user ON public.notification USING btree (user_id, id DESC) WHERE (user_id IS NOT NULL);
CREATE UNIQUE INDEX notification_once ON public.notification USING btree (message_id, COALESCE(user_id, stakeholder_id));
COMMENT ON COLUMN notification.message_id IS 'the outbox message that it tells of; with the recipient it is told once';
COMMENT ON COLUMN notification.subject_id IS 'the record that it speaks of, beside the case: whoever is not shown that is not told';
COMMENT ON COLUMN notification.tlp IS 'the highest marking of what it speaks of, when the words were made';
GRANT DELETE, INSERT, SELECT, UPDATE ON notification TO ascribe_app;
ALTER TABLE notification ENABLE ROW LEVEL SECURITY;
CREATE POLICY notification_for_caller ON notification FOR ALL USING (((user_id = ( SELECT caller_id() AS caller_id)) OR
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, NULL::uuid)
END));
CREATE POLICY notification_for_purposes ON notification FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text]))));
CREATE POLICY notification_for_retention ON notification FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));
CREATE POLICY notification_kept ON notification AS RESTRICTIVE FOR DELETE USING (((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text) AND (created_at < (( SELECT caller_now() AS caller_now) - '30 days'::interval))));
CREATE POLICY notification_removed ON notification FOR DELETE USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE organization (
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  default_tlp text NOT NULL DEFAULT 'amber'::text,
  untriaged_after_hours integer NOT NULL DEFAULT 4,
  stale_after_days integer NOT NULL DEFAULT 7,
  due_soon_hours integer NOT NULL DEFAULT 24,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  requires_second_factor boolean NOT NULL DEFAULT false,
  CONSTRAINT organization_default_tlp_check CHECK ((default_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT organization_due_soon_hours_check CHECK (((due_soon_hours >= 1) AND (due_soon_hours <= 720))),
  CONSTRAINT organization_kind_check CHECK ((kind = ANY (ARRAY['campaign'::text, 'committee'::text, 'vendor'::text, 'agency'::text, 'government'::text, 'media'::text, 'other'::text]))),
  CONSTRAINT organization_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT organization_stale_after_days_check CHECK (((stale_after_days >= 1) AND (stale_after_days <= 365))),
  CONSTRAINT organization_untriaged_after_hours_check CHECK (((untriaged_after_hours >= 1) AND (untriaged_after_hours <= 720))),
  CONSTRAINT organization_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN organization.requires_second_factor IS 'a session that passed no second factor has no seat here';
GRANT INSERT, SELECT, UPDATE ON organization TO ascribe_app;

CREATE TABLE outbox_handling (
  message_id uuid NOT NULL,
  handler text NOT NULL,
  enqueued integer NOT NULL DEFAULT 1,
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamp with time zone NOT NULL,
  last_error text,
  handled_at timestamp with time zone,
  CONSTRAINT outbox_handling_message_id_fkey FOREIGN KEY (message_id) REFERENCES outbox_message(id),
  CONSTRAINT outbox_handling_pkey PRIMARY KEY (message_id, handler)
);
CREATE INDEX outbox_handling_open ON public.outbox_handling USING btree (due_at) WHERE (handled_at IS NULL);
COMMENT ON COLUMN outbox_handling.attempts IS 'how often the handler failed';
COMMENT ON COLUMN outbox_handling.due_at IS 'still open by then, it is queued again: its job was lost, or failed and has waited';
COMMENT ON COLUMN outbox_handling.enqueued IS 'how often a job was made for it: part of the job''s id, so that no two share one';
GRANT DELETE, INSERT, SELECT, UPDATE ON outbox_handling TO ascribe_app;

CREATE TABLE outbox_message (
  id uuid NOT NULL,
  type text NOT NULL,
  body jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  relayed_at timestamp with time zone,
  CONSTRAINT outbox_message_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_message_waiting ON public.outbox_message USING btree (id) WHERE (relayed_at IS NULL);
GRANT DELETE, INSERT, SELECT, UPDATE ON outbox_message TO ascribe_app;

CREATE TABLE participant (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  organization_id uuid,
  user_id uuid,
  capacity text NOT NULL,
  max_tlp text NOT NULL,
  until timestamp with time zone,
  ended_at timestamp with time zone,
  elevated boolean NOT NULL DEFAULT false,
  reason text,
  invited_by_id uuid,
  CONSTRAINT participant_capacity_check CHECK ((capacity = ANY (ARRAY['responder'::text, 'analyst'::text, 'contributor'::text, 'auditor'::text, 'observer'::text]))),
  CONSTRAINT participant_elevated_is_bounded CHECK (((NOT elevated) OR ((user_id IS NOT NULL) AND (until IS NOT NULL) AND (reason IS NOT NULL) AND (capacity = 'auditor'::text)))),
  CONSTRAINT participant_max_tlp_check CHECK ((max_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT participant_one_of CHECK (((organization_id IS NULL) <> (user_id IS NULL))),
  CONSTRAINT participant_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
  CONSTRAINT participant_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT participant_invited_by_fkey FOREIGN KEY (invited_by_id) REFERENCES app_user(id),
  CONSTRAINT participant_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT participant_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT participant_pkey PRIMARY KEY (id),
  CONSTRAINT participant_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX participant_elevation ON public.participant USING btree (user_id, created_at) WHERE elevated;
CREATE INDEX participant_organization ON public.participant USING btree (organization_id) WHERE (ended_at IS NULL);
CREATE INDEX participant_user ON public.participant USING btree (user_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX participant_once ON public.participant USING btree (incident_id, COALESCE(organization_id, user_id)) WHERE ((ended_at IS NULL) AND (NOT elevated));
COMMENT ON COLUMN participant.elevated IS 'taken by the person themselves (break-glass), for a reason and a few hours';
COMMENT ON COLUMN participant.invited_by_id IS 'who let them in; null for an elevation, and where the history does not say';
GRANT INSERT, SELECT, UPDATE ON participant TO ascribe_app;
ALTER TABLE participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY participant_for_caller ON participant FOR ALL USING (((user_id = ( SELECT caller_guest() AS caller_guest)) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) OR
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END));
CREATE POLICY participant_for_purposes ON participant FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text, 'break_glass'::text, 'release-work'::text, 'recognition'::text]))));

CREATE TABLE party (
  id uuid NOT NULL,
  organization_id uuid,
  name text NOT NULL,
  kind text NOT NULL,
  is_organization boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT party_kind_check CHECK ((kind = ANY (ARRAY['campaign'::text, 'committee'::text, 'vendor'::text, 'agency'::text, 'government'::text, 'media'::text, 'person_role'::text, 'other'::text]))),
  CONSTRAINT party_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT party_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT party_pkey PRIMARY KEY (id)
);
CREATE INDEX party_organization ON public.party USING btree (organization_id);
CREATE UNIQUE INDEX party_name_key ON public.party USING btree (COALESCE(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), lower(name));
CREATE UNIQUE INDEX party_self_key ON public.party USING btree (organization_id) WHERE is_organization;
COMMENT ON COLUMN party.is_organization IS 'the party that stands for the organization itself';
COMMENT ON COLUMN party.organization_id IS 'null: of the shipped catalogue, everyone''s';
GRANT INSERT, SELECT, UPDATE ON party TO ascribe_app;
ALTER TABLE party ENABLE ROW LEVEL SECURITY;
CREATE POLICY party_for_caller ON party FOR ALL USING (((organization_id IS NULL) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) OR (organization_id = ( SELECT case_owner() AS case_owner))));
CREATE POLICY party_for_purposes ON party FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['catalogue'::text, 'administration'::text]))));

CREATE TABLE pivot (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  from_account_id uuid NOT NULL,
  to_account_id uuid NOT NULL,
  method text,
  occurred_at timestamp with time zone,
  occurred_precision text,
  evidence jsonb NOT NULL DEFAULT '[]'::jsonb,
  tlp text,
  CONSTRAINT pivot_check CHECK (((occurred_at IS NULL) = ((occurred_precision IS NULL) OR (occurred_precision = 'unknown'::text)))),
  CONSTRAINT pivot_not_to_itself CHECK ((from_account_id <> to_account_id)),
  CONSTRAINT pivot_occurred_precision_check CHECK ((occurred_precision = ANY (ARRAY['year'::text, 'month'::text, 'day'::text, 'hour'::text, 'instant'::text, 'unknown'::text]))),
  CONSTRAINT pivot_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT pivot_from_fkey FOREIGN KEY (incident_id, from_account_id) REFERENCES affected_account(incident_id, id),
  CONSTRAINT pivot_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT pivot_to_fkey FOREIGN KEY (incident_id, to_account_id) REFERENCES affected_account(incident_id, id),
  CONSTRAINT pivot_pkey PRIMARY KEY (id),
  CONSTRAINT pivot_incident_id_id_key UNIQUE (incident_id, id)
);
COMMENT ON COLUMN pivot.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON pivot TO ascribe_app;
ALTER TABLE pivot ENABLE ROW LEVEL SECURITY;
CREATE POLICY pivot_for_caller ON pivot FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN false THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), false, NULL::uuid)
END);
CREATE POLICY pivot_for_purposes ON pivot FOR ALL USING (( SELECT (caller_purpose() = 'reliance'::text)));

CREATE TABLE provided_seat (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  issuer text NOT NULL,
  seat_since timestamp with time zone NOT NULL,
  CONSTRAINT provided_seat_membership FOREIGN KEY (organization_id, user_id) REFERENCES membership(organization_id, user_id),
  CONSTRAINT provided_seat_pkey PRIMARY KEY (organization_id, user_id)
);
COMMENT ON COLUMN provided_seat.seat_since IS 'the beginning of the membership that was given: one that a person gives later is another';
COMMENT ON TABLE provided_seat IS 'seats that the groups of a provider gave, and may take again';
GRANT DELETE, INSERT, SELECT, UPDATE ON provided_seat TO ascribe_app;

CREATE TABLE provider_transaction (
  state_hash bytea NOT NULL,
  browser_hash bytea NOT NULL,
  provider text NOT NULL,
  nonce text NOT NULL,
  verifier text NOT NULL,
  next text NOT NULL,
  session_id uuid,
  user_id uuid,
  source text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT provider_transaction_link CHECK (((session_id IS NULL) = (user_id IS NULL))),
  CONSTRAINT provider_transaction_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT provider_transaction_pkey PRIMARY KEY (state_hash)
);
CREATE INDEX provider_transaction_expiry ON public.provider_transaction USING btree (expires_at);
CREATE INDEX provider_transaction_source ON public.provider_transaction USING btree (source);
COMMENT ON COLUMN provider_transaction.user_id IS 'who links an identity to themselves; null: a sign-in';
GRANT DELETE, INSERT, SELECT ON provider_transaction TO ascribe_app;

CREATE TABLE record_state (
  incident_id uuid NOT NULL,
  kind text NOT NULL,
  record_id uuid NOT NULL,
  case_version integer NOT NULL,
  entry_id uuid NOT NULL,
  state jsonb NOT NULL,
  marking smallint NOT NULL GENERATED ALWAYS AS (state_marking(kind, state)) STORED,
  inside_only boolean NOT NULL GENERATED ALWAYS AS (kind_inside_only(kind)) STORED,
  reserved_to uuid GENERATED ALWAYS AS (state_reserved_to(kind, state)) STORED,
  CONSTRAINT record_state_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES history_entry(id),
  CONSTRAINT record_state_pkey PRIMARY KEY (incident_id, kind, record_id, case_version)
);
CREATE INDEX record_state_shown ON public.record_state USING btree (incident_id, case_version) INCLUDE (kind, record_id, marking, inside_only, reserved_to);
CREATE TRIGGER record_state_erasing_only BEFORE DELETE OR UPDATE ON public.record_state FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_erasing('ascribe_owner');
CREATE TRIGGER record_state_no_truncate BEFORE TRUNCATE ON public.record_state FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN record_state.marking IS 'rank of the state''s TLP; 0: as the case';
COMMENT ON COLUMN record_state.reserved_to IS 'the organization that made it, of kinds that are always shown to theirs';
COMMENT ON TABLE record_state IS 'what each record of a case was from each case version on: now and as of any moment are the same read';
GRANT INSERT, SELECT ON record_state TO ascribe_app;
ALTER TABLE record_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY record_state_added ON record_state FOR INSERT WITH CHECK (COALESCE((
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    ELSE case_clearance(incident_id, false)
END >= 0), false));
CREATE POLICY record_state_for_caller ON record_state FOR SELECT USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((marking <=
    CASE
        WHEN inside_only THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((reserved_to = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, marking, inside_only, reserved_to)
END);
CREATE POLICY record_state_for_purposes ON record_state FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text, 'reliance'::text, 'break_glass'::text, 'release-work'::text]))));

CREATE TABLE recovery_code (
  user_id uuid NOT NULL,
  code_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT recovery_code_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON recovery_code TO ascribe_app;

CREATE TABLE reference_counter (
  organization_id uuid NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT reference_counter_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT reference_counter_pkey PRIMARY KEY (organization_id, year)
);
ALTER TABLE reference_counter SET (fillfactor=50);
GRANT INSERT, SELECT, UPDATE ON reference_counter TO ascribe_app;
ALTER TABLE reference_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY reference_counter_for_caller ON reference_counter FOR ALL USING ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])));

CREATE TABLE reminder (
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT reminder_pkey PRIMARY KEY (kind, subject_id, since)
);
COMMENT ON TABLE reminder IS 'what tracking has already told, so that no worker tells it again: kind, about what, and the state''s beginning';
GRANT INSERT, SELECT ON reminder TO ascribe_app;

CREATE TABLE retention_rule (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  kind text NOT NULL,
  days integer NOT NULL,
  basis text NOT NULL,
  proposed_by_id uuid NOT NULL,
  proposed_at timestamp with time zone NOT NULL,
  confirmed_by_id uuid,
  confirmed_at timestamp with time zone,
  ended_by_id uuid,
  ended_at timestamp with time zone,
  CONSTRAINT retention_rule_basis_check CHECK (((char_length(basis) >= 1) AND (char_length(basis) <= 1900))),
  CONSTRAINT retention_rule_confirmed_by_somebody CHECK (((confirmed_at IS NULL) = (confirmed_by_id IS NULL))),
  CONSTRAINT retention_rule_days_check CHECK (((days >= 30) AND (days <= 36500))),
  CONSTRAINT retention_rule_ended_by_somebody CHECK (((ended_at IS NULL) = (ended_by_id IS NULL))),
  CONSTRAINT retention_rule_kind_check CHECK ((kind ~ '^[a-z_]{1,40}$'::text)),
  CONSTRAINT retention_rule_two_persons CHECK ((confirmed_by_id <> proposed_by_id)),
  CONSTRAINT retention_rule_confirmed_by_id_fkey FOREIGN KEY (confirmed_by_id) REFERENCES app_user(id),
  CONSTRAINT retention_rule_ended_by_id_fkey FOREIGN KEY (ended_by_id) REFERENCES app_user(id),
  CONSTRAINT retention_rule_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT retention_rule_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES app_user(id),
  CONSTRAINT retention_rule_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX retention_rule_once ON public.retention_rule USING btree (organization_id, kind) WHERE (ended_at IS NULL);
CREATE TRIGGER retention_rule_decided BEFORE UPDATE ON public.retention_rule FOR EACH ROW EXECUTE FUNCTION refuse_undoing();
CREATE TRIGGER retention_rule_terms BEFORE DELETE OR UPDATE OF id, organization_id, kind, days, basis, proposed_by_id, proposed_at OR TRUNCATE ON public.retention_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON COLUMN retention_rule.days IS 'of 24 hours, after the case was closed';
COMMENT ON TABLE retention_rule IS 'how long records of a kind outlive their case; each change is an entry of the organization''s history';
GRANT INSERT, SELECT, UPDATE ON retention_rule TO ascribe_app;
ALTER TABLE retention_rule ENABLE ROW LEVEL SECURITY;
CREATE POLICY retention_rule_for_caller ON retention_rule FOR ALL USING ((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])));
CREATE POLICY retention_rule_for_retention ON retention_rule FOR SELECT USING ((( SELECT caller_purpose() AS caller_purpose) = 'retention'::text));

CREATE TABLE search_document (
  record_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  kind text NOT NULL,
  text text NOT NULL,
  words tsvector NOT NULL,
  marking smallint NOT NULL DEFAULT 0,
  inside_only boolean NOT NULL GENERATED ALWAYS AS (kind_inside_only(kind)) STORED,
  reserved_to uuid,
  CONSTRAINT search_document_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT search_document_pkey PRIMARY KEY (record_id)
);
CREATE INDEX search_document_incident ON public.search_document USING btree (incident_id);
CREATE INDEX search_document_words ON public.search_document USING gin (words) WITH (fastupdate=off);
GRANT INSERT, SELECT, UPDATE ON search_document TO ascribe_app;
ALTER TABLE search_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY search_document_for_caller ON search_document FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((marking <=
    CASE
        WHEN inside_only THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((reserved_to = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, marking, inside_only, reserved_to)
END);
CREATE POLICY search_document_for_purposes ON search_document FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['release-work'::text, 'reliance'::text]))));

CREATE TABLE seat_in_case (
  incident_id uuid,
  clearance smallint,
  inside boolean,
  markings text[]
);
COMMENT ON TABLE seat_in_case IS 'the participations of whoever acts, in force; the owner reads, so that no policy asks another one';
GRANT SELECT ON seat_in_case TO ascribe_app;
AS SELECT incident_id,
    tlp_rank(max_tlp) AS clearance,
    (capacity = ANY (ARRAY['responder'::text, 'analyst'::text, 'auditor'::text])) AS inside,
    (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text])[1:tlp_rank(max_tlp)] AS markings
   FROM participant p
  WHERE (((user_id = ( SELECT caller_guest() AS caller_guest)) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[]))) AND (ended_at IS NULL) AND ((until IS NULL) OR (until > ( SELECT caller_now() AS caller_now))));

CREATE TABLE second_factor (
  user_id uuid NOT NULL,
  secret bytea NOT NULL,
  last_step bigint NOT NULL,
  enrolled_at timestamp with time zone NOT NULL,
  CONSTRAINT second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT second_factor_pkey PRIMARY KEY (user_id)
);
COMMENT ON COLUMN second_factor.last_step IS 'the latest step of thirty seconds whose code was taken: no code is taken twice';
COMMENT ON COLUMN second_factor.secret IS 'sealed (AES-256-GCM) with the key of the operator';
GRANT DELETE, INSERT, SELECT, UPDATE ON second_factor TO ascribe_app;

CREATE TABLE second_factor_enrollment (
  user_id uuid NOT NULL,
  secret bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT second_factor_enrollment_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT second_factor_enrollment_pkey PRIMARY KEY (user_id)
);
GRANT DELETE, INSERT, SELECT, UPDATE ON second_factor_enrollment TO ascribe_app;

CREATE TABLE session (
  token_hash bytea NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  csrf_token text NOT NULL,
  user_agent text,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  method text NOT NULL DEFAULT 'password'::text,
  source text,
  last_seen_at timestamp with time zone NOT NULL DEFAULT now(),
  second_factor_at timestamp with time zone,
  CONSTRAINT session_method_known CHECK ((method = ANY (ARRAY['password'::text, 'oidc'::text, 'invitation'::text]))),
  CONSTRAINT session_source_length CHECK ((char_length(source) <= 100)),
  CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT session_pkey PRIMARY KEY (token_hash),
  CONSTRAINT session_id_key UNIQUE (id)
);
CREATE INDEX session_by_user ON public.session USING btree (user_id) WHERE (ended_at IS NULL);
CREATE TRIGGER session_taken_away AFTER DELETE OR UPDATE OF ended_at ON public.session FOR EACH STATEMENT EXECUTE FUNCTION ring_change_bell();
COMMENT ON COLUMN session.expires_at IS 'a day after it was last seen, a week after it began: whichever comes first';
COMMENT ON COLUMN session.last_seen_at IS 'within five minutes';
COMMENT ON COLUMN session.second_factor_at IS 'when it passed a second factor; null: never';
GRANT DELETE, INSERT, SELECT, UPDATE ON session TO ascribe_app;

CREATE TABLE setting (
  name text NOT NULL,
  value jsonb NOT NULL,
  CONSTRAINT setting_pkey PRIMARY KEY (name)
);
GRANT INSERT, SELECT, UPDATE ON setting TO ascribe_app;

CREATE TABLE sign_in_event (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  source text,
  reason text,
  CONSTRAINT sign_in_event_kind_known CHECK ((kind = ANY (ARRAY['second_factor_enrolled'::text, 'second_factor_removed'::text, 'second_factor_reset'::text, 'recovery_codes_made'::text, 'recovery_code_used'::text, 'password_changed'::text, 'sessions_ended'::text, 'identity_linked'::text, 'identity_unlinked'::text]))),
  CONSTRAINT sign_in_event_reason_length CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 4000))),
  CONSTRAINT sign_in_event_source_length CHECK ((char_length(source) <= 100)),
  CONSTRAINT sign_in_event_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT sign_in_event_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_event_of_person ON public.sign_in_event USING btree (user_id, id);
COMMENT ON TABLE sign_in_event IS 'what changed in how a person signs in; a reset is by the operator, and says why';
GRANT DELETE, INSERT, SELECT ON sign_in_event TO ascribe_app;

CREATE TABLE sign_in_failure (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  email_hash bytea NOT NULL,
  source text NOT NULL,
  at timestamp with time zone NOT NULL,
  device_hash bytea,
  CONSTRAINT sign_in_failure_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_failure_device ON public.sign_in_failure USING btree (device_hash, at) WHERE (device_hash IS NOT NULL);
CREATE INDEX sign_in_failure_email ON public.sign_in_failure USING btree (email_hash, source, at);
CREATE INDEX sign_in_failure_source ON public.sign_in_failure USING btree (source, at);
CREATE INDEX sign_in_failure_stranger ON public.sign_in_failure USING btree (email_hash, at) WHERE (device_hash IS NULL);
COMMENT ON COLUMN sign_in_failure.device_hash IS 'the known device or the session that it came from; null: a stranger';
GRANT DELETE, INSERT, SELECT ON sign_in_failure TO ascribe_app;

CREATE TABLE stakeholder (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  incident_id uuid,
  name text NOT NULL,
  role text NOT NULL,
  email text,
  channels text[] NOT NULL DEFAULT '{email}'::text[],
  max_tlp text NOT NULL,
  ended_at timestamp with time zone,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT stakeholder_max_tlp_check CHECK ((max_tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT stakeholder_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT stakeholder_role_check CHECK (((char_length(role) >= 1) AND (char_length(role) <= 200))),
  CONSTRAINT stakeholder_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT stakeholder_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT stakeholder_pkey PRIMARY KEY (id)
);
CREATE INDEX stakeholder_organization ON public.stakeholder USING btree (organization_id) WHERE (ended_at IS NULL);
COMMENT ON COLUMN stakeholder.incident_id IS 'null: of every case of the organization';
GRANT INSERT, SELECT, UPDATE ON stakeholder TO ascribe_app;
ALTER TABLE stakeholder ENABLE ROW LEVEL SECURITY;
CREATE POLICY stakeholder_for_caller ON stakeholder FOR ALL USING (((organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) OR ((incident_id IS NOT NULL) AND
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE(((0)::smallint <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, (0)::smallint, true, NULL::uuid)
END)));
CREATE POLICY stakeholder_for_purposes ON stakeholder FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'deliver'::text]))));

CREATE TABLE task (
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  version integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  title text NOT NULL,
  assignee_id uuid,
  due_at timestamp with time zone,
  status text NOT NULL,
  done_at timestamp with time zone,
  tlp text,
  CONSTRAINT task_status_check CHECK ((status = ANY (ARRAY['open'::text, 'done'::text]))),
  CONSTRAINT task_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 300))),
  CONSTRAINT task_tlp_check CHECK ((tlp = ANY (ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text]))),
  CONSTRAINT task_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES app_user(id),
  CONSTRAINT task_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident(id),
  CONSTRAINT task_pkey PRIMARY KEY (id),
  CONSTRAINT task_incident_id_id_key UNIQUE (incident_id, id)
);
CREATE INDEX task_assignee ON public.task USING btree (assignee_id) WHERE (status = 'open'::text);
CREATE INDEX task_due ON public.task USING btree (due_at) WHERE ((status = 'open'::text) AND (due_at IS NOT NULL));
CREATE INDEX task_incident ON public.task USING btree (incident_id, id);
COMMENT ON COLUMN task.tlp IS 'null: the case''s marking';
GRANT INSERT, SELECT, UPDATE ON task TO ascribe_app;
ALTER TABLE task ENABLE ROW LEVEL SECURITY;
CREATE POLICY task_for_caller ON task FOR ALL USING (
CASE
    WHEN (incident_id = ( SELECT caller_case() AS caller_case)) THEN (COALESCE((tlp_rank(tlp) <=
    CASE
        WHEN true THEN ( SELECT case_clearance(( SELECT caller_case() AS caller_case), true) AS case_clearance)
        ELSE ( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance)
    END), false) OR ((NULL::uuid = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) AND (( SELECT case_clearance(( SELECT caller_case() AS caller_case), false) AS case_clearance) >= 0)))
    ELSE record_is_shown(incident_id, tlp_rank(tlp), true, NULL::uuid)
END);
CREATE POLICY task_for_purposes ON task FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['notify'::text, 'tracking'::text, 'release-work'::text]))));

CREATE TABLE threat_actor (
  id uuid NOT NULL,
  organization_id uuid,
  name text NOT NULL,
  suspected_sponsor text,
  attack_id text,
  names jsonb NOT NULL DEFAULT '[]'::jsonb,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT threat_actor_attack_id_check CHECK ((attack_id ~ '^G[0-9]{4}$'::text)),
  CONSTRAINT threat_actor_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200))),
  CONSTRAINT threat_actor_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  CONSTRAINT threat_actor_pkey PRIMARY KEY (id)
);
CREATE INDEX threat_actor_organization ON public.threat_actor USING btree (organization_id);
CREATE UNIQUE INDEX threat_actor_name_key ON public.threat_actor USING btree (COALESCE(organization_id, '00000000-0000-0000-0000-000000000000'::uuid), lower(name));
COMMENT ON COLUMN threat_actor.names IS '[{ name, usedBy }]: every name with the party that uses it; aliases are never merged silently';
GRANT INSERT, SELECT, UPDATE ON threat_actor TO ascribe_app;
ALTER TABLE threat_actor ENABLE ROW LEVEL SECURITY;
CREATE POLICY threat_actor_for_caller ON threat_actor FOR ALL USING (((organization_id IS NULL) OR (organization_id = ANY (( SELECT caller_organizations() AS caller_organizations)::uuid[])) OR (organization_id = ( SELECT case_owner() AS case_owner))));
CREATE POLICY threat_actor_for_purposes ON threat_actor FOR ALL USING (( SELECT (caller_purpose() = ANY (ARRAY['catalogue'::text, 'administration'::text]))));

CREATE TABLE user_identity (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  email text,
  linked_by text NOT NULL,
  linked_at timestamp with time zone NOT NULL,
  last_sign_in_at timestamp with time zone,
  unlinked_at timestamp with time zone,
  CONSTRAINT user_identity_email_length CHECK (((char_length(email) >= 3) AND (char_length(email) <= 320))),
  CONSTRAINT user_identity_issuer_length CHECK (((char_length(issuer) >= 1) AND (char_length(issuer) <= 500))),
  CONSTRAINT user_identity_linked_by CHECK ((linked_by = ANY (ARRAY['person'::text, 'domain'::text]))),
  CONSTRAINT user_identity_subject_length CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 255))),
  CONSTRAINT user_identity_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id),
  CONSTRAINT user_identity_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX user_identity_once ON public.user_identity USING btree (user_id, issuer) WHERE (unlinked_at IS NULL);
CREATE UNIQUE INDEX user_identity_subject ON public.user_identity USING btree (issuer, subject) WHERE (unlinked_at IS NULL);
COMMENT ON COLUMN user_identity.email IS 'as the provider last said it; nobody is found by it';
COMMENT ON COLUMN user_identity.linked_by IS 'person: linked while signed in here; domain: the provider speaks for the domain of the e-mail';
GRANT DELETE, INSERT, SELECT, UPDATE ON user_identity TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_case()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.case'::text, true), ''::text))::uuid
;
GRANT EXECUTE ON FUNCTION caller_case() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_credential()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(current_setting('app.credential'::text, true), ''::text)
;
GRANT EXECUTE ON FUNCTION caller_credential() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_guest()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.guest'::text, true), ''::text))::uuid
;
GRANT EXECUTE ON FUNCTION caller_guest() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_id()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user'::text, true), ''::text))::uuid
;
GRANT EXECUTE ON FUNCTION caller_id() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.now'::text, true), ''::text))::timestamp with time zone, statement_timestamp())
;
GRANT EXECUTE ON FUNCTION caller_now() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_organizations()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('app.orgs'::text, true), ''::text))::uuid[], '{}'::uuid[])
;
GRANT EXECUTE ON FUNCTION caller_organizations() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.caller_purpose()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN split_part(COALESCE(current_setting('app.purpose'::text, true), ''::text), ' '::text, 1)
;
GRANT EXECUTE ON FUNCTION caller_purpose() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.case_clearance(of_case uuid, inside boolean)
 RETURNS smallint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  owning uuid;
  marked smallint;
BEGIN
  SELECT i.organization_id, tlp_rank(i.tlp) INTO owning, marked FROM incident i WHERE i.id = of_case;
  IF owning = ANY (caller_organizations()) THEN
    RETURN 5;
  END IF;
  -- Whoever takes part twice sees as the stronger one; works inside, if one of them does.
  RETURN (SELECT CASE WHEN case_clearance.inside AND NOT bool_or(s.inside) THEN -1 ELSE max(s.clearance) END
          FROM seat_in_case s WHERE s.incident_id = of_case AND s.clearance >= marked);
END $function$
;
GRANT EXECUTE ON FUNCTION case_clearance(uuid,boolean) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.case_owner()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT i.organization_id FROM incident i WHERE i.id = caller_case() AND case_clearance(i.id, false) >= 0);
END $function$
;
GRANT EXECUTE ON FUNCTION case_owner() TO ascribe_app;

CREATE OR REPLACE FUNCTION public.due_records(of_organization uuid, of_kind text, members text[], closed_before timestamp with time zone, after_case uuid, after_record uuid, at_most integer)
 RETURNS TABLE(incident_id uuid, record_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
;
GRANT EXECUTE ON FUNCTION due_records(uuid,text,text[],timestamp with time zone,uuid,uuid,integer) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.erase_from_history(of_erasure uuid, at timestamp with time zone, entries jsonb, states jsonb, of_table text, of_row jsonb, texts text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$
;
GRANT EXECUTE ON FUNCTION erase_from_history(uuid,timestamp with time zone,jsonb,jsonb,text,jsonb,text[]) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.held(of_case uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN EXISTS (SELECT 1 FROM incident i JOIN legal_hold h ON h.organization_id = i.organization_id
    WHERE i.id = of_case AND h.lifted_at IS NULL AND (h.incident_id IS NULL OR h.incident_id = i.id));
END $function$
;
GRANT EXECUTE ON FUNCTION held(uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.hidden_records(of_case uuid, up_to integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  inside smallint := case_clearance(of_case, true);
  outside smallint;
BEGIN
  -- Whoever is shown everything; and whoever does not see the case, of which they learn nothing.
  IF inside = 5 OR inside IS NULL THEN
    RETURN;
  END IF;
  outside := case_clearance(of_case, false);
  RETURN QUERY SELECT l.record_id FROM (
      SELECT DISTINCT ON (s.kind, s.record_id) s.record_id, s.marking, s.inside_only, s.reserved_to FROM record_state s
      WHERE s.incident_id = of_case AND s.kind <> 'incident' AND (up_to IS NULL OR s.case_version <= up_to)
      ORDER BY s.kind, s.record_id, s.case_version DESC) l
    WHERE NOT coalesce(l.marking <= CASE WHEN l.inside_only THEN inside ELSE outside END, false)
      AND NOT coalesce(l.reserved_to = ANY (caller_organizations()), false);
END $function$
;
GRANT EXECUTE ON FUNCTION hidden_records(uuid,integer) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.kind_inside_only(kind text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (kind <> ALL (ARRAY['incident'::text, 'account'::text, 'pivot'::text, 'disclosure'::text, 'artifact'::text, 'hypothesis'::text, 'claim'::text, 'merger'::text, 'party'::text, 'actor'::text]))
;
GRANT EXECUTE ON FUNCTION kind_inside_only(text) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.last_leaf_of_case(of_case uuid)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT sha256('\x00'::bytea || leaf) FROM public.history_entry WHERE incident_id = of_case
  ORDER BY case_version DESC, ordinal DESC LIMIT 1
$function$
;
GRANT EXECUTE ON FUNCTION last_leaf_of_case(uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.name_of_key(key uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN (SELECT k.name FROM api_key k WHERE k.id = key);
END $function$
;
GRANT EXECUTE ON FUNCTION name_of_key(uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.recognize_key(secret_hash bytea, at timestamp with time zone, named_id uuid, named_reference text)
 RETURNS TABLE("userId" uuid, name text, email text, administrator boolean, "sessionId" uuid, "csrfToken" text, "lastSeenAt" timestamp with time zone, "secondFactorPassed" boolean, "keyId" uuid, scopes text[], memberships json, cases json)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH caller AS (
  SELECT u.id, u.name, u.email, false AS administrator, NULL::uuid AS session_id, NULL::text AS csrf_token, NULL::timestamptz AS last_seen_at, true AS passed,
    k.id AS key_id, k.scopes, k.organization_id AS only_in
  FROM api_key k JOIN app_user u ON u.id = k.user_id
  WHERE k.secret_hash = $1 AND k.revoked_at IS NULL AND k.expires_at > $2 AND u.disabled_at IS NULL),
  seat AS (
    SELECT m.organization_id, m.role FROM membership m JOIN caller c ON c.id = m.user_id JOIN organization o ON o.id = m.organization_id
    WHERE m.ended_at IS NULL AND (c.only_in IS NULL OR c.only_in = m.organization_id) AND (c.passed OR NOT o.requires_second_factor))
  SELECT c.id, c.name, c.email, c.administrator, c.session_id, c.csrf_token, c.last_seen_at, c.passed, c.key_id, c.scopes,
    (SELECT coalesce(json_agg(json_build_object('organizationId', s.organization_id, 'role', s.role)), '[]') FROM seat s),
    (SELECT json_agg(seen) FROM (
      SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities,
        CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE (ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'])[g.rank] END AS clearance, g.elevated
      FROM incident i, LATERAL (
        SELECT ARRAY(SELECT s.role FROM seat s WHERE s.organization_id = i.organization_id) AS roles,
          coalesce(array_agg(CASE WHEN taking.role IS DISTINCT FROM 'auditor' THEN p.capacity
            WHEN p.capacity IN ('contributor', 'observer') THEN 'observer' ELSE 'auditor' END) FILTER (WHERE p.id IS NOT NULL), '{}') AS capacities,
          max(array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], p.max_tlp)) AS rank, coalesce(bool_or(p.elevated), false) AS elevated
        FROM participant p LEFT JOIN seat taking ON taking.organization_id = p.organization_id
        WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $2) AND array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], p.max_tlp) >= array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], i.tlp)
          AND (taking.organization_id IS NOT NULL OR (p.user_id = c.id AND c.only_in IS NULL))) g
      WHERE (i.id = $3 OR i.reference = $4) AND cardinality(g.roles) + cardinality(g.capacities) > 0
      LIMIT 2) seen)
  FROM caller c;
END $function$
;
GRANT EXECUTE ON FUNCTION recognize_key(bytea,timestamp with time zone,uuid,text) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.recognize_session(secret_hash bytea, at timestamp with time zone, named_id uuid, named_reference text)
 RETURNS TABLE("userId" uuid, name text, email text, administrator boolean, "sessionId" uuid, "csrfToken" text, "lastSeenAt" timestamp with time zone, "secondFactorPassed" boolean, "keyId" uuid, scopes text[], memberships json, cases json)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH caller AS (
  SELECT u.id, u.name, u.email, u.administrator, s.id AS session_id, s.csrf_token, s.last_seen_at, s.second_factor_at IS NOT NULL AS passed,
    NULL::uuid AS key_id, NULL::text[] AS scopes, NULL::uuid AS only_in
  FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.disabled_at IS NULL),
  seat AS (
    SELECT m.organization_id, m.role FROM membership m JOIN caller c ON c.id = m.user_id JOIN organization o ON o.id = m.organization_id
    WHERE m.ended_at IS NULL AND (c.only_in IS NULL OR c.only_in = m.organization_id) AND (c.passed OR NOT o.requires_second_factor))
  SELECT c.id, c.name, c.email, c.administrator, c.session_id, c.csrf_token, c.last_seen_at, c.passed, c.key_id, c.scopes,
    (SELECT coalesce(json_agg(json_build_object('organizationId', s.organization_id, 'role', s.role)), '[]') FROM seat s),
    (SELECT json_agg(seen) FROM (
      SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, g.roles, g.capacities,
        CASE WHEN cardinality(g.roles) > 0 THEN 'red' ELSE (ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'])[g.rank] END AS clearance, g.elevated
      FROM incident i, LATERAL (
        SELECT ARRAY(SELECT s.role FROM seat s WHERE s.organization_id = i.organization_id) AS roles,
          coalesce(array_agg(CASE WHEN taking.role IS DISTINCT FROM 'auditor' THEN p.capacity
            WHEN p.capacity IN ('contributor', 'observer') THEN 'observer' ELSE 'auditor' END) FILTER (WHERE p.id IS NOT NULL), '{}') AS capacities,
          max(array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], p.max_tlp)) AS rank, coalesce(bool_or(p.elevated), false) AS elevated
        FROM participant p LEFT JOIN seat taking ON taking.organization_id = p.organization_id
        WHERE p.incident_id = i.id AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > $2) AND array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], p.max_tlp) >= array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], i.tlp)
          AND (taking.organization_id IS NOT NULL OR (p.user_id = c.id AND c.only_in IS NULL))) g
      WHERE (i.id = $3 OR i.reference = $4) AND cardinality(g.roles) + cardinality(g.capacities) > 0
      LIMIT 2) seen)
  FROM caller c;
END $function$
;
GRANT EXECUTE ON FUNCTION recognize_session(bytea,timestamp with time zone,uuid,text) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.record_is_shown(of_case uuid, marking smallint, inside_only boolean, reserved_to uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE((marking <= case_clearance(of_case, inside_only)), false) OR ((reserved_to = ANY (caller_organizations())) AND (case_clearance(of_case, false) >= 0)))
;
GRANT EXECUTE ON FUNCTION record_is_shown(uuid,smallint,boolean,uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.records_with_words(wanted tsquery, older_than uuid, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT d.record_id FROM search_document d JOIN incident i ON i.id = d.incident_id
    WHERE d.words @@ wanted AND (older_than IS NULL OR d.record_id < older_than)
      AND (i.organization_id = ANY (caller_organizations())
        OR EXISTS (SELECT 1 FROM seat_in_case s WHERE s.incident_id = i.id AND s.clearance >= tlp_rank(i.tlp)
          AND record_is_shown(i.id, d.marking, d.inside_only, d.reserved_to)))
    ORDER BY d.record_id DESC LIMIT at_most;
END $function$
;
GRANT EXECUTE ON FUNCTION records_with_words(tsquery,uuid,integer) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_change_of_head()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NEW.size < OLD.size THEN
    RAISE EXCEPTION 'the log does not shrink' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_change_unless_erasing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF current_setting('app.erasing', true) = 'on' AND pg_has_role(current_user, TG_ARGV[0], 'MEMBER') THEN
    IF TG_OP = 'DELETE' THEN
      RETURN OLD;
    END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_deciding_again()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.status <> 'requested' AND (NEW.status, NEW.decided_by_id, NEW.decided_at) IS DISTINCT FROM (OLD.status, OLD.decided_by_id, OLD.decided_at)
    OR OLD.erased_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_lifting_again()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.lifted_at IS NOT NULL THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.refuse_undoing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at, NEW.confirmed_by_id) IS DISTINCT FROM (OLD.confirmed_at, OLD.confirmed_by_id)) THEN
    RAISE EXCEPTION 'what was decided about % is not undone', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION public.ring_change_bell()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      BEGIN
        PERFORM pg_notify('ascribe_change', '');
        RETURN NULL;
      END $function$
;

CREATE OR REPLACE FUNCTION public.shown_changes(of_case uuid)
 RETURNS TABLE(case_version integer, entry_id uuid, recorded_at timestamp with time zone, shown boolean, moved boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
DECLARE
  outside smallint := case_clearance(of_case, false);
  inside smallint := case_clearance(of_case, true);
  works_inside boolean := coalesce(inside >= 0, false);
  organizations uuid[] := caller_organizations();
BEGIN
  IF coalesce(outside, -1) < 0 THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT c.case_version, c.entry_id, e.recorded_at, c.shown, (c.shown OR coalesce(c.was_shown, false)) AND CASE
      WHEN c.kind NOT IN ('claim', 'pivot', 'inquiry', 'assessment', 'ach_column') THEN true
      WHEN c.kind = 'ach_column' THEN EXISTS (
  SELECT 1 FROM ((SELECT * FROM jsonb_array_elements((coalesce(nullif(c.state->'restsOn', 'null'), '[]') || coalesce(nullif(c.state->'respondsTo', 'null'), '[]') || coalesce(nullif(c.state->'evidence', 'null'), '[]') || coalesce(nullif(c.state->'cells', 'null'), '[]') || coalesce(nullif(c.state->'weights', 'null'), '[]')
    || CASE WHEN c.state->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', c.state->'answerClaimId')) END)) EXCEPT SELECT * FROM jsonb_array_elements((coalesce(nullif(coalesce(c.before, '{}')->'restsOn', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'respondsTo', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'evidence', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'cells', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'weights', 'null'), '[]')
    || CASE WHEN coalesce(c.before, '{}')->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', coalesce(c.before, '{}')->'answerClaimId')) END)))
    UNION ALL (SELECT * FROM jsonb_array_elements((coalesce(nullif(coalesce(c.before, '{}')->'restsOn', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'respondsTo', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'evidence', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'cells', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'weights', 'null'), '[]')
    || CASE WHEN coalesce(c.before, '{}')->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', coalesce(c.before, '{}')->'answerClaimId')) END)) EXCEPT SELECT * FROM jsonb_array_elements((coalesce(nullif(c.state->'restsOn', 'null'), '[]') || coalesce(nullif(c.state->'respondsTo', 'null'), '[]') || coalesce(nullif(c.state->'evidence', 'null'), '[]') || coalesce(nullif(c.state->'cells', 'null'), '[]') || coalesce(nullif(c.state->'weights', 'null'), '[]')
    || CASE WHEN c.state->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', c.state->'answerClaimId')) END)))) l (link)
  WHERE (SELECT (coalesce(r.marking <= CASE WHEN r.inside_only THEN inside ELSE outside END, false)
      OR coalesce(r.reserved_to = ANY (organizations), false))
    AND CASE WHEN works_inside THEN r.kind NOT IN ('party', 'actor') ELSE r.kind IN ('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger',
  'evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column') END FROM record_state r WHERE r.incident_id = of_case AND r.kind = coalesce(nullif(l.link->'evidence', 'null'), l.link)->>'kind'
    AND r.record_id = (coalesce(nullif(l.link->'evidence', 'null'), l.link)->>'id')::uuid AND r.case_version <= c.case_version ORDER BY r.case_version DESC LIMIT 1) IS NOT FALSE)
      WHEN c.was_shown IS DISTINCT FROM c.shown OR (c.state - '{version,restsOn,respondsTo,evidence,cells,weights,answerClaimId}'::text[]) <> (c.before - '{version,restsOn,respondsTo,evidence,cells,weights,answerClaimId}'::text[]) THEN true
      ELSE EXISTS (
  SELECT 1 FROM ((SELECT * FROM jsonb_array_elements((coalesce(nullif(c.state->'restsOn', 'null'), '[]') || coalesce(nullif(c.state->'respondsTo', 'null'), '[]') || coalesce(nullif(c.state->'evidence', 'null'), '[]') || coalesce(nullif(c.state->'cells', 'null'), '[]') || coalesce(nullif(c.state->'weights', 'null'), '[]')
    || CASE WHEN c.state->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', c.state->'answerClaimId')) END)) EXCEPT SELECT * FROM jsonb_array_elements((coalesce(nullif(coalesce(c.before, '{}')->'restsOn', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'respondsTo', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'evidence', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'cells', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'weights', 'null'), '[]')
    || CASE WHEN coalesce(c.before, '{}')->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', coalesce(c.before, '{}')->'answerClaimId')) END)))
    UNION ALL (SELECT * FROM jsonb_array_elements((coalesce(nullif(coalesce(c.before, '{}')->'restsOn', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'respondsTo', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'evidence', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'cells', 'null'), '[]') || coalesce(nullif(coalesce(c.before, '{}')->'weights', 'null'), '[]')
    || CASE WHEN coalesce(c.before, '{}')->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', coalesce(c.before, '{}')->'answerClaimId')) END)) EXCEPT SELECT * FROM jsonb_array_elements((coalesce(nullif(c.state->'restsOn', 'null'), '[]') || coalesce(nullif(c.state->'respondsTo', 'null'), '[]') || coalesce(nullif(c.state->'evidence', 'null'), '[]') || coalesce(nullif(c.state->'cells', 'null'), '[]') || coalesce(nullif(c.state->'weights', 'null'), '[]')
    || CASE WHEN c.state->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', c.state->'answerClaimId')) END)))) l (link)
  WHERE (SELECT (coalesce(r.marking <= CASE WHEN r.inside_only THEN inside ELSE outside END, false)
      OR coalesce(r.reserved_to = ANY (organizations), false))
    AND CASE WHEN works_inside THEN r.kind NOT IN ('party', 'actor') ELSE r.kind IN ('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger',
  'evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column') END FROM record_state r WHERE r.incident_id = of_case AND r.kind = coalesce(nullif(l.link->'evidence', 'null'), l.link)->>'kind'
    AND r.record_id = (coalesce(nullif(l.link->'evidence', 'null'), l.link)->>'id')::uuid AND r.case_version <= c.case_version ORDER BY r.case_version DESC LIMIT 1) IS NOT FALSE) END
  FROM (SELECT s.kind, s.case_version, s.entry_id, s.state, (coalesce(s.marking <= CASE WHEN s.inside_only THEN inside ELSE outside END, false)
      OR coalesce(s.reserved_to = ANY (organizations), false))
    AND CASE WHEN works_inside THEN s.kind NOT IN ('party', 'actor') ELSE s.kind IN ('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger',
  'evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column') END AS shown,
      lag((coalesce(s.marking <= CASE WHEN s.inside_only THEN inside ELSE outside END, false)
      OR coalesce(s.reserved_to = ANY (organizations), false))
    AND CASE WHEN works_inside THEN s.kind NOT IN ('party', 'actor') ELSE s.kind IN ('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger',
  'evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column') END) OVER earlier AS was_shown, CASE WHEN s.kind IN ('claim', 'pivot', 'inquiry', 'assessment', 'ach_column') THEN lag(s.state) OVER earlier END AS before
    FROM record_state s WHERE s.incident_id = of_case
    WINDOW earlier AS (PARTITION BY s.kind, s.record_id ORDER BY s.case_version)) c
  JOIN history_entry e ON e.id = c.entry_id;
END $function$
;
GRANT EXECUTE ON FUNCTION shown_changes(uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.state_marking(kind text, state jsonb)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN ((kind = 'holder_name'::text) AND (state IS NOT NULL)) THEN 6 ELSE (tlp_rank((state ->> 'tlp'::text)))::integer END)::smallint
;
GRANT EXECUTE ON FUNCTION state_marking(text,jsonb) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.state_reserved_to(kind text, state jsonb)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (kind = ANY (ARRAY['evidence'::text, 'custody_step'::text, 'finding'::text, 'finding_account'::text, 'inquiry'::text, 'assessment'::text, 'dissent'::text, 'ach_column'::text])) THEN ((state ->> 'organizationId'::text))::uuid ELSE NULL::uuid END
;
GRANT EXECUTE ON FUNCTION state_reserved_to(text,jsonb) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.states_of_record(of_case uuid, of_kind text, of_record uuid)
 RETURNS TABLE(version integer, state jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RETURN QUERY SELECT s.case_version, s.state FROM record_state s JOIN incident i ON i.id = s.incident_id
    WHERE s.incident_id = of_case AND s.kind = of_kind AND s.record_id = of_record AND i.organization_id = ANY (caller_organizations())
    ORDER BY s.case_version;
END $function$
;
GRANT EXECUTE ON FUNCTION states_of_record(uuid,text,uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.states_withheld(of_case uuid)
 RETURNS TABLE(kind text, record_id uuid, case_version integer, recorded_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  inside smallint := case_clearance(of_case, true);
  outside smallint;
BEGIN
  IF inside = 5 OR inside IS NULL THEN
    RETURN;
  END IF;
  outside := case_clearance(of_case, false);
  RETURN QUERY SELECT l.kind, l.record_id, l.case_version, e.recorded_at FROM (
      SELECT o.*, lag(o.shown) OVER (PARTITION BY o.kind, o.record_id ORDER BY o.case_version) AS shown_before FROM (
        SELECT s.*, coalesce(s.marking <= CASE WHEN s.inside_only THEN inside ELSE outside END, false)
          OR coalesce(s.reserved_to = ANY (caller_organizations()), false) AS shown
        FROM record_state s WHERE s.incident_id = of_case) o) l
    JOIN history_entry e ON e.id = l.entry_id
    WHERE NOT l.shown AND l.shown_before;
END $function$
;
GRANT EXECUTE ON FUNCTION states_withheld(uuid) TO ascribe_app;

CREATE OR REPLACE FUNCTION public.tlp_rank(tlp text)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (COALESCE(array_position(ARRAY['clear'::text, 'green'::text, 'amber'::text, 'amber+strict'::text, 'red'::text], tlp), 0))::smallint
;
GRANT EXECUTE ON FUNCTION tlp_rank(text) TO ascribe_app;
