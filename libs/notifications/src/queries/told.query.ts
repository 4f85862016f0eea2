import { Injectable } from '@nestjs/common';
import {
  afterId,
  CAPACITIES,
  capacitySql,
  mayInCase,
  participationInForceSql,
  ROLES,
  sightSql,
  sightUser,
  type Caller,
  type CaseSight,
  type CaseVerb,
  type PageAsked,
} from '@app/access';
import { Clock, Database, NotFound, statement, type Principal, type Statement, type Tlp, type Tx } from '@app/platform';
import { DELIVERY_STATUSES, type Channel, type DeliveryStatus, type Outcome } from '../delivery.rules.js';
import { OCCASIONS, OCCASION_TYPES } from '../occasions.rules.js';
import { messageShownSql } from './message-shown.js';
import type { Reason } from '../recipients.rules.js';

export interface ToldIncident {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
}

export interface Told {
  readonly kind: 'user' | 'stakeholder';
  readonly id: string;
  readonly name: string;
}

export interface ToldAttempt {
  readonly number: number;
  readonly at: string;
  readonly outcome: Outcome;
  readonly detail: string | null;
  readonly by: { readonly id: string; readonly name: string } | null;
}

export interface ToldDelivery {
  readonly id: string;
  readonly notificationId: string;
  readonly channel: Channel;
  readonly address: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: ToldAttempt[];
  readonly nextAttemptAt: string | null;
  readonly sentAt: string | null;
  readonly createdAt: string;
}

export interface ToldNotification {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly reason: Reason;
  readonly path: string;
  readonly tlp: Tlp;
  readonly createdAt: string;
  readonly readAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly incident: ToldIncident;
}

export type NotificationWithDeliveries = ToldNotification & {
  readonly recipient: Told;
  readonly deliveries: ToldDelivery[];
};
export type DeliveryOfSomeone = ToldDelivery & {
  readonly subject: string;
  readonly recipient: Told;
  readonly incident: ToldIncident;
};

const ISO = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const INCIDENT = `json_build_object('id', i.id, 'reference', i.reference, 'title', i.title) AS incident`;
const RECIPIENT = `CASE WHEN u.id IS NULL THEN json_build_object('kind', 'stakeholder', 'id', s.id, 'name', s.name)
  ELSE json_build_object('kind', 'user', 'id', u.id, 'name', u.name) END AS recipient`;
const NOTIFICATION = `n.id, n.kind, n.subject, n.body, n.reason, n.path, n.tlp, ${ISO('n.created_at')} AS "createdAt",
  ${ISO('n.read_at')} AS "readAt", ${ISO('n.acknowledged_at')} AS "acknowledgedAt", ${INCIDENT}`;
const ATTEMPTS = `(SELECT coalesce(json_agg(json_build_object('number', a.number, 'at', ${ISO('a.at')}, 'outcome', a.outcome, 'detail', a.detail,
    'by', CASE WHEN b.id IS NULL THEN NULL ELSE json_build_object('id', b.id, 'name', b.name) END) ORDER BY a.at, a.id), '[]')
  FROM delivery_attempt a LEFT JOIN app_user b ON b.id = a.by_user_id WHERE a.delivery_id = d.id)`;
const DELIVERY = `d.id, d.notification_id AS "notificationId", d.channel, d.address, d.status, ${ATTEMPTS} AS attempts,
  CASE WHEN d.status = 'pending' THEN ${ISO('d.next_attempt_at')} END AS "nextAttemptAt", ${ISO('d.sent_at')} AS "sentAt", ${ISO('d.created_at')} AS "createdAt"`;

// $1 caller, $2 organizations, $3 now: whoever reads sees the case, and is shown what the message speaks of, at this moment.
const seenBy = (userId: string): string => {
  const seer = { organizationIds: '$2::uuid[]', userId, now: '$3' };
  return `${sightSql('i', seer)} AND ${messageShownSql(seer)}`;
};
/** Where the case is named or of an organization of the caller's own, and so was asked for already. */
const SEEN = seenBy('$1');
const FROM =
  'notification n JOIN incident i ON i.id = n.incident_id LEFT JOIN app_user u ON u.id = n.user_id LEFT JOIN stakeholder s ON s.id = n.stakeholder_id';
/** Those who answer for what an organization sends. */
const RUN_BY_CALLER = `n.organization_id = ANY($4::uuid[])`;

