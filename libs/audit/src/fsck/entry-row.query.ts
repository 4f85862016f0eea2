import type { ReadRow } from './reads-check.js';

/** An entry with all that the database keeps of it. */
export interface EntryRow {
  readonly id: string;
  readonly leaf: Buffer;
  readonly organizationId: string | null;
  readonly incidentId: string | null;
  readonly caseVersion: number | null;
  readonly ordinal: number;
  readonly recordedAt: string;
  readonly kind: string | null;
  /** What decides who is shown it. */
  readonly marking: number;
  readonly insideOnly: boolean;
  /** Of records of its kind. */
  readonly kindInsideOnly: boolean;
  readonly salt: Buffer | null;
  readonly body: Buffer | null;
  readonly opened: unknown;
  readonly redacted: boolean;
  readonly placed: boolean;
  readonly waiting: Buffer | null;
  readonly overdue: boolean;
  readonly states: number;
  readonly read: ReadRow | null;
}

/** @param opened whether payloads may have lost a part of their fields. */
export const entries = (opened: boolean, which: string): string => `
  SELECT e.id, e.leaf, e.organization_id AS "organizationId", e.incident_id AS "incidentId", e.case_version AS "caseVersion", e.ordinal,
    to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt", e.kind,
    e.marking, e.inside_only AS "insideOnly", kind_inside_only(e.kind) AS "kindInsideOnly",
    p.salt, p.body, ${opened ? 'p.opened' : 'NULL'} AS opened, x.entry_id IS NOT NULL AS redacted,
    l.index IS NOT NULL AS placed, n.leaf_hash AS waiting, e.recorded_at < now() - interval '60 seconds' AS overdue,
    coalesce(s.states, 0) AS states, CASE WHEN r.id IS NOT NULL THEN to_jsonb(r) END AS read
  FROM history_entry e LEFT JOIN history_payload p ON p.entry_id = e.id LEFT JOIN history_redaction x ON x.entry_id = e.id
    LEFT JOIN log_leaf l ON l.entry_id = e.id LEFT JOIN log_pending n ON n.entry_id = e.id LEFT JOIN case_read r ON r.entry_id = e.id
    LEFT JOIN (SELECT entry_id, count(*)::int AS states FROM record_state GROUP BY entry_id) s ON s.entry_id = e.id
  WHERE ${which}`;
export const OF_CASES = 'e.incident_id IS NOT NULL ORDER BY e.incident_id, e.case_version, e.ordinal';
export const OF_NO_CASE = 'e.incident_id IS NULL ORDER BY e.position';
