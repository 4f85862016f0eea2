import { Injectable, Logger } from '@nestjs/common';
import {
  Clock,
  Database,
  newId,
  positionOf,
  Problem,
  statement,
  type ApiKeyId,
  type CaseReadId,
  type IncidentId,
  type ParticipantId,
  type Statement,
  type UserId,
} from '@app/platform';
import type { Caller, CaseSight } from './caller.js';
import type { PageAsked } from './id-cursor.js';
import { participationInForceSql, sightSql, sightUser } from './sight.js';

/** Why a read of a case is to be answered for. Permanent: kept with the read. */
export const READ_GROUNDS = ['auditor', 'break_glass', 'export', 'names', 'view_as'] as const;
export type ReadGround = (typeof READ_GROUNDS)[number];

/** Whether somebody who sees a case on these grounds is an auditor there, so that what they read is logged. */
export const readsAsAuditor = ({ roles, capacities }: Pick<CaseSight, 'roles' | 'capacities'>): boolean =>
  roles.includes('auditor') || capacities.includes('auditor');

/** The moments that a read asked for, as it asked. */
export type MomentRead = Readonly<Record<string, string>>;

/** A read of one case that is to be logged. */
export interface CaseRead {
  readonly incidentId: IncidentId;
  readonly ground: ReadGround;
  /** Method and route: `GET /incidents/:incidentId/claims`. No values of the request. */
  readonly what: string;
  readonly recordId?: string | null | undefined;
  /** As which participation the caller looked at the case; where `ground` is `view_as`, and only there. */
  readonly viewedAsId?: ParticipantId | null | undefined;
  readonly moment?: MomentRead | null | undefined;
}

/** A read that is to be logged before it is answered, and by whom it is. */
export interface ReadInHand {
  readonly caller: Caller;
  readonly read: CaseRead;
}

/** A read as the owner of the case is shown it. */
export interface LoggedRead {
  readonly id: CaseReadId;
  readonly at: Date;
  readonly userId: UserId;
  readonly userName: string;
  readonly organizations: readonly string[];
  readonly keyId: ApiKeyId | null;
  readonly keyName: string | null;
  readonly ground: ReadGround;
  readonly what: string;
  readonly recordId: string | null;
  readonly viewedAsId: ParticipantId | null;
  readonly viewedAsName: string | null;
  readonly moment: MomentRead | null;
  readonly requestId: string;
}

