import { Injectable, Logger } from '@nestjs/common';
import {
  Clock,
  Database,
  newId,
  positionOf,
  Problem,
  statement,
  UnitOfWork,
  type ApiKeyId,
  type CaseReadId,
  type Change,
  type IncidentId,
  type OrganizationId,
  type ParticipantId,
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
  /** Whose case it is: its reads are in the history of that organization. */
  readonly organizationId: OrganizationId;
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
  `INSERT INTO case_read (id, incident_id, ground, entry_id, at, user_id, key_id, what, record_id, viewed_as_id, moment, request_id)
   SELECT r.*, $5, $6, $7, $8, $9, $10, $11, $12 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[]) AS r`,
);

const mine = (p: string): string =>
  `(${p}.organization_id = ANY($2::uuid[]) OR ${p}.user_id = $3) AND ${participationInForceSql(p, 'i', '$5')}`;

// Who of the caller's organizations is its auditor is known by the seat; by whom else a case is seen does not matter.
const SHOWN = statement(
  'case_reads_shown',
  `SELECT * FROM (
     SELECT i.id AS "incidentId", i.organization_id AS "organizationId",
       CASE WHEN EXISTS (SELECT 1 FROM participant p WHERE p.incident_id = i.id AND p.elevated AND p.user_id = $3 AND ${mine('p')}) THEN 'break_glass'
            WHEN EXISTS (SELECT 1 FROM membership m WHERE m.user_id = $4 AND m.organization_id = i.organization_id AND m.organization_id = ANY($2::uuid[])
                         AND m.role = 'auditor' AND m.ended_at IS NULL)
              OR EXISTS (SELECT 1 FROM participant p LEFT JOIN membership m ON m.user_id = $4 AND m.organization_id = p.organization_id AND m.ended_at IS NULL
                         WHERE p.incident_id = i.id AND ${mine('p')}
                           AND (p.capacity = 'auditor' OR (m.role = 'auditor' AND p.capacity IN ('responder', 'analyst')))) THEN 'auditor' END AS ground
     FROM incident i WHERE i.id = ANY($1::uuid[])) shown
   WHERE ground IS NOT NULL ORDER BY "organizationId", "incidentId"`,
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

/** Reads that are written in one transaction. */
const READS_AT_ONCE = 500;

/** A read as the history has it; who and when, the entry says by itself. */
const changeOf = (caller: Caller, read: CaseRead, id: CaseReadId): Change => ({
  action: 'case.read',
  subject: { kind: 'case_read', id },
  before: null,
  after: {
    id,
    incidentId: read.incidentId,
    ground: read.ground,
    what: read.what,
    recordId: read.recordId ?? null,
    viewedAsId: read.viewedAsId ?? null,
    moment: read.moment ?? null,
    keyId: caller.key?.id ?? null,
  },
  consequence: true,
});

/**
 * Who read what of a case: auditors, break-glass, exports, the names of undisclosed holders, and managers who
 * looked at it as somebody else. Written before the content leaves, as rows and as entries of the history (ADR 12);
 * nobody can change or delete it.
 */
@Injectable()
export class CaseReads {
  private readonly productLog = new Logger('reads');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Committed once this returns: call it before what was read is sent, and send nothing where it throws.
   *
   * @throws {Problem} 503 `unavailable`: it could not be written.
   */
  async log(caller: Caller, read: CaseRead): Promise<void> {
    await this.orWithhold(caller, async () => await this.write(caller, [read]));
  }

  /**
   * The same for what leaves of several cases, whoever takes it.
   *
   * @param reads of one answer; those of one organization behind each other.
   */
  async logEach(caller: Caller, reads: readonly CaseRead[]): Promise<void> {
    for (let from = 0; from < reads.length; from += READS_AT_ONCE) {
      const some = reads.slice(from, from + READS_AT_ONCE);
      await this.orWithhold(caller, async () => await this.write(caller, some));
    }
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
    await this.orWithhold(caller, async () => {
      const values = [shown, caller.organizationIds, sightUser(caller), caller.userId, this.clock.now()];
      const rows = await this.database.read<Omit<CaseRead, 'what'>>(caller, SHOWN, values);
      if (rows.length > 0) {
        await this.write(
          caller,
          rows.map((row) => ({ ...row, what })),
        );
      }
    });
  }

  /**
   * Reads of one answer, with an entry of the history each: in one round trip. No case is opened, since a read is no
   * version of it and must wait for nobody; and no receipt is given.
   *
   * @param reads those of one organization behind each other.
   */
  private async write(caller: Caller, reads: readonly CaseRead[]): Promise<void> {
    const { idempotency: _, receipts: __, ...reader } = caller;
    await this.unitOfWork.run(reader, async (tx) => {
      const rows = reads.map((read) => ({ read, id: newId<'case_read'>(tx.at), entryId: newId<'entry'>(tx.at) }));
      for (const [index, { read, id, entryId }] of rows.entries()) {
        if (rows[index - 1]?.read.organizationId !== read.organizationId) {
          // What one organization's entries are is settled before the next one's.
          tx.settle();
          tx.concerns(read.organizationId);
        }
        tx.record({ ...changeOf(caller, read, id), entryId });
      }
      tx.settle();
      const { what, recordId, viewedAsId, moment } = reads[0] as CaseRead;
      tx.write(LOG, [
        rows.map(({ id }) => id),
        rows.map(({ read }) => read.incidentId),
        rows.map(({ read }) => read.ground),
        rows.map(({ entryId }) => entryId),
        tx.at,
        caller.userId,
        caller.key?.id ?? null,
        what,
        recordId ?? null,
        viewedAsId ?? null,
        moment ? JSON.stringify(moment) : null,
        caller.requestId,
      ]);
      await Promise.resolve();
    });
  }

  private async orWithhold(caller: Caller, work: () => Promise<void>): Promise<void> {
    try {
      await work();
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
