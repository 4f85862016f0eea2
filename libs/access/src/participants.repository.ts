import { Injectable } from '@nestjs/common';
import { Clock, Database, NotFound, statement, type OrganizationId, type Tx } from '@app/platform';
import { actingInCase } from './acting-organization.rules.js';
import type { Caller, Capacity, CaseSight } from './caller.js';
import type { CaseVerb } from './case.policy.js';
import { afterId, type PageAsked } from './id-cursor.js';
import { Participant } from './participant.entity.js';
import { participationInForceSql, sightSql, sightUser } from './sight.js';

/** A participation with the name of who takes part. */
export type NamedParticipant = Participant & { readonly name: string; readonly invitedByName: string | null };

const COLUMNS = `q.id, q.incident_id AS "incidentId", q.organization_id AS "organizationId", q.user_id AS "userId", q.capacity,
  q.max_tlp AS "maxTlp", q.until, q.elevated, q.reason, q.invited_by_id AS "invitedById", q.ended_at AS "endedAt", q.created_at AS "createdAt", q.version, coalesce(o.name, u.name) AS name,
  inviter.name AS "invitedByName"`;
const NAMES = `LEFT JOIN organization o ON o.id = q.organization_id LEFT JOIN app_user u ON u.id = q.user_id LEFT JOIN app_user inviter ON inviter.id = q.invited_by_id`;

const LIST = statement(
  'participants',
  `SELECT ${COLUMNS} FROM incident i JOIN participant q ON q.incident_id = i.id ${NAMES}
   WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })} AND ($5::uuid IS NULL OR q.id > $5)
   ORDER BY q.id LIMIT $6`,
);
const ONE = statement(
  'participant_one',
  `SELECT ${COLUMNS} FROM participant q ${NAMES} WHERE q.incident_id = $1 AND q.id = $2`,
);
const STANDING = statement(
  'participant_standing',
  `SELECT (SELECT name FROM organization WHERE id = $3) AS "organizationName",
     (SELECT name FROM app_user u WHERE id = $4 AND disabled_at IS NULL AND (password_hash IS NOT NULL
        OR EXISTS (SELECT 1 FROM user_identity i WHERE i.user_id = u.id AND i.unlinked_at IS NULL))) AS "userName",
     EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = $2 AND m.user_id = $4 AND m.ended_at IS NULL) AS "isMember",
     EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = $1 AND p.ended_at IS NULL AND NOT p.elevated
       AND coalesce(p.organization_id, p.user_id) = coalesce($3::uuid, $4::uuid)) AS "takesPart"`,
);

const TAKING_PART = statement(
  'participating_organizations',
  `SELECT p.organization_id AS "organizationId", p.capacity FROM participant p JOIN incident i ON i.id = p.incident_id
   WHERE i.id = $1 AND p.organization_id = ANY($2::uuid[]) AND ${participationInForceSql('p', 'i', '$3')}`,
);

/** How someone who is to be invited stands to the case. */
export interface Standing {
  /** Null where there is no such organization or person. */
  readonly organizationName: string | null;
  readonly userName: string | null;
  /** A member of the organization that owns the case. */
  readonly isMember: boolean;
  readonly takesPart: boolean;
}

@Injectable()
export class Participants {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All who ever took part, and one more than `limit`; none to one who does not see the case. */
  async list(caller: Caller, { incidentId }: CaseSight, { limit, cursor }: PageAsked): Promise<NamedParticipant[]> {
    const values = [
      incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
      afterId(cursor),
      limit + 1,
    ];
    return await this.database.read<NamedParticipant>(caller, LIST, values);
  }

  /** @throws {NotFound} there is none of the case. */
  async one(caller: Caller, { incidentId }: CaseSight, id: string): Promise<NamedParticipant> {
    const [row] = await this.database.read<NamedParticipant>(caller, ONE, [incidentId, id]);
    if (!row) {
      throw new NotFound('participant');
    }
    return row;
  }

  /** Of the open case. @throws {NotFound} */
  async ofOpenCase(tx: Tx, id: string): Promise<NamedParticipant> {
    const [row] = await tx.sql<NamedParticipant>(ONE, [tx.case.incidentId, id]);
    if (!row) {
      throw new NotFound('participant');
    }
    return row;
  }

  async standing(
    tx: Tx,
    { organizationId, userId }: { organizationId?: string | undefined; userId?: string | undefined },
  ): Promise<Standing> {
    const [row] = await tx.sql<Standing>(STANDING, [
      tx.case.incidentId,
      tx.case.organizationId,
      organizationId ?? null,
      userId ?? null,
    ]);
    return row ?? { organizationName: null, userName: null, isMember: false, takesPart: false };
  }

  /**
   * For which of their organizations a caller does something in the open case.
   *
   * @throws {Invalid} @throws {Forbidden} as {@link actingInCase}.
   */
  async actingFor(
    tx: Tx,
    caller: Caller,
    sight: CaseSight,
    { verb, named }: { verb: CaseVerb; named?: string | undefined },
  ): Promise<OrganizationId> {
    const taking = await tx.sql<{ organizationId: OrganizationId; capacity: Capacity }>(TAKING_PART, [
      tx.case.incidentId,
      caller.organizationIds,
      this.clock.now(),
    ]);
    // Whoever audits their own organization does nothing in its name, in whatever capacity it takes part.
    const audited = new Set(
      caller.memberships.filter(({ role }) => role === 'auditor').map((seat) => seat.organizationId),
    );
    const able = taking.filter(({ organizationId }) => !audited.has(organizationId));
    return actingInCase(caller, sight, { taking: able, verb, named });
  }

  async add(tx: Tx, participant: Participant): Promise<void> {
    await tx.manager.insert(Participant, participant);
  }

  async save(tx: Tx, { id, capacity, maxTlp, until, endedAt, version }: Participant): Promise<void> {
    await tx.manager.update(Participant, { id }, { capacity, maxTlp, until, endedAt, version });
  }
}