const LOG = statement(
  'case_read_log',
  `INSERT INTO case_read (id, incident_id, at, user_id, key_id, ground, what, record_id, viewed_as_id, moment, request_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

const mine = (p: string): string =>
  `(${p}.organization_id = ANY($6::uuid[]) OR ${p}.user_id = $7) AND ${participationInForceSql(p, 'i', '$3')}`;

// Who of the caller's organizations is its auditor is known by the seat; by whom else a case is seen does not matter.
const LOG_SHOWN = statement(
  'case_read_log_shown',
  `INSERT INTO case_read (id, incident_id, at, user_id, key_id, ground, what, request_id)
   SELECT * FROM (
     SELECT s.id, i.id AS incident_id, $3::timestamptz, $4::uuid, $5::uuid,
       CASE WHEN EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = i.id AND p.elevated AND p.user_id = $7 AND ${mine('p')}) THEN 'break_glass'
            WHEN EXISTS (SELECT 1 FROM membership m WHERE m.user_id = $4 AND m.organization_id = i.organization_id AND m.organization_id = ANY($6::uuid[])
                         AND m.role = 'auditor' AND m.ended_at IS NULL)
              OR EXISTS (SELECT 1 FROM participant p LEFT JOIN membership m ON m.user_id = $4 AND m.organization_id = p.organization_id AND m.ended_at IS NULL
                         WHERE p.incident_id = i.id AND ${mine('p')}
                           AND (p.capacity = 'auditor' OR (m.role = 'auditor' AND p.capacity IN ('responder', 'analyst')))) THEN 'auditor' END AS ground,
       $8::text, $9::text
     FROM unnest($1::uuid[], $2::uuid[]) AS s (id, incident_id) JOIN incident i ON i.id = s.incident_id) shown
   WHERE ground IS NOT NULL`,
);

const LIST = statement(
  'case_reads',
  `SELECT r.id, r.at, r.user_id AS "userId", u.name AS "userName", r.key_id AS "keyId", name_of_key(r.key_id) AS "keyName", r.ground, r.what,
     r.record_id AS "recordId", r.viewed_as_id AS "viewedAsId", coalesce(vo.name, vu.name) AS "viewedAsName", r.moment, r.request_id AS "requestId",
     ARRAY(SELECT o.name FROM membership m JOIN organization o ON o.id = m.organization_id
           WHERE m.user_id = r.user_id AND m.ended_at IS NULL AND (m.organization_id = i.organization_id
             OR EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = i.id AND p.organization_id = m.organization_id)) ORDER BY o.name) AS organizations
   FROM incident i JOIN case_read r ON r.incident_id = i.id JOIN app_user u ON u.id = r.user_id
     LEFT JOIN participant v ON v.id = r.viewed_as_id AND v.incident_id = i.id
     LEFT JOIN organization vo ON vo.id = v.organization_id LEFT JOIN app_user vu ON vu.id = v.user_id
   WHERE i.id = $1 AND ${sightSql('i', { organizationIds: '$2::uuid[]', userId: '$3', now: '$4' })} AND ($5::uuid IS NULL OR r.id < $5)
   ORDER BY r.id DESC LIMIT $6`,
);

/**
 * Who read what of a case: auditors, break-glass, exports, the names of undisclosed holders, and managers who
 * looked at it as somebody else. Written before the content leaves; nobody can change or delete it.
 */
@Injectable()
export class CaseReads {
  private readonly productLog = new Logger('reads');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Committed once this returns: call it before what was read is sent, and send nothing where it throws.
   *
   * @throws {Problem} 503 `unavailable`: it could not be written.
   */
  async log(caller: Caller, { incidentId, ground, what, ...more }: CaseRead): Promise<void> {
    const at = this.clock.now();
    await this.write(caller, LOG, [
      newId<'case_read'>(at),
      incidentId,
      at,
      caller.userId,
      caller.key?.id ?? null,
      ground,
      what,
      more.recordId ?? null,
      more.viewedAsId ?? null,
      more.moment ? JSON.stringify(more.moment) : null,
      caller.requestId,
    ]);
  }

  /**
   * The same for an answer that shows several cases: one read of each that the caller sees as an auditor or by
   * break-glass, and of no other. As {@link log}, before it is sent.
   */
  async logShown(caller: Caller, what: string, incidentIds: readonly string[]): Promise<void> {
    const shown = [...new Set(incidentIds)];
    if (shown.length === 0) {
      return;
    }
    const at = this.clock.now();
    await this.write(caller, LOG_SHOWN, [
      shown.map(() => newId<'case_read'>(at)),
      shown,
      at,
      caller.userId,
      caller.key?.id ?? null,
      caller.organizationIds,
      sightUser(caller),
      what,
      caller.requestId,
    ]);
  }

  private async write(caller: Caller, query: Statement, values: readonly unknown[]): Promise<void> {
    try {
      await this.database.read(caller, query, values);
    } catch (cause) {
      const { name, code } = cause as { name?: string; code?: string };
      this.productLog.error({ requestId: caller.requestId, name, code });
      throw new Problem(503, 'unavailable', 'This read could not be logged, and so nothing is shown. Try again.', {
        retryAfterSeconds: 2,
        cause,
      });
    }
  }

  /** Newest first, and one more than `limit`. */
  async list(caller: Caller, { incidentId }: CaseSight, { limit, cursor }: PageAsked): Promise<LoggedRead[]> {
    const [before] = cursor === undefined ? [null] : positionOf(cursor, ['uuid']);
    return await this.database.read<LoggedRead>(caller, LIST, [
      incidentId,
      caller.organizationIds,
      sightUser(caller),
      this.clock.now(),
      before,
      limit + 1,
    ]);
  }
}
