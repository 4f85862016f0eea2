import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kinds of record that everyone is shown who sees the case. What is not named here is for those who work inside it. */
const OPEN_KINDS = `('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger', 'party', 'actor')`;
/** Kinds that are shown to the organization that made them too, whatever their marking. */
const RESERVED_KINDS = `('evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column')`;

/**
 * Who acts, as the transaction says (`Database`, `UnitOfWork`). Each is read once a statement, since policies
 * ask for them in sub-selects. Nothing is set: nobody acts, and sees nothing.
 */
const CALLER = `
CREATE FUNCTION caller_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.user', true), '')::uuid;
CREATE FUNCTION caller_guest() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.guest', true), '')::uuid;
COMMENT ON FUNCTION caller_guest IS 'whose own participations count: nobody''s where a key acts, which is of one organization';
CREATE FUNCTION caller_organizations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.orgs', true), '')::uuid[], '{}');
CREATE FUNCTION caller_purpose() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN split_part(coalesce(current_setting('app.purpose', true), ''), ' ', 1);
COMMENT ON FUNCTION caller_purpose IS 'its first word: what follows says for whom, such as which identity provider';
CREATE FUNCTION caller_case() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.case', true), '')::uuid;
CREATE FUNCTION caller_credential() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(current_setting('app.credential', true), '');
CREATE FUNCTION caller_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('app.now', true), '')::timestamptz, statement_timestamp());
COMMENT ON FUNCTION caller_case IS 'the case that a transaction is about: decided once a statement, where another one is decided row by row. It gives no right';

CREATE FUNCTION tlp_rank(tlp text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(array_position(ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'], tlp), 0)::smallint;
COMMENT ON FUNCTION tlp_rank IS 'TLP 2.0: 1 clear to 5 red; 0 where nothing is marked';
`;

/** The rule once more, over the tables themselves: the policies cannot ask tables that are behind policies. */
const RULE = `
CREATE VIEW seat_in_case AS
  SELECT p.incident_id, tlp_rank(p.max_tlp) AS clearance, p.capacity IN ('responder', 'analyst', 'auditor') AS inside,
    (ARRAY['clear', 'green', 'amber', 'amber+strict', 'red'])[1 : tlp_rank(p.max_tlp)] AS markings
  FROM participant p
  WHERE (p.user_id = (SELECT caller_guest()) OR p.organization_id = ANY ((SELECT caller_organizations())::uuid[]))
    AND p.ended_at IS NULL AND (p.until IS NULL OR p.until > (SELECT caller_now()));
COMMENT ON VIEW seat_in_case IS 'the participations of whoever acts, in force; the owner reads, so that no policy asks another one';

CREATE FUNCTION case_clearance(of_case uuid, inside boolean) RETURNS smallint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;
COMMENT ON FUNCTION case_clearance IS 'the rank up to which whoever acts is shown records of the case, of those for everyone or for those inside; null or -1: none';

CREATE FUNCTION record_is_shown(of_case uuid, marking smallint, inside_only boolean, reserved_to uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(marking <= case_clearance(of_case, inside_only), false)
    OR (reserved_to = ANY (caller_organizations()) AND case_clearance(of_case, false) >= 0);

CREATE FUNCTION case_owner() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT i.organization_id FROM incident i WHERE i.id = caller_case() AND case_clearance(i.id, false) >= 0);
END $$;
COMMENT ON FUNCTION case_owner IS 'whose the case is that the transaction is about, where whoever acts sees it: its register of parties serves the case';
`;

