import { Injectable } from '@nestjs/common';
import { Database, statement, type RetentionKind, type Statement } from '@app/platform';

// Ids are made in the order of time (UUIDv7), so that the oldest are found by the primary key. They only narrow the
// search: the row's own time decides. A day between allows for clocks that differ.
const AFTER_MS = 24 * 60 * 60_000;

// $1: the instant before which a row is old; $2: an id later than those of all old rows; $3: rows at the most.
const OUTBOX = `
  WITH old AS (
    SELECT m.id FROM outbox_message m
    WHERE m.id < $2 AND m.relayed_at < $1
      AND NOT EXISTS (SELECT 1 FROM outbox_handling h WHERE h.message_id = m.id AND (h.handled_at IS NULL OR h.handled_at >= $1))
    ORDER BY m.id LIMIT $3 FOR UPDATE SKIP LOCKED),
  handlings AS (DELETE FROM outbox_handling WHERE message_id IN (SELECT id FROM old)),
  gone AS (DELETE FROM outbox_message WHERE id IN (SELECT id FROM old) RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

const MAILBOX = `
  WITH old AS (
    SELECT b.id FROM mailbox_message b JOIN delivery d ON d.id = b.delivery_id JOIN notification n ON n.id = d.notification_id
    WHERE b.id < $2 AND b.at < $1 AND NOT held(n.incident_id) ORDER BY b.id LIMIT $3),
  gone AS (DELETE FROM mailbox_message WHERE id IN (SELECT id FROM old) RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

// What is still to be sent is an obligation, however old. A delivery that somebody tries again meanwhile stays by its
// policy, and the batch with it: the next run finds the others.
const NOTIFICATION = `
  WITH old AS (
    SELECT n.id FROM notification n
    WHERE n.id < $2 AND n.created_at < $1
      AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.notification_id = n.id AND d.status IN ('pending', 'sending')) AND NOT held(n.incident_id)
    ORDER BY n.id LIMIT $3),
  ways AS (SELECT d.id FROM delivery d JOIN old ON d.notification_id = old.id),
  attempts AS (DELETE FROM delivery_attempt WHERE delivery_id IN (SELECT id FROM ways)),
  mails AS (DELETE FROM mailbox_message WHERE delivery_id IN (SELECT id FROM ways)),
  deliveries AS (DELETE FROM delivery WHERE id IN (SELECT id FROM ways)),
  gone AS (DELETE FROM notification WHERE id IN (SELECT id FROM old) RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

const SIGN_IN = `
  WITH old AS (
    SELECT id FROM sign_in_event WHERE id < $2 AND at < $1 ORDER BY id LIMIT $3),
  gone AS (DELETE FROM sign_in_event WHERE id IN (SELECT id FROM old) RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

// One that is older than its unlinking by any time: its id tells nothing ($2 is not less than the nil id).
const IDENTITY = `
  WITH old AS (
    SELECT id FROM user_identity
    WHERE unlinked_at < $1 AND $2::uuid IS NOT NULL ORDER BY unlinked_at LIMIT $3 FOR UPDATE SKIP LOCKED),
  gone AS (DELETE FROM user_identity WHERE id IN (SELECT id FROM old) RETURNING id)
  SELECT count(*)::int AS count FROM gone`;

const REMOVE: Readonly<Record<RetentionKind, Statement>> = {
  outbox: statement('retain_outbox', OUTBOX),
  mailbox: statement('retain_mailbox', MAILBOX),
  notification: statement('retain_notifications', NOTIFICATION),
  sign_in: statement('retain_sign_in_events', SIGN_IN),
  identity: statement('retain_identities', IDENTITY),
};

/** A UUIDv7 no later than any that is made at this instant (RFC 9562, section 5.7). */
const firstIdAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** Rows that no case and no entry of the history needs any more. */
@Injectable()
export class OldRows {
  constructor(private readonly database: Database) {}

  /** Removes the oldest of what is older than `before`, `limit` rows at the most. @returns how many. */
  async remove(kind: RetentionKind, before: Date, limit: number): Promise<number> {
    const later = firstIdAt(new Date(before.getTime() + AFTER_MS));
    const [row] = await this.database.forPurpose<{ count: number }>('retention', REMOVE[kind], [before, later, limit]);
    return row?.count ?? 0;
  }
}
