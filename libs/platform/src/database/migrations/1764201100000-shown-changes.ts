import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What those read who see a case and do not work inside it: that anything else was written makes no difference to them. */
const READ_OUTSIDE = `('incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger',
  'evidence', 'custody_step', 'finding', 'finding_account', 'inquiry', 'assessment', 'dissent', 'ach_column')`;
/** Written with a record of a case, and read elsewhere by its organization alone. */
const READ_ELSEWHERE = `('party', 'actor')`;
/** Kinds whose states name other records in lists, and the fields that do. */
const LINKING = `('claim', 'pivot', 'inquiry', 'assessment', 'ach_column')`;
const LINKS = `'{version,restsOn,respondsTo,evidence,cells,weights,answerClaimId}'::text[]`;

const listOf = (state: string, field: string): string => `coalesce(nullif(${state}->'${field}', 'null'), '[]')`;
const linksOf = (state: string): string =>
  `(${['restsOn', 'respondsTo', 'evidence', 'cells', 'weights'].map((field) => listOf(state, field)).join(' || ')}
    || CASE WHEN ${state}->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', ${state}->'answerClaimId')) END)`;

const shown = (s: string): string =>
  `(coalesce(${s}.marking <= CASE WHEN ${s}.inside_only THEN inside ELSE outside END, false)
      OR coalesce(${s}.reserved_to = ANY (organizations), false))
    AND CASE WHEN works_inside THEN ${s}.kind NOT IN ${READ_ELSEWHERE} ELSE ${s}.kind IN ${READ_OUTSIDE} END`;

const LINK = `coalesce(nullif(l.link->'evidence', 'null'), l.link)`;
/** Whether a link came or went that leads to what is shown. */
const LINK_MOVED = `EXISTS (
  SELECT 1 FROM ((SELECT * FROM jsonb_array_elements(${linksOf('c.state')}) EXCEPT SELECT * FROM jsonb_array_elements(${linksOf(`coalesce(c.before, '{}')`)}))
    UNION ALL (SELECT * FROM jsonb_array_elements(${linksOf(`coalesce(c.before, '{}')`)}) EXCEPT SELECT * FROM jsonb_array_elements(${linksOf('c.state')}))) l (link)
  WHERE (SELECT ${shown('r')} FROM record_state r WHERE r.incident_id = of_case AND r.kind = ${LINK}->>'kind'
    AND r.record_id = (${LINK}->>'id')::uuid AND r.case_version <= c.case_version ORDER BY r.case_version DESC LIMIT 1) IS NOT FALSE)`;

/**
 * Every state of the records of a case, with its version, its entry, whether it is shown to whoever acts, and whether
 * it shows something that was not there before, or hides what was (ADR 14). A link to a hidden record is nothing that
 * is shown. Asked of the database's own rule, since it has to know of what is hidden to leave it out of the count; of a
 * case that whoever acts does not see, it says nothing.
 */
const SHOWN_CHANGES = `
CREATE FUNCTION shown_changes(of_case uuid)
RETURNS TABLE (case_version integer, entry_id uuid, recorded_at timestamptz, shown boolean, moved boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
      WHEN c.kind NOT IN ${LINKING} THEN true
      WHEN c.kind = 'ach_column' THEN ${LINK_MOVED}
      WHEN c.was_shown IS DISTINCT FROM c.shown OR (c.state - ${LINKS}) <> (c.before - ${LINKS}) THEN true
      ELSE ${LINK_MOVED} END
  FROM (SELECT s.kind, s.case_version, s.entry_id, s.state, ${shown('s')} AS shown,
      lag(${shown('s')}) OVER earlier AS was_shown, CASE WHEN s.kind IN ${LINKING} THEN lag(s.state) OVER earlier END AS before
    FROM record_state s WHERE s.incident_id = of_case
    WINDOW earlier AS (PARTITION BY s.kind, s.record_id ORDER BY s.case_version)) c
  JOIN history_entry e ON e.id = c.entry_id;
END $$;
REVOKE ALL ON FUNCTION shown_changes FROM PUBLIC;
COMMENT ON FUNCTION shown_changes IS 'the changes of a case by which whoever acts counts its versions';
`;

export class ShownChanges1764201100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SHOWN_CHANGES);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup to go back.');
  }
}
