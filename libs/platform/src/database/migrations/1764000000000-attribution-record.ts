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

const EVIDENCE = `
CREATE TABLE evidence (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  kind text NOT NULL CHECK (kind IN ('file','reference')),
  sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  size_bytes bigint CHECK (size_bytes >= 0),
  stored boolean NOT NULL DEFAULT false,
  file_name text CHECK (char_length(file_name) <= 255),
  media_type text CHECK (char_length(media_type) <= 255),
  url text,
  ${partial('obtained')},
  obtained_from text,
  obtained_from_party_id uuid REFERENCES party (id),
  note text,
  tlp text CHECK (tlp IN ${TLP}),
  status text NOT NULL CHECK (status IN ('held','withdrawn')),
  CONSTRAINT evidence_stored_has_hash CHECK (NOT stored OR (sha256 IS NOT NULL AND size_bytes IS NOT NULL)));
COMMENT ON COLUMN evidence.organization_id IS 'who brought it: sees it always';
COMMENT ON COLUMN evidence.stored IS 'its content is kept here, under its SHA-256; else only what is said of it';
CREATE INDEX evidence_incident ON evidence (incident_id, id);
CREATE INDEX evidence_sha256 ON evidence (sha256) WHERE stored;

CREATE TABLE custody_step (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  evidence_id uuid NOT NULL,
  action text NOT NULL CHECK (action IN ('collected','received','transferred','copied','examined','sealed','returned','destroyed','other')),
  ${partial('done')},
  by_whom text NOT NULL CHECK (char_length(by_whom) BETWEEN 1 AND 300),
  note text,
  recorded_by_id uuid NOT NULL REFERENCES app_user (id),
  CONSTRAINT custody_step_evidence_fkey FOREIGN KEY (incident_id, evidence_id) REFERENCES evidence (incident_id, id));
CREATE INDEX custody_step_evidence ON custody_step (evidence_id, id);
`;

const FINDINGS = `
CREATE TABLE finding (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  party_id uuid NOT NULL REFERENCES party (id),
  submitted_by_id uuid NOT NULL REFERENCES app_user (id),
  summary text NOT NULL CHECK (char_length(summary) BETWEEN 1 AND 2000),
  detail text CHECK (char_length(detail) <= 100000),
  observables jsonb NOT NULL DEFAULT '[]',
  techniques text[] NOT NULL DEFAULT '{}',
  account_ids uuid[] NOT NULL DEFAULT '{}',
  concerns text CHECK (char_length(concerns) <= 500),
  asks text CHECK (char_length(asks) <= 4000),
  confidence_stated text CHECK (char_length(confidence_stated) <= 2000),
  ${partial('observed')},
  tlp text CHECK (tlp IN ${TLP}),
  pap text CHECK (pap IN ('clear','green','amber','red')),
  status text NOT NULL CHECK (status IN ('submitted','accepted','rejected','superseded','withdrawn')),
  superseded_by_id uuid);
COMMENT ON COLUMN finding.organization_id IS 'who submitted it: sees it always';
COMMENT ON COLUMN finding.party_id IS 'the submitter as a party of the case: findings and claims of one party are one line';
COMMENT ON COLUMN finding.concerns IS 'a victim spoken of without a name';
CREATE INDEX finding_incident ON finding (incident_id, id);

CREATE TABLE finding_account (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  finding_id uuid NOT NULL,
  account_id uuid NOT NULL,
  status text NOT NULL CHECK (status IN ('linked','ended')),
  CONSTRAINT finding_account_finding_fkey FOREIGN KEY (incident_id, finding_id) REFERENCES finding (incident_id, id),
  CONSTRAINT finding_account_account_fkey FOREIGN KEY (incident_id, account_id) REFERENCES affected_account (incident_id, id));
COMMENT ON TABLE finding_account IS 'which account of ours an undisclosed holder is: known to those inside the case, never to the submitter';
CREATE UNIQUE INDEX finding_account_once ON finding_account (finding_id, account_id) WHERE status = 'linked';
`;