const list = (values: readonly string[]): string => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]::text[]`;

/** SQL: the caller may read what the notification speaks of: a right that the policy gives to some roles and capacities only. */
const READABLE = [...new Set(Object.values(OCCASIONS))]
  .map((verb: CaseVerb) => {
    const kinds = OCCASION_TYPES.filter((type) => OCCASIONS[type] === verb);
    const roles = ROLES.filter((role) => mayInCase({ roles: [role], capacities: [] }, verb));
    const capacities = CAPACITIES.filter((capacity) => mayInCase({ roles: [], capacities: [capacity] }, verb));
    return `(n.kind = ANY(${list(kinds)}) AND (
      EXISTS (SELECT 1 FROM membership m WHERE m.organization_id = i.organization_id AND m.organization_id = ANY($2::uuid[])
        AND m.user_id = $1 AND m.ended_at IS NULL AND m.role = ANY(${list(roles)}))
      OR EXISTS (SELECT 1 FROM participant p LEFT JOIN membership r ON r.user_id = $1 AND r.organization_id = p.organization_id AND r.ended_at IS NULL
        WHERE p.incident_id = i.id AND (p.organization_id = ANY($2::uuid[]) OR p.user_id = $1)
        AND ${capacitySql('p', 'r.role')} = ANY(${list(capacities)}) AND ${participationInForceSql('p', 'i', '$3')})))`;
  })
  .join(' OR ');

const MINE = statement(
  'my_notifications',
  `SELECT ${NOTIFICATION} FROM notification n JOIN incident i ON i.id = n.incident_id
   WHERE n.user_id = $1 AND ${seenBy('$8')} AND (${READABLE})
     AND ($4::uuid IS NULL OR n.id < $4) AND ($5::boolean IS NULL OR (n.acknowledged_at IS NULL) = $5) AND ($6::uuid IS NULL OR n.id = $6)
   ORDER BY n.id DESC LIMIT $7`,
);

const OF_CASE = statement(
  'told_of_case',
  `SELECT ${NOTIFICATION}, ${RECIPIENT},
     (SELECT coalesce(json_agg(to_json(one) ORDER BY one.channel DESC), '[]') FROM (SELECT ${DELIVERY} FROM delivery d WHERE d.notification_id = n.id) one) AS deliveries
   FROM ${FROM} WHERE n.incident_id = $4 AND ${SEEN} AND ($5::uuid IS NULL OR n.id < $5) ORDER BY n.id DESC LIMIT $6`,
);

// One statement for each state: asked for dead letters, PostgreSQL finds them by an index of their own.
const deliveries = (where: string): Statement =>
  statement(
    'deliveries',
    `SELECT ${DELIVERY}, n.subject, ${RECIPIENT}, ${INCIDENT} FROM delivery d JOIN notification n ON n.id = d.notification_id JOIN incident i ON i.id = n.incident_id
     LEFT JOIN app_user u ON u.id = n.user_id LEFT JOIN stakeholder s ON s.id = n.stakeholder_id
     WHERE ${RUN_BY_CALLER} AND ${SEEN} AND ($5::uuid IS NULL OR d.id < $5) AND ($6::uuid IS NULL OR d.id = $6) ${where} ORDER BY d.id DESC LIMIT $7`,
  );
const ANY_DELIVERY = deliveries('');
const DELIVERIES = Object.fromEntries(
  DELIVERY_STATUSES.map((status) => [status, deliveries(`AND d.status = '${status}'`)]),
);

/** Who was told what, as far as the caller may see it now. */
@Injectable()
export class ToldQuery {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What the caller was told, the last first; of cases that the caller still sees. One row more than asked for, where there is one. */
  async mine(
    caller: Caller,
    { limit, cursor, unread }: PageAsked & { unread?: boolean | undefined },
  ): Promise<ToldNotification[]> {
    return await this.database.read<ToldNotification>(caller, MINE, [
      ...this.seer(caller),
      afterId(cursor),
      unread ?? null,
      null,
      limit + 1,
      sightUser(caller),
    ]);
  }

  /** @throws {NotFound} it was not told to the caller, or is of a case that the caller sees no more. */
  async myOne(tx: Tx, caller: Caller, id: string): Promise<ToldNotification> {
    return first(
      await tx.sql<ToldNotification>(MINE, [...this.seer(caller), null, null, id, 1, sightUser(caller)]),
      'notification',
    );
  }

  async ofCase(
    caller: Caller,
    { incidentId }: CaseSight,
    { limit, cursor }: PageAsked,
  ): Promise<NotificationWithDeliveries[]> {
    return await this.database.read<NotificationWithDeliveries>(caller, OF_CASE, [
      ...this.seer(caller),
      incidentId,
      afterId(cursor),
      limit + 1,
    ]);
  }

  /** Deliveries of the organizations in which the caller is an owner or a lead. */
  async deliveries(
    caller: Caller,
    { limit, cursor, status }: PageAsked & { status?: DeliveryStatus | undefined },
  ): Promise<DeliveryOfSomeone[]> {
    const query = (status && DELIVERIES[status]) ?? ANY_DELIVERY;
    return await this.database.read<DeliveryOfSomeone>(caller, query, [
      ...this.seer(caller),
      runBy(caller),
      afterId(cursor),
      null,
      limit + 1,
    ]);
  }

  /** @throws {NotFound} there is none, or the caller does not answer for it. */
  async delivery(tx: Tx, caller: Caller, id: string): Promise<DeliveryOfSomeone> {
    return first(
      await tx.sql<DeliveryOfSomeone>(ANY_DELIVERY, [...this.seer(caller), runBy(caller), null, id, 1]),
      'delivery',
    );
  }

  private seer({ userId, organizationIds }: Principal): unknown[] {
    return [userId, organizationIds, this.clock.now()];
  }
}

const runBy = ({ memberships }: Caller): string[] =>
  memberships.filter(({ role }) => role === 'owner' || role === 'lead').map(({ organizationId }) => organizationId);

function first<Row>([row]: readonly Row[], what: string): Row {
  if (row === undefined) {
    throw new NotFound(what);
  }
  return row;
}
