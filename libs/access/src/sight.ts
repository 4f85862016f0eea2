import { tlpRankSql } from '@app/platform';

/** The values that {@link sightSql} compares with: parameter places or expressions. */
export interface SightParameters {
  /** uuid[]: the organizations that the caller is a member of. */
  readonly organizationIds: string;
  /** uuid: the caller. */
  readonly userId: string;
  /** timestamptz: now. */
  readonly now: string;
}

/** SQL: the participations of table `p` that are in force, and whose clearance reaches the case of table `i`. */
export const participationInForceSql = (p: string, i: string, now: string): string =>
  `${p}.ended_at IS NULL AND (${p}.until IS NULL OR ${p}.until > ${now})
   AND ${tlpRankSql(`${p}.max_tlp`)} >= ${tlpRankSql(`${i}.tlp`)}`;

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
