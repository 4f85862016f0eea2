import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { Principal } from '../principal.js';
import { UnitOfWork } from '../unit-of-work.js';
import { retryWaitsMs } from './handling.rules.js';
import { JobRegistry, type MessageHandler } from './job-registry.js';
import { OutboxRepository } from './outbox.repository.js';

/** Characters of an error that are kept with the row. */
const ERROR_CHARACTERS_MAX = 4_000;

/** Runs one handler for one message: its effect happens once, however many jobs ask for it and whenever they die. */
@Injectable()
export class HandleMessage {
  private readonly log = new Logger('outbox');

  constructor(
    private readonly registry: JobRegistry,
    private readonly outbox: OutboxRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Never throws for a handler's failure: it is kept with the row, which is due again after a while. */
  async execute(messageId: string, handlerName: string): Promise<void> {
    const handler = this.registry.handler(handlerName);
    if (!handler) {
      // A job of another version's worker: the row stays due, and only those who know the handler claim it.
      return;
    }
    try {
      await this.once(messageId, handler);
    } catch (error) {
      const text = (error as Error).stack ?? String(error);
      this.log.error(`${handler.name} failed on message ${messageId}: ${text}`);
      await this.outbox.failed(messageId, handler.name, text.slice(0, ERROR_CHARACTERS_MAX), {
        now: this.clock.now(),
        waitsMs: retryWaitsMs(Math.random),
      });
    }
  }

  private async once(messageId: string, handler: MessageHandler): Promise<void> {
    const principal: Principal = { userId: null, organizationIds: [], purpose: handler.name, requestId: messageId };
    await this.unitOfWork.run(principal, async (tx) => {
      const message = await this.outbox.take(tx, messageId, handler.name);
      if (message) {
        this.outbox.handled(tx, messageId, handler.name);
        await handler.handle(tx, message);
      }
    });
  }
}
