import { Injectable } from '@nestjs/common';
import { mayInCase, NAMES_KIND, type Caller } from '@app/access';
import { shownChangesSql, showsAll } from '@app/incidents';
import { Database, statement, type IncidentId, type OrganizationId } from '@app/platform';
import type { StoredEntry } from './disclosed.rules.js';
import type { Reach } from './reach.query.js';

/** An entry of the log of which a caller is shown something. */
export interface LogEntry extends StoredEntry {
  readonly index: number;
  /** Null outside cases. */
  readonly incidentId: string | null;
  readonly organizationId: string | null;
  readonly recordedAt: Date;
}

// $1 from, $2 below, $3 own organizations, $4 those of histories, $5 those of reads, $6 cases shown whole, $7 those with
// names, $8 cases shown in part, $9 up to when, $10 limit.
const SHOWN = `(
    (e.incident_id IS NOT NULL AND e.organization_id = ANY($3::uuid[]))
    OR (e.incident_id = ANY($6::uuid[]) AND (e.kind IS DISTINCT FROM '${NAMES_KIND}' OR e.incident_id = ANY($7::uuid[])))
    OR (e.incident_id = ANY($8::uuid[]) AND e.id IN (
      SELECT c.entry_id FROM unnest($8::uuid[]) AS part (id), LATERAL (${shownChangesSql('part.id')}) c WHERE c.shown AND c.moved)
      AND coalesce((convert_from(p.body, 'UTF8')::json->'subject'->>'id')::uuid <> ALL (ARRAY(
        SELECT h FROM unnest($8::uuid[]) AS part (id), LATERAL hidden_records(part.id, NULL) h)), true))
    OR (e.incident_id IS NULL AND e.kind IS DISTINCT FROM 'case_read' AND e.organization_id = ANY($4::uuid[]))
    OR (e.incident_id IS NULL AND e.kind = 'case_read' AND e.organization_id = ANY($5::uuid[]))
    OR e.organization_id IS NULL)`;

const PAGE = statement(
  'log_entries_shown',
  `SELECT l.index::float8 AS index, e.incident_id AS "incidentId", e.organization_id AS "organizationId", e.recorded_at AS "recordedAt",
     e.leaf, p.salt, p.body, p.opened
   FROM log_leaf l JOIN history_entry e ON e.id = l.entry_id LEFT JOIN history_payload p ON p.entry_id = e.id
   WHERE l.index >= $1 AND l.index < $2 AND ($9::timestamptz IS NULL OR e.recorded_at <= $9) AND ${SHOWN}
   ORDER BY l.index LIMIT $10`,
);
const CASES = statement(
  'log_cases_shown',
  `SELECT e.incident_id AS "incidentId", e.organization_id AS "organizationId"
   FROM log_leaf l JOIN history_entry e ON e.id = l.entry_id LEFT JOIN history_payload p ON p.entry_id = e.id
   WHERE e.incident_id IS NOT NULL AND l.index >= $1 AND l.index < $2 AND ($9::timestamptz IS NULL OR e.recorded_at <= $9) AND ${SHOWN}
   GROUP BY e.incident_id, e.organization_id ORDER BY e.organization_id, e.incident_id LIMIT $10`,
);
const LAST = statement(
  'log_last_shown',
  `SELECT max(e.recorded_at) AS at
   FROM log_leaf l JOIN history_entry e ON e.id = l.entry_id LEFT JOIN history_payload p ON p.entry_id = e.id
   WHERE l.index >= $1 AND l.index < $2 AND ($9::timestamptz IS NULL OR e.recorded_at <= $9) AND ${SHOWN} AND $10::int IS NULL`,
);

export interface CaseOfLog {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
}

/** Which part of the log: from an index to below another, recorded by a moment. */
export interface Part {
  readonly from: number;
  readonly below: number;
  readonly by?: Date | null;
}

/** The entries of the whole log that a caller is shown, in its order. */
@Injectable()
export class ShownEntries {
  constructor(private readonly database: Database) {}

  /** No more than `limit`. */
  async page(caller: Caller, reach: Reach, part: Part, limit: number): Promise<LogEntry[]> {
    return await this.database.read<LogEntry>(caller, PAGE, values(reach, part, limit));
  }

  /** The cases of these entries, by organization. */
  async cases(caller: Caller, reach: Reach, part: Part, limit: number): Promise<CaseOfLog[]> {
    return await this.database.read(caller, CASES, values(reach, part, limit));
  }

  /** When the last of these entries was recorded; null where there is none. */
  async lastRecordedAt(caller: Caller, reach: Reach, part: Part): Promise<Date | null> {
    const [row] = await this.database.read<{ at: Date | null }>(caller, LAST, values(reach, part, null));
    return row?.at ?? null;
  }
}

function values(
  { own, histories, reads, elsewhere }: Reach,
  { from, below, by = null }: Part,
  limit: number | null,
): unknown[] {
  const whole = elsewhere.filter(showsAll);
  const ids = (sights: Reach['elsewhere']): string[] => sights.map(({ incidentId }) => incidentId);
  return [
    from,
    below,
    own,
    histories,
    reads,
    ids(whole),
    ids(whole.filter((sight) => mayInCase(sight, 'names.read'))),
    ids(elsewhere.filter((sight) => !showsAll(sight))),
    by,
    limit,
  ];
}
