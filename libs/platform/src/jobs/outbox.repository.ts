import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import type { MessageId } from '../ids.js';
import type { Tx } from '../tx.js';
import type { OutboxMessage } from './job-registry.js';

/** One message for one handler: the row that is owed. */
export interface Handling {
  readonly messageId: MessageId;
  readonly handler: string;
  /** How many jobs were made for it, this one included. */
  readonly enqueued: number;
}

// Messages of a type that nobody here handles are left alone: they wait for a worker that knows them.
const RELAY = statement(
  'relay',
  `WITH waiting AS (
     SELECT id, type FROM outbox_message
     WHERE relayed_at IS NULL AND type = ANY($1::text[]) ORDER BY id LIMIT $5 FOR UPDATE SKIP LOCKED),
   opened AS (
     INSERT INTO outbox_handling (message_id, handler, due_at)
     SELECT w.id, h.handler, $4 FROM waiting w JOIN unnest($1::text[], $2::text[]) AS h (type, handler) ON h.type = w.type
     ON CONFLICT (message_id, handler) DO NOTHING
     RETURNING message_id, handler, enqueued),
   relayed AS (
     UPDATE outbox_message m SET relayed_at = $3 FROM waiting w WHERE m.id = w.id)
   SELECT message_id AS "messageId", handler, enqueued FROM opened`,
);

// Waits twice as long after each job that was lost, so that a long queue is not doubled and doubled again.
const CLAIM_DUE = statement(
  'claim_due_handlings',
  `WITH due AS (
     SELECT message_id, handler FROM outbox_handling
     WHERE handled_at IS NULL AND due_at <= $1 AND handler = ANY($2::text[]) ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
   UPDATE outbox_handling h SET enqueued = h.enqueued + 1,
     due_at = $1::timestamptz + $3::double precision * power(2, least(greatest(h.enqueued - h.attempts, 0), 5)) * interval '1 ms'
   FROM due WHERE h.message_id = due.message_id AND h.handler = due.handler
   RETURNING h.message_id AS "messageId", h.handler, h.enqueued`,
);

// Whoever finds the row locked leaves it to the one who holds it: if that one fails, the row is due again.
const TAKE = statement(
  'take_handling',
  `SELECT m.id, m.type, m.body, m.created_at AS "createdAt"
   FROM outbox_handling h JOIN outbox_message m ON m.id = h.message_id
   WHERE h.message_id = $1 AND h.handler = $2 AND h.handled_at IS NULL
   FOR UPDATE OF h SKIP LOCKED`,
);
const HANDLED = statement(
  'handled',
  'UPDATE outbox_handling SET handled_at = $3 WHERE message_id = $1 AND handler = $2',
);
const FAILED = statement(
  'handling_failed',
  `UPDATE outbox_handling SET attempts = attempts + 1, last_error = $3,
     due_at = $4::timestamptz + ($5::int[])[least(attempts + 1, cardinality($5::int[]))] * interval '1 ms'
   WHERE message_id = $1 AND handler = $2 AND handled_at IS NULL`,
);

/** The outbox as the worker sees it. It belongs to no case: whoever handles a message asks what may be seen. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly database: Database) {}

  /** Opens a handling for each handler of each waiting message. What two relays do at once, each message meets once. */
  async relay(
    routes: readonly (readonly [type: string, handler: string])[],
    { now, dueAt, limit }: { now: Date; dueAt: Date; limit: number },
  ): Promise<Handling[]> {
    return await this.database.bare<Handling>(RELAY, [
      routes.map(([type]) => type),
      routes.map(([, handler]) => handler),
      now,
      dueAt,
      limit,
    ]);
  }

  /** The handlings whose job is overdue; they are due again later. */
  async claimDue(
    handlers: readonly string[],
    { now, againAfterMs, limit }: { now: Date; againAfterMs: number; limit: number },
  ): Promise<Handling[]> {
    return await this.database.bare<Handling>(CLAIM_DUE, [now, handlers, againAfterMs, limit]);
  }

  /** The message, locked for this handler to the end of the transaction; undefined where it was handled, or is being. */
  async take(tx: Tx, messageId: string, handler: string): Promise<OutboxMessage | undefined> {
    const [message] = await tx.sql<OutboxMessage>(TAKE, [messageId, handler]);
    return message;
  }

  handled(tx: Tx, messageId: string, handler: string): void {
    tx.write(HANDLED, [messageId, handler, tx.at]);
  }

  async failed(
    messageId: string,
    handler: string,
    error: string,
    { now, waitsMs }: { now: Date; waitsMs: readonly number[] },
  ): Promise<void> {
    await this.database.bare(FAILED, [messageId, handler, error, now, waitsMs]);
  }
}
