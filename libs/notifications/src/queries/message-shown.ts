import { clearedSql, notHiddenSinceSql, RESERVED_KINDS, type SightParameters } from '@app/access';

const LATEST = `SELECT r.state FROM record_state r WHERE r.incident_id = i.id AND r.kind = n.subject_kind AND r.record_id = n.subject_id
  AND ${notHiddenSinceSql('n.subject_id', 'i.id', 'NULL')}
  ORDER BY r.case_version DESC LIMIT 1`;

/**
 * SQL: whether the message of table `n` is shown to a caller who sees its case `i`: they are cleared for the marking
 * under which its words were made and for that of the record it speaks of, as it is now; or that is their own.
 */
export const messageShownSql = (seer: SightParameters): string => `(
  (${clearedSql('i', 'n.tlp', seer)} AND (n.subject_id IS NULL OR EXISTS (
    SELECT 1 FROM (${LATEST}) latest WHERE ${clearedSql('i', `latest.state->>'tlp'`, seer)})))
  OR (n.subject_kind IN (${RESERVED_KINDS.map((kind) => `'${kind}'`).join(', ')}) AND EXISTS (
    SELECT 1 FROM (${LATEST}) latest WHERE (latest.state->>'organizationId')::uuid = ANY(${seer.organizationIds}))))`;