const ATTRIBUTION = `
ALTER TABLE claim
  ADD COLUMN level text CHECK (level IN ('cluster','organization','state','person')),
  ADD COLUMN responsibility text CHECK (responsibility IN ('state-prohibited','state-prohibited-but-inadequate','state-ignored','state-encouraged',
    'state-shaped','state-coordinated','state-ordered','state-rogue-conducted','state-executed','state-integrated')),
  ADD COLUMN confidence_scale text CHECK (confidence_scale IN ('icd203_likelihood','analytic_confidence')),
  ADD COLUMN confidence_value text,
  ADD COLUMN status text NOT NULL DEFAULT 'stated' CHECK (status IN ('stated','superseded','withdrawn')),
  ADD COLUMN superseded_by_id uuid,
  ADD CONSTRAINT claim_scale_has_value CHECK ((confidence_scale IS NULL) = (confidence_value IS NULL)),
  ADD CONSTRAINT claim_superseded_names_successor CHECK ((status = 'superseded') = (superseded_by_id IS NOT NULL));
COMMENT ON COLUMN claim.responsibility IS 'spectrum of state responsibility (Healey 2012); of claims at the level of a state';

CREATE TABLE inquiry (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  party_id uuid NOT NULL REFERENCES party (id),
  question text NOT NULL CHECK (char_length(question) BETWEEN 1 AND 4000),
  ${partial('asked')},
  answer_due_at timestamptz,
  answer_claim_id uuid,
  recorded_by_id uuid NOT NULL REFERENCES app_user (id),
  CONSTRAINT inquiry_answer_fkey FOREIGN KEY (incident_id, answer_claim_id) REFERENCES claim (incident_id, id));
CREATE INDEX inquiry_incident ON inquiry (incident_id, id);
CREATE INDEX inquiry_due ON inquiry (answer_due_at) WHERE answer_claim_id IS NULL AND answer_due_at IS NOT NULL;

CREATE TABLE assessment (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  status text NOT NULL CHECK (status IN ('draft','submitted','approved')),
  author_ids uuid[] NOT NULL CHECK (cardinality(author_ids) BETWEEN 1 AND 100),
  confidence text CHECK (confidence IN ('low','moderate','high')),
  judgements jsonb NOT NULL DEFAULT '[]',
  content jsonb NOT NULL,
  ${partial('said')},
  tlp text CHECK (tlp IN ${TLP}),
  approved_by_id uuid REFERENCES app_user (id),
  approved_at timestamptz,
  CONSTRAINT assessment_approved_by_someone CHECK ((status = 'approved') = (approved_by_id IS NOT NULL)),
  CONSTRAINT assessment_approved_at_a_time CHECK ((approved_by_id IS NULL) = (approved_at IS NULL)),
  CONSTRAINT assessment_not_approved_by_author CHECK (approved_by_id IS NULL OR NOT approved_by_id = ANY (author_ids)),
  CONSTRAINT assessment_approved_is_whole CHECK (status <> 'approved' OR (confidence IS NOT NULL AND judgements <> '[]')));
COMMENT ON COLUMN assessment.author_ids IS 'everyone who wrote any version of it: none of them may approve it';
COMMENT ON COLUMN assessment.content IS 'rationale, key assumptions, factors of confidence, evidence: what no rule of the database asks for';
CREATE INDEX assessment_incident ON assessment (incident_id, id);
CREATE INDEX assessment_waiting ON assessment (incident_id) WHERE status = 'submitted';

CREATE TABLE dissent (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  assessment_id uuid NOT NULL,
  author_id uuid NOT NULL REFERENCES app_user (id),
  statement text NOT NULL CHECK (char_length(statement) BETWEEN 1 AND 20000),
  CONSTRAINT dissent_assessment_fkey FOREIGN KEY (incident_id, assessment_id) REFERENCES assessment (incident_id, id));
CREATE INDEX dissent_assessment ON dissent (assessment_id, id);

CREATE TABLE ach_column (
  ${RECORD},
  organization_id uuid NOT NULL REFERENCES organization (id),
  author_id uuid NOT NULL REFERENCES app_user (id),
  cells jsonb NOT NULL,
  weights jsonb NOT NULL,
  CONSTRAINT ach_column_once UNIQUE (incident_id, author_id));
COMMENT ON TABLE ach_column IS 'one analyst''s judgements of evidence against hypotheses (Heuer)';
`;

const PARTIES = `
CREATE TABLE actor_identification (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organization (id),
  actor_id uuid NOT NULL REFERENCES threat_actor (id),
  other_actor_id uuid NOT NULL REFERENCES threat_actor (id),
  relation text NOT NULL CHECK (relation IN ('same_as','overlaps_with','part_of')),
  claimant_id uuid NOT NULL REFERENCES party (id),
  statement text NOT NULL CHECK (char_length(statement) BETWEEN 1 AND 20000),
  source_title text,
  source_publisher text,
  source_url text,
  ${partial('said')},
  withdrawn_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  CONSTRAINT actor_identification_of_two CHECK (actor_id <> other_actor_id));
COMMENT ON TABLE actor_identification IS 'that two names mean one group is a claim by someone, and merges nothing';
CREATE INDEX actor_identification_actor ON actor_identification (actor_id, organization_id);
CREATE INDEX actor_identification_other ON actor_identification (other_actor_id, organization_id);
`;

/** Findings, evidence, and the whole record of attribution. */
export class AttributionRecord1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [EVIDENCE, FINDINGS, ATTRIBUTION, PARTIES]) {
      await runner.query(part);
    }
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