/** What decides whether a state is shown stands beside it, made by the database. */
const COLUMNS = `
CREATE FUNCTION state_marking(kind text, state jsonb) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN kind = 'holder_name' AND state IS NOT NULL THEN 6 ELSE tlp_rank(state->>'tlp') END::smallint;
COMMENT ON FUNCTION state_marking IS 'rank of the marking; 6, above every clearance, of who stands behind a pseudonym: that is read from a table of its own';
CREATE FUNCTION kind_inside_only(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN kind NOT IN ${OPEN_KINDS};
CREATE FUNCTION state_reserved_to(kind text, state jsonb) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN kind IN ${RESERVED_KINDS} THEN (state->>'organizationId')::uuid END;

ALTER TABLE record_state
  ADD COLUMN marking smallint NOT NULL GENERATED ALWAYS AS (state_marking(kind, state)) STORED,
  ADD COLUMN inside_only boolean NOT NULL GENERATED ALWAYS AS (kind_inside_only(kind)) STORED,
  ADD COLUMN reserved_to uuid GENERATED ALWAYS AS (state_reserved_to(kind, state)) STORED;
CREATE INDEX record_state_shown ON record_state (incident_id, case_version) INCLUDE (kind, record_id, marking, inside_only, reserved_to);
COMMENT ON COLUMN record_state.marking IS 'rank of the state''s TLP; 0: as the case';
COMMENT ON COLUMN record_state.reserved_to IS 'the organization that made it, of kinds that are always shown to theirs';

ALTER TABLE history_entry
  ADD COLUMN kind text,
  ADD COLUMN marking smallint NOT NULL DEFAULT 0,
  ADD COLUMN inside_only boolean NOT NULL DEFAULT true,
  ADD COLUMN reserved_to uuid;
COMMENT ON COLUMN history_entry.kind IS 'of the record that was changed; null where it was redacted before this was kept';
COMMENT ON COLUMN history_entry.marking IS 'of the record as the change left it: outlives a redaction';
ALTER TABLE history_entry DISABLE TRIGGER USER;
UPDATE history_entry e SET kind = s.kind, marking = tlp_rank(s.state->>'tlp'), inside_only = s.inside_only, reserved_to = s.reserved_to
  FROM record_state s WHERE s.entry_id = e.id;
ALTER TABLE history_entry ENABLE TRIGGER USER;

ALTER TABLE search_document
  ADD COLUMN marking smallint NOT NULL DEFAULT 0,
  ADD COLUMN inside_only boolean NOT NULL GENERATED ALWAYS AS (kind_inside_only(kind)) STORED,
  ADD COLUMN reserved_to uuid;
UPDATE search_document d SET marking = s.marking, reserved_to = s.reserved_to
  FROM (SELECT DISTINCT ON (record_id) * FROM record_state ORDER BY record_id, case_version DESC) s WHERE s.record_id = d.record_id;

CREATE INDEX party_organization ON party (organization_id);
CREATE INDEX threat_actor_organization ON threat_actor (organization_id);
`;

/**
 * What needs to know of what is hidden, asked of the database's own rule: an index on words cannot be used behind a
 * policy, since its operator is not leakproof; and a link to a hidden record can be left out by one only who knows it.
 */
const ANSWERS = `
CREATE FUNCTION hidden_records(of_case uuid, up_to integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;
COMMENT ON FUNCTION hidden_records IS 'ids of the records of a case that whoever acts is not shown: their names are left out of what is. Nothing of a case that they do not see';

CREATE FUNCTION name_of_key(key uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT k.name FROM api_key k WHERE k.id = key);
END $$;
COMMENT ON FUNCTION name_of_key IS 'beside its id in the log of reads: keys of other organizations are shown by no row';

CREATE FUNCTION states_withheld(of_case uuid) RETURNS TABLE (kind text, record_id uuid, case_version integer, recorded_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;
COMMENT ON FUNCTION states_withheld IS 'when records of a case that whoever acts was shown were marked above them';

CREATE FUNCTION records_with_words(wanted tsquery, older_than uuid, at_most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT d.record_id FROM search_document d JOIN incident i ON i.id = d.incident_id
    WHERE d.words @@ wanted AND (older_than IS NULL OR d.record_id < older_than)
      AND (i.organization_id = ANY (caller_organizations())
        OR EXISTS (SELECT 1 FROM seat_in_case s WHERE s.incident_id = i.id AND s.clearance >= tlp_rank(i.tlp)
          AND record_is_shown(i.id, d.marking, d.inside_only, d.reserved_to)))
    ORDER BY d.record_id DESC LIMIT at_most;
END $$;
COMMENT ON FUNCTION records_with_words IS 'ids of records shown to whoever acts that have the words, newest first';
`;

