import { Injectable } from '@nestjs/common';
import {
  Database,
  highestTlp,
  newId,
  statement,
  type DeliveryId,
  type IncidentId,
  type NotificationId,
  type OrganizationId,
  type StakeholderId,
  type Tlp,
  type Tx,
  type UserId,
} from '@app/platform';
import type { DeliveryStatus, Outcome } from './delivery.rules.js';
import type { About, Reason } from './recipients.rules.js';

/** A delivery that a worker has to itself for a while. */
export interface ClaimedDelivery {
  readonly id: DeliveryId;
  /** Which attempt this is, from 1; with the id it names the claim. */
  readonly attempt: number;
}

/** A claimed delivery with what is to be sent, and what decides whether it may be: as it is now. */
export interface HeldDelivery extends ClaimedDelivery {
  readonly notificationId: NotificationId;
  readonly kind: string;
  readonly subject: string;
  readonly body: string;
  readonly path: string;
  readonly reason: Reason;
  readonly address: string;
  /** The marking under which the words were made. */
  readonly wordedTlp: Tlp;
  /** The highest marking of what it speaks of, now. */
  readonly tlp: Tlp;
  /** The record that it speaks of, as it is now; null where that is the case alone. */
  readonly about: Pick<About, 'kind' | 'tlp' | 'organizationId'> | null;
  /** Of the user who is told. */
  readonly organizationIds: readonly OrganizationId[];
  readonly incidentId: IncidentId;
  readonly userId: UserId | null;
  /** Null for a user, and where the stakeholder's entry was ended. */
  readonly stakeholder: {
    readonly id: StakeholderId;
    readonly email: string | null;
    readonly channels: string[];
    readonly maxTlp: Tlp;
  } | null;
}

/** How an attempt ended. */
export interface Settled extends ClaimedDelivery {
  readonly status: DeliveryStatus;
  readonly outcome: Outcome;
  readonly detail: string | null;
  readonly nextAttemptAt: Date | null;
  readonly address: string | null;
}

const DUE = `status IN ('pending', 'sending') AND next_attempt_at <= $1`;

const COUNT_DUE = statement(
  'count_due_deliveries',
  `SELECT count(*)::int AS due FROM (SELECT 1 FROM delivery WHERE ${DUE} LIMIT $2) d`,
);

// A delivery that is due while it is being sent was let go by a worker that died: its attempt is
// recorded here, since nobody else will, and it may or may not have been sent.
const CLAIM = statement(
  'claim_deliveries',
  `WITH due AS (
     SELECT id, status, attempts FROM delivery WHERE ${DUE} ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED),
   lost AS (
     INSERT INTO delivery_attempt (id, delivery_id, number, at, outcome, detail)
     SELECT gen_random_uuid(), id, attempts, $1, 'failed', 'The worker stopped before it could say whether this was sent.'
     FROM due WHERE status = 'sending')
   UPDATE delivery d SET status = 'sending', attempts = d.attempts + 1, next_attempt_at = $2
   FROM due WHERE d.id = due.id RETURNING d.id, d.attempts AS attempt`,
);

