import { tlpRankSql, type UserId } from '@app/platform';
import type { Caller } from './caller.js';

/** Nobody's id: the nil UUID (RFC 9562, section 5.9). No row bears it. */
export const NOBODY = '00000000-0000-0000-0000-000000000000' as UserId;

/**
 * Whose own participations let the caller see a case. A key is of one organization: it sees what that
 * organization sees, and nothing by an invitation that its maker holds in person.
 */
export const sightUser = (caller: Pick<Caller, 'userId' | 'key'>): UserId => (caller.key ? NOBODY : caller.userId);

/** The values that {@link sightSql} compares with: parameter places or expressions. */
export interface SightParameters {
  /** uuid[]: the organizations that the caller is a member of. */
  readonly organizationIds: string;
  /** uuid: whose own participations count ({@link sightUser}). */
  readonly userId: string;
  /** timestamptz: now. */
  readonly now: string;
}

/** SQL: the participations of table `p` that are in force, and whose clearance reaches the case of table `i`. */
export const participationInForceSql = (p: string, i: string, now: string): string =>
  `${p}.ended_at IS NULL AND (${p}.until IS NULL OR ${p}.until > ${now})
   AND ${tlpRankSql(`${p}.max_tlp`)} >= ${tlpRankSql(`${i}.tlp`)}`;

/**
 * SQL: what a participation of table `p` gives to someone whose role in the organization that takes part is
 * `role`; null where they take part in person. Nobody has more by it than by their own role: an auditor reads,
 * wherever their organization was invited to write.
 */
export const capacitySql = (p: string, role: string): string =>
  `CASE WHEN ${role} IS DISTINCT FROM 'auditor' THEN ${p}.capacity
        WHEN ${p}.capacity IN ('contributor', 'observer') THEN 'observer' ELSE 'auditor' END`;

/**
 * The one access rule, as SQL over the case of table `i`: members of the organization that
 * owns it see it, and so do participants from elsewhere while their participation lasts and
 * their clearance reaches its marking. Nobody else does.
 */
export function sightSql(i: string, { organizationIds, userId, now }: SightParameters): string {
  return `(${i}.organization_id = ANY(${organizationIds})
    OR EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = ${i}.id
      AND (p.organization_id = ANY(${organizationIds}) OR p.user_id = ${userId})
      AND ${participationInForceSql('p', i, now)}))`;
}