/** Nobody calls them but who is named in PRIVILEGES. */
const CLOSED = `
REVOKE ALL ON FUNCTION caller_id, caller_guest, caller_organizations, caller_purpose, caller_case, caller_credential, caller_now, tlp_rank,
  case_clearance, record_is_shown, case_owner, state_marking, kind_inside_only, state_reserved_to,
  hidden_records, name_of_key, states_withheld, records_with_words FROM PUBLIC;
`;

/** Jobs, and what they may read or write for their purpose. */
const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  notify: [
    'incident',
    'comment',
    'task',
    'participant',
    'stakeholder',
    'record_state',
    'history_entry',
    'finding',
    'assessment',
    'inquiry',
    'notification',
    'delivery',
    'delivery_attempt',
  ],
  deliver: [
    'incident',
    'participant',
    'stakeholder',
    'record_state',
    'notification',
    'delivery',
    'delivery_attempt',
    'mailbox_message',
  ],
  tracking: ['incident', 'task', 'inquiry'],
  // A write that must know of, or mark anew, records which its author is not shown.
  reliance: ['record_state', 'pivot', 'claim', 'leaked_artifact', 'finding_account', 'comment'],
  break_glass: ['incident', 'participant', 'record_state', 'history_entry'],
  'release-work': ['incident', 'task', 'participant', 'record_state', 'history_entry', 'search_document'],
  identity_provider: ['api_key', 'history_entry'],
  catalogue: ['party', 'threat_actor', 'history_entry', 'history_payload'],
  administration: ['party', 'threat_actor', 'history_entry', 'history_payload', 'api_key', 'invitation'],
  recognition: ['incident', 'participant', 'api_key'],
  invitation: ['invitation'],
  upkeep: ['evidence', 'idempotency_key'],
};

const level = (inside: string): string => `(SELECT case_clearance((SELECT caller_case()), ${inside}))`;
const ORGANIZATIONS = '(SELECT caller_organizations())';

/** SQL: whether a row of a case is shown: the case that the transaction is about is decided once a statement, every other one for itself. */
const shown = ({ marking, inside, reservedTo }: { marking: string; inside: string; reservedTo: string }): string => `
  CASE WHEN incident_id = (SELECT caller_case())
    THEN coalesce(${marking} <= CASE WHEN ${inside} THEN ${level('true')} ELSE ${level('false')} END, false)
      OR (${reservedTo} = ANY (${ORGANIZATIONS}::uuid[]) AND ${level('false')} >= 0)
    ELSE record_is_shown(incident_id, ${marking}, ${inside}, ${reservedTo}) END`;

const AS_SAID = { marking: 'marking', inside: 'inside_only', reservedTo: 'reserved_to' };
const TLP = 'tlp_rank(tlp)';
const NOBODY = 'NULL::uuid';
const forEveryone = (marking: string): string => shown({ marking, inside: 'false', reservedTo: NOBODY });
const inside = (marking = '0::smallint'): string => shown({ marking, inside: 'true', reservedTo: NOBODY });
const reserved = (marking = '0::smallint'): string => shown({ marking, inside: 'true', reservedTo: 'organization_id' });

const CASE_SEEN = `coalesce(CASE WHEN incident_id = (SELECT caller_case()) THEN ${level('false')} ELSE case_clearance(incident_id, false) END >= 0, false)`;

const OWN = `organization_id = ANY (${ORGANIZATIONS}::uuid[])`;
const OF_REGISTER = `organization_id IS NULL OR ${OWN} OR organization_id = (SELECT case_owner())`;
const OF_ENTRY = `EXISTS (SELECT 1 FROM history_entry e WHERE e.id = entry_id)`;
const OF_NOTIFICATION = `EXISTS (SELECT 1 FROM notification n WHERE n.id = notification_id)`;
const OF_DELIVERY = `EXISTS (SELECT 1 FROM delivery d WHERE d.id = delivery_id)`;

