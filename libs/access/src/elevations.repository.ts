import { Injectable } from '@nestjs/common';
import { Clock, Database, positionOf, statement, type IncidentId, type ParticipantId, type Tx } from '@app/platform';
import { ELEVATIONS_WINDOW_MS, REFUSED_MS, TOOK_PART_MS } from './break-glass.rules.js';
import type { Caller } from './caller.js';
import type { PageAsked } from './id-cursor.js';
import { sightSql } from './sight.js';

/** How somebody names a case that they do not see. */
export interface CaseNamed {
  readonly incidentId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly reference?: string | undefined;
}

/** A case whose glass the caller may break, and whether they see it without. */
export interface BreakableCase {
  readonly incidentId: IncidentId;
  readonly seen: boolean;
}

/** An elevation as the person who took it is shown it. */
export interface OwnElevation {
  readonly id: ParticipantId;
  readonly incidentId: IncidentId;
  /** Null once the case is not seen any more. */
  readonly reference: string | null;
  readonly reason: string;
  readonly createdAt: Date;
  readonly until: Date;
  readonly endedAt: Date | null;
}

const LOCK_PERSON = statement('elevation_lock_person', 'SELECT 1 FROM app_user WHERE id = $1 FOR NO KEY UPDATE');
const RECENT = statement(
  'elevations_recent',
  'SELECT created_at AS "createdAt" FROM participant WHERE user_id = $1 AND elevated AND created_at > $2',
);

// A part that the owner ended gives nothing: that was a decision, and stands. What an organization demands of its own
// members to be let in, it demands of whoever breaks its glass.
const BREAKABLE = statement(
  'elevation_breakable',
  `SELECT i.id AS "incidentId", ${sightSql('i', { organizationIds: '$5::uuid[]', userId: '$4', now: '$6' })} AS seen
   FROM incident i JOIN organization o ON o.id = i.organization_id
   WHERE (i.id = $1::uuid OR (i.organization_id = $2::uuid AND i.reference = $3)) AND ($10::boolean OR NOT o.requires_second_factor)
     AND ($9::boolean OR i.organization_id = ANY($5::uuid[]) OR EXISTS (
       SELECT 1 FROM participant p WHERE p.incident_id = i.id AND NOT p.elevated AND p.ended_at IS NULL
         AND (p.user_id = $4 OR p.organization_id = ANY($5::uuid[])) AND (p.until IS NULL OR p.until > $7)))
     AND NOT EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = i.id AND p.elevated AND p.user_id = $4 AND p.ended_at > $8)`,
);

const MINE = statement(
  'elevations_mine',
  `SELECT p.id, p.incident_id AS "incidentId", p.reason, p.created_at AS "createdAt", p.until, p.ended_at AS "endedAt",
     (SELECT i.reference FROM incident i WHERE i.id = p.incident_id AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$1', now: '$3' })}) AS reference
   FROM participant p WHERE p.user_id = $1 AND p.elevated AND ($4::uuid IS NULL OR p.id < $4) ORDER BY p.id DESC LIMIT $5`,
);

/** Access that people take themselves, in an emergency. */
@Injectable()
export class Elevations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** When the person broke the glass of late. Locked: two at once are counted one after the other. */
  async recent(tx: Tx, caller: Caller): Promise<Date[]> {
    await tx.sql(LOCK_PERSON, [caller.userId]);
    const since = new Date(this.clock.now().getTime() - ELEVATIONS_WINDOW_MS);
    const rows = await tx.sql<{ createdAt: Date }>(RECENT, [caller.userId, since]);
    return rows.map(({ createdAt }) => createdAt);
  }

  /** The case, where the caller may break its glass. It is read for a purpose: they do not see it. */
  async breakable(
    tx: Tx,
    caller: Caller,
    { incidentId, organizationId, reference }: CaseNamed,
  ): Promise<BreakableCase | undefined> {
    const now = this.clock.now();
    const ago = (ms: number): Date => new Date(now.getTime() - ms);
    const [row] = await tx.sql<BreakableCase>(BREAKABLE, [
      incidentId ?? null,
      organizationId ?? null,
      reference ?? null,
      caller.userId,
      caller.organizationIds,
      now,
      ago(TOOK_PART_MS),
      ago(REFUSED_MS),
      caller.administrator,
      caller.session?.secondFactorPassed ?? false,
    ]);
    return row;
  }

  /** The caller's own, newest first, and one more than `limit`. */
  async mine(caller: Caller, { limit, cursor }: PageAsked): Promise<OwnElevation[]> {
    const [before] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    return await this.database.read<OwnElevation>(caller, MINE, [
      caller.userId,
      caller.organizationIds,
      this.clock.now(),
      before,
      limit + 1,
    ]);
  }
}
