import { Injectable } from '@nestjs/common';
import type { ScheduledJob } from '@app/platform/jobs';
import { Remind } from '../actions/remind.js';

const EVERY_MS = 60_000;

/** Looks once a minute for what waits too long. */
@Injectable()
export class TrackingJob implements ScheduledJob {
  readonly name = 'tracking';
  readonly everyMs = EVERY_MS;

  constructor(private readonly remind: Remind) {}

  async run(): Promise<void> {
    await this.remind.execute();
  }
}
