import { Injectable } from '@nestjs/common';
import {
  isInside,
  recordShownSql,
  RESERVED_KINDS,
  sightSql,
  sightUser,
  type Caller,
  type RecordSightParameters,
} from '@app/access';
import { Clock, Database, NotFound, statement, type Tx } from '@app/platform';
import { showsAll, type SightOfRecords } from '../sight-of-records.js';
import { VersionCount, type ShownVersion } from '../version-count.rules.js';

const quoted = (kinds: readonly string[]): string => `(${kinds.map((kind) => `'${kind}'`).join(', ')})`;
/** What those read who see the case and do not work inside it: that anything else was written makes no difference to them. */
const READ_OUTSIDE = quoted([
  ...['incident', 'account', 'pivot', 'disclosure', 'artifact', 'hypothesis', 'claim', 'merger'],
  ...RESERVED_KINDS,
]);
/** Written with a record of a case, and read elsewhere by its organization alone. */
const READ_ELSEWHERE = quoted(['party', 'actor']);
/** Fields that name other records, of the kinds whose states have them. */
const LINKS = `'{version,restsOn,respondsTo,evidence,cells,weights,answerClaimId}'::text[]`;
const LINKING = `('claim', 'pivot', 'inquiry', 'assessment', 'ach_column')`;
const listOf = (state: string, field: string): string => `coalesce(nullif(${state}->'${field}', 'null'), '[]')`;
const linksOf = (state: string): string =>
  `(${['restsOn', 'respondsTo', 'evidence', 'cells', 'weights'].map((field) => listOf(state, field)).join(' || ')}
    || CASE WHEN ${state}->>'answerClaimId' IS NULL THEN '[]' ELSE jsonb_build_array(jsonb_build_object('kind', 'claim', 'id', ${state}->'answerClaimId')) END)`;

/**
 * SQL: every state of the records of case `incident`, with its version, its entry, whether it is shown, and whether
 * it shows something that was not there before, or hides what was. A link to a hidden record is nothing that is shown.
 */
export function shownChangesSql(incident: string, sight: RecordSightParameters): string {
  const shown = (alias: string): string =>
    `(${recordShownSql({ kind: `${alias}.kind`, state: `${alias}.state` }, sight)} AND CASE WHEN ${sight.inside} THEN ${alias}.kind NOT IN ${READ_ELSEWHERE} ELSE ${alias}.kind IN ${READ_OUTSIDE} END)`;
  const named = `coalesce(nullif(l.link->'evidence', 'null'), l.link)`;
  const linkMoved = `EXISTS (
    SELECT 1 FROM ((SELECT * FROM jsonb_array_elements(${linksOf('c.state')}) EXCEPT SELECT * FROM jsonb_array_elements(${linksOf(`coalesce(c.before, '{}')`)}))
      UNION ALL (SELECT * FROM jsonb_array_elements(${linksOf(`coalesce(c.before, '{}')`)}) EXCEPT SELECT * FROM jsonb_array_elements(${linksOf('c.state')}))) l (link)
    WHERE (SELECT ${shown('r')} FROM record_state r WHERE r.incident_id = ${incident} AND r.kind = ${named}->>'kind'
      AND r.record_id = (${named}->>'id')::uuid AND r.case_version <= c.case_version ORDER BY r.case_version DESC LIMIT 1) IS TRUE)`;
  return `SELECT c.case_version, c.entry_id, c.shown, (c.shown OR coalesce(c.was_shown, false)) AND CASE
      WHEN c.kind NOT IN ${LINKING} THEN true
      WHEN c.kind = 'ach_column' THEN ${linkMoved}
      WHEN c.was_shown IS DISTINCT FROM c.shown OR (c.state - ${LINKS}) <> (c.before - ${LINKS}) THEN true
      ELSE ${linkMoved} END AS moved
    FROM (SELECT s.kind, s.case_version, s.entry_id, s.state, ${shown('s')} AS shown,
        lag(${shown('s')}) OVER earlier AS was_shown, CASE WHEN s.kind IN ${LINKING} THEN lag(s.state) OVER earlier END AS before
      FROM record_state s WHERE s.incident_id = ${incident}
      WINDOW earlier AS (PARTITION BY s.kind, s.record_id ORDER BY s.case_version)) c`;
}

/** SQL: the versions of a case that change what a reader is shown, each with when it was recorded. */
export const shownVersionsSql = (incident: string, sight: RecordSightParameters): string =>
  `SELECT m.case_version, min(m.recorded_at) AS recorded_at FROM (
     SELECT v.case_version, e.recorded_at FROM (${shownChangesSql(incident, sight)}) v JOIN history_entry e ON e.id = v.entry_id WHERE v.moved
     UNION ALL SELECT w.case_version, w.recorded_at FROM states_withheld(${incident}) w) m GROUP BY m.case_version`;

// $1 case, $2 organizations, $3 caller, $4 now, $5 clearance, $6 whether they work inside the case.
const VERSIONS = statement(
  'shown_versions',
  `SELECT i.case_version AS "upTo", (SELECT coalesce(json_agg(json_build_object('version', w.case_version,
       'recordedAt', to_char(w.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY w.case_version), '[]')
     FROM (${shownVersionsSql('i.id', { clearance: '$5::text', inside: '$6::boolean', organizationIds: '$2::uuid[]' })}) w) AS versions
   FROM incident i WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })}`,
);

interface Row {
  readonly upTo: number;
  readonly versions: readonly ShownVersion[];
}

/** The versions of a case as one reader may count them (ADR 0014). */
@Injectable()
export class ShownVersions {
  /** Of the requests on their way: one request asks for one case by one sight. */
  private readonly known = new WeakMap<SightOfRecords, VersionCount>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Null for who is shown everything, and counts every version. Ask after what was read, with the version that it was
   * read at: a count never goes back on what it has said of a version.
   *
   * @throws {NotFound} where the caller does not see the case.
   */
  async of(caller: Caller, sight: SightOfRecords, version = 0): Promise<VersionCount | null> {
    if (showsAll(sight)) {
      return null;
    }
    const known = this.known.get(sight);
    if (known && known.upTo >= version) {
      return known;
    }
    const count = countOf(await this.database.read<Row>(caller, VERSIONS, this.values(caller, sight)));
    this.known.set(sight, count);
    return count;
  }

  /** The same, inside a transaction that wrote to the case and settled its history. */
  async in(tx: Tx, caller: Caller, sight: SightOfRecords): Promise<VersionCount | null> {
    return showsAll(sight) ? null : countOf(await tx.sql<Row>(VERSIONS, this.values(caller, sight)));
  }

  private values(caller: Caller, sight: SightOfRecords): unknown[] {
    const { incidentId, clearance } = sight;
    return [incidentId, caller.organizationIds, sightUser(caller), this.clock.now(), clearance, isInside(sight)];
  }
}

function countOf([row]: readonly Row[]): VersionCount {
  if (!row) {
    throw new NotFound('incident');
  }
  return new VersionCount(row.versions, row.upTo);
}