// Renews the claim, and finds only what is still ours.
const HOLD = statement(
  'hold_deliveries',
  `UPDATE delivery d SET next_attempt_at = $3
   FROM unnest($1::uuid[], $2::int[]) AS claim (id, attempt), notification n JOIN incident i ON i.id = n.incident_id
     LEFT JOIN stakeholder s ON s.id = n.stakeholder_id AND s.ended_at IS NULL
     LEFT JOIN LATERAL (SELECT state->>'tlp' AS tlp, state->>'organizationId' AS organization_id FROM record_state
       WHERE incident_id = i.id AND kind = n.subject_kind AND record_id = n.subject_id ORDER BY case_version DESC LIMIT 1) r ON true
   WHERE d.id = claim.id AND d.attempts = claim.attempt AND d.status = 'sending' AND n.id = d.notification_id
   RETURNING d.id, d.attempts AS attempt, n.id AS "notificationId", n.kind, n.subject, n.body, n.path, n.reason, d.address,
     n.tlp AS "wordedTlp", i.tlp, CASE WHEN n.subject_id IS NULL THEN NULL
       ELSE json_build_object('kind', n.subject_kind, 'tlp', r.tlp, 'organizationId', r.organization_id) END AS about,
     ARRAY(SELECT m.organization_id FROM membership m WHERE m.user_id = n.user_id AND m.ended_at IS NULL) AS "organizationIds", i.id AS "incidentId", n.user_id AS "userId",
     CASE WHEN s.id IS NULL THEN NULL
       ELSE json_build_object('id', s.id, 'email', s.email, 'channels', s.channels, 'maxTlp', s.max_tlp) END AS stakeholder`,
);

// An attempt is recorded whatever became of the claim; the delivery follows it only where the claim still holds.
const SETTLE = statement(
  'settle_deliveries',
  `WITH settled AS (
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, attempt int, "attemptId" uuid, status text, outcome text, detail text, "nextAttemptAt" timestamptz, address text)),
   moved AS (
     UPDATE delivery d SET status = s.status, next_attempt_at = s."nextAttemptAt", address = coalesce(s.address, d.address),
       sent_at = CASE WHEN s.status = 'sent' THEN $2::timestamptz END
     FROM settled s WHERE d.id = s.id AND d.attempts = s.attempt AND d.status = 'sending')
   INSERT INTO delivery_attempt (id, delivery_id, number, at, outcome, detail)
   SELECT "attemptId", id, attempt, $2, outcome, detail FROM settled`,
);

const RETRY = statement(
  'retry_delivery',
  `WITH retried AS (
     UPDATE delivery SET status = 'pending', attempts = 0, next_attempt_at = $2 WHERE id = $1 AND status = 'dead' RETURNING id)
   INSERT INTO delivery_attempt (id, delivery_id, number, at, outcome, by_user_id)
   SELECT $3, id, 0, $2, 'retried_by_person', $4 FROM retried RETURNING delivery_id`,
);

/** Deliveries as the worker sees them. */
@Injectable()
export class Deliveries {
  constructor(private readonly database: Database) {}

  /** How many are due, counted no further than `max`. */
  async countDue(now: Date, max: number): Promise<number> {
    const [row] = await this.database.forPurpose<{ due: number }>('deliver', COUNT_DUE, [now, max]);
    return row?.due ?? 0;
  }

  /** Takes the deliveries that are due, for this worker alone until `until`; then they are due again. */
  async claim(now: Date, until: Date, limit: number): Promise<ClaimedDelivery[]> {
    return await this.database.forPurpose<ClaimedDelivery>('deliver', CLAIM, [now, until, limit]);
  }

  /** What is to be sent, of the deliveries that are still claimed by us; the claim holds until `until` now. */
  async hold(claimed: readonly ClaimedDelivery[], until: Date): Promise<HeldDelivery[]> {
    const held = await this.database.forPurpose<HeldDelivery>('deliver', HOLD, [
      claimed.map(({ id }) => id),
      claimed.map(({ attempt }) => attempt),
      until,
    ]);
    return held.map((delivery) => ({ ...delivery, tlp: highestTlp([delivery.tlp, delivery.about?.tlp]) }));
  }

  async settle(settled: readonly Settled[], now: Date): Promise<void> {
    const rows = settled.map((item) => ({ ...item, attemptId: newId(now) }));
    await this.database.forPurpose('deliver', SETTLE, [JSON.stringify(rows), now]);
  }

  /** Makes a dead delivery due again and says who wanted it. False where it is not dead. */
  async retry(tx: Tx, id: string): Promise<boolean> {
    return (await tx.sql(RETRY, [id, tx.at, newId(tx.at), tx.principal.userId])).length > 0;
  }
}
