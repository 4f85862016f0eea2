import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { REQUEUE_AFTER_MS } from './handling.rules.js';
import { JobRegistry } from './job-registry.js';
import { OutboxRepository, type Handling } from './outbox.repository.js';
import { Queues, type NewJob } from './queues.js';

/** Messages, and overdue handlings, taken at a time. */
const BATCH = 200;

/**
 * Hands the outbox to the queue: one job for each message and handler. The handlings are
 * committed before their jobs are made, and no job is believed to be kept: what is still
 * open when its time has come is queued again, under another job id.
 */
@Injectable()
export class OutboxRelay {
  constructor(
    private readonly registry: JobRegistry,
    private readonly outbox: OutboxRepository,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  /** New messages. Says whether there may be more. */
  async relay(): Promise<boolean> {
    const routes = this.registry.allHandlers.flatMap((handler) =>
      handler.types.map((type) => [type, handler.name] as const),
    );
    const now = this.clock.now();
    const opened = await this.outbox.relay(routes, {
      now,
      dueAt: new Date(now.getTime() + REQUEUE_AFTER_MS),
      limit: BATCH,
    });
    await this.enqueue(opened);
    return opened.length >= BATCH;
  }

  /** Handlings whose job was lost, or failed and has waited. Says whether there may be more. */
  async requeue(): Promise<boolean> {
    const handlers = this.registry.allHandlers.map((handler) => handler.name);
    const due = await this.outbox.claimDue(handlers, {
      now: this.clock.now(),
      againAfterMs: REQUEUE_AFTER_MS,
      limit: BATCH,
    });
    await this.enqueue(due);
    return due.length >= BATCH;
  }

  private async enqueue(handlings: readonly Handling[]): Promise<void> {
    const job = ({ messageId, handler, enqueued }: Handling): NewJob => ({
      name: handler,
      id: `${messageId}.${handler}.${enqueued}`,
      data: { messageId },
    });
    await this.queues.add('outbox', handlings.map(job));
  }
}
