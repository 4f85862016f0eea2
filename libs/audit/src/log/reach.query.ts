import { Injectable } from '@nestjs/common';
import {
  capacitySql,
  mayInCase,
  mayInOrganization,
  participationInForceSql,
  sightUser,
  type Caller,
  type CaseSight,
} from '@app/access';
import type { SightOfRecords } from '@app/incidents';
import {
  Clock,
  Database,
  statement,
  tlpOfRankSql,
  tlpRankSql,
  type IncidentId,
  type OrganizationId,
} from '@app/platform';

/** The entries of which a caller is shown anything, by where they are from. */
export interface Reach {
  /** Organizations of the caller: of their cases a member is shown everything. */
  readonly own: readonly OrganizationId[];
  /** Those whose own history the caller may read. */
  readonly histories: readonly OrganizationId[];
  /** Those of whose cases the caller may know who read them. */
  readonly reads: readonly OrganizationId[];
  /** How the caller sees the cases of others in which they take part. */
  readonly elsewhere: readonly CaseSight[];
}

// $1 organizations, $2 now, $3 who takes part in person, $4 whose seats. The grounds of the access rule, as in `recognition`.
const ELSEWHERE = statement(
  'sights_elsewhere',
  `SELECT i.id AS "incidentId", i.organization_id AS "organizationId", i.reference, i.tlp, i.status, ARRAY[]::text[] AS roles,
     array_agg(${capacitySql('p', 'taking.role')}) AS capacities, ${tlpOfRankSql(`max(${tlpRankSql('p.max_tlp')})`)} AS clearance,
     bool_or(p.elevated) AS elevated
   FROM participant p JOIN incident i ON i.id = p.incident_id
     LEFT JOIN membership taking ON taking.user_id = $4 AND taking.organization_id = p.organization_id AND taking.ended_at IS NULL
   WHERE (p.organization_id = ANY($1::uuid[]) OR p.user_id = $3) AND i.organization_id <> ALL($1::uuid[])
     AND ${participationInForceSql('p', 'i', '$2')}
   GROUP BY i.id ORDER BY i.id`,
);

/** Where a caller may look in the log. */
@Injectable()
export class Reaches {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller): Promise<Reach> {
    const values = [caller.organizationIds, this.clock.now(), sightUser(caller), caller.userId];
    return {
      own: caller.organizationIds,
      histories: caller.organizationIds.filter((id) => mayInOrganization(caller, id, 'organization.history')),
      reads: caller.memberships
        .filter(({ role }) => mayInCase({ roles: [role], capacities: [] }, 'reads.read'))
        .map(({ organizationId }) => organizationId),
      elsewhere: await this.database.read<CaseSight>(caller, ELSEWHERE, values),
    };
  }
}

/** How the caller sees a case in their reach: of a case of their own organization everything, whatever their role. */
export function sightIn(
  caller: Caller,
  { elsewhere }: Reach,
  { incidentId, organizationId }: { incidentId: IncidentId; organizationId: OrganizationId },
): SightOfRecords {
  const roles = caller.memberships.filter((seat) => seat.organizationId === organizationId).map(({ role }) => role);
  return (
    elsewhere.find((sight) => sight.incidentId === incidentId) ?? {
      incidentId,
      roles,
      capacities: [],
      clearance: 'red',
    }
  );
}
