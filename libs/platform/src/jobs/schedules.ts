import { Injectable, Logger } from '@nestjs/common';
import { JobRegistry } from './job-registry.js';
import { Queues } from './queues.js';

/** How often the schedules are looked after: a queue that lost everything has lost them too. */
const KEEP_EVERY_MS = 60_000;

/** What runs again and again. BullMQ keeps the schedules, so that each time one worker of all runs the job. */
@Injectable()
export class Schedules {
  private readonly log = new Logger('schedules');
  private keeper: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: JobRegistry,
    private readonly queues: Queues,
  ) {}

  /** Does not wait: a queue that is down when we start gets its schedules when it is back. */
  start(): void {
    this.keepOrComplain();
    this.keeper = setInterval(() => this.keepOrComplain(), KEEP_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.keeper);
  }

  /** Sets each schedule that is not set. */
  async keep(): Promise<void> {
    for (const job of this.registry.allScheduled) {
      await this.queues.every('schedule', job.name, job.everyMs);
    }
  }

  private keepOrComplain(): void {
    this.keep().catch((error: Error) => this.log.warn(`The schedules could not be looked after: ${error.message}`));
  }
}
