import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HandleMessage } from './handle-message.js';
import { JobRegistry } from './job-registry.js';
import { Pump } from './pump.js';
import { Queues, withPatience, type DueJob } from './queues.js';
import { Schedules } from './schedules.js';

/** Messages that one process handles at a time; each holds a database connection. */
const HANDLERS_AT_ONCE = 4;
/** Backlogs worked off at a time. */
const BACKLOG_WORKERS = 3;

/** How long the pump may take to end its pass when the process stops. */
const PASS_PATIENCE_MS = 2_000;

/** Gives each queue its worker. */
@Injectable()
export class Workers {
  constructor(
    private readonly registry: JobRegistry,
    private readonly queues: Queues,
    private readonly pump: Pump,
    private readonly handleMessage: HandleMessage,
  ) {}

  start(): void {
    this.queues.work('outbox', HANDLERS_AT_ONCE, async (job) => await this.handle(job));
    this.queues.work('backlog', BACKLOG_WORKERS, async (job) => await this.registry.backlog(job.name)?.work());
    this.queues.work('schedule', 1, async (job) => await this.runScheduled(job));
  }

  private async handle(job: DueJob): Promise<void> {
    const { messageId } = job.data;
    if (messageId !== undefined) {
      await this.handleMessage.execute(messageId, job.name);
      // What was handled may be owed further: a delivery to send, a message about the message.
      this.pump.poke();
    }
  }

  private async runScheduled(job: DueJob): Promise<void> {
    await this.registry.scheduled(job.name)?.run();
    this.pump.poke();
  }
}

/** Starts everything once all modules have said what they do, and stops it before anything that it uses. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly workers: Workers,
    private readonly schedules: Schedules,
    private readonly pump: Pump,
    private readonly queues: Queues,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.workers.start();
    this.schedules.start();
    await this.pump.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.schedules.stop();
    // A pass that hangs on a queue out of reach ends when the queues are closed.
    await withPatience(this.pump.stop(), PASS_PATIENCE_MS);
    await this.queues.close();
  }
}