/** For each table which rows whoever acts sees and may write. */
const ROWS: Readonly<Record<string, string>> = {
  incident: `CASE WHEN ${OWN} THEN true ELSE EXISTS (SELECT 1 FROM seat_in_case s, unnest(s.markings) AS m (tlp)
    WHERE s.incident_id = incident.id AND m.tlp = incident.tlp) END`,
  record_state: shown(AS_SAID),
  history_entry: `CASE WHEN incident_id IS NULL THEN ${OWN} ELSE ${shown(AS_SAID)} END`,
  search_document: shown(AS_SAID),
  history_payload: OF_ENTRY,
  history_redaction: OF_ENTRY,
  affected_account: forEveryone(TLP),
  pivot: forEveryone(TLP),
  disclosure: forEveryone(TLP),
  leaked_artifact: forEveryone(TLP),
  hypothesis: forEveryone(TLP),
  claim: forEveryone(TLP),
  merger: forEveryone('0::smallint'),
  comment: inside(TLP),
  task: inside(TLP),
  evidence: reserved(TLP),
  custody_step: reserved(),
  finding: reserved(TLP),
  finding_account: reserved(TLP),
  inquiry: reserved(TLP),
  assessment: reserved(TLP),
  dissent: reserved(),
  ach_column: reserved(),
  case_read: inside(),
  participant: `user_id = (SELECT caller_guest()) OR ${OWN} OR ${inside()}`,
  stakeholder: `${OWN} OR (incident_id IS NOT NULL AND ${inside()})`,
  notification: `user_id = (SELECT caller_id()) OR ${inside(TLP)}`,
  delivery: OF_NOTIFICATION,
  delivery_attempt: OF_DELIVERY,
  mailbox_message: OF_DELIVERY,
  party: OF_REGISTER,
  threat_actor: OF_REGISTER,
  actor_identification: OF_REGISTER,
  reference_counter: OWN,
  api_key: `user_id = (SELECT caller_id()) OR ${OWN}`,
  invitation: OWN,
  idempotency_key: `caller = (SELECT caller_credential())`,
};

/** What is added to and never changed: who may add, where that is more than who may read. A payload's entry comes in the same statement, which no policy sees. */
const ADDED: Readonly<Record<string, string>> = {
  record_state: `${CASE_SEEN}`,
  history_entry: `incident_id IS NULL OR ${CASE_SEEN}`,
  history_payload: 'true',
  case_read: `${CASE_SEEN}`,
};

/** Who stands behind a pseudonym: read for that purpose only, and by those inside; written by who writes to the case. */
const NAMES = `
ALTER TABLE holder_name ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder_name_for_names ON holder_name USING ((SELECT caller_purpose() = 'names') AND ${inside()}) WITH CHECK (${inside()});
CREATE POLICY holder_name_added ON holder_name FOR INSERT WITH CHECK (${inside()});
`;

const policies = (): string =>
  Object.entries(ROWS)
    .map(([table, rows]) => {
      const purposes = Object.keys(PURPOSES).filter((purpose) => PURPOSES[purpose]?.includes(table));
      const forPurposes =
        purposes.length === 0
          ? ''
          : `CREATE POLICY ${table}_for_purposes ON ${table} USING ((SELECT caller_purpose() IN (${purposes.map((purpose) => `'${purpose}'`).join(', ')})));`;
      return `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
${
  ADDED[table] === undefined
    ? `CREATE POLICY ${table}_for_caller ON ${table} USING (${rows});`
    : `CREATE POLICY ${table}_for_caller ON ${table} FOR SELECT USING (${rows});
CREATE POLICY ${table}_added ON ${table} FOR INSERT WITH CHECK (${ADDED[table]});`
}
${forPurposes}`;
    })
    .join('\n');

/** The second fence (ADR 8): the database shows and takes only what the rule lets whoever acts see. The owner of the tables is not held by it. */
export class RowSecurity1764200900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query([CALLER, RULE, COLUMNS, ANSWERS, policies(), NAMES, CLOSED].join('\n'));
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
