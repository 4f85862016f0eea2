import { Injectable } from '@nestjs/common';
import type { ScheduledJob } from '@app/platform/jobs';
import { RemoveOld } from '../retention/remove-old.js';

const EVERY_MS = 60 * 60_000;

/** Removes once an hour what was kept long enough. */
@Injectable()
export class RetentionJob implements ScheduledJob {
  readonly name = 'retention';
  readonly everyMs = EVERY_MS;

  constructor(private readonly removeOld: RemoveOld) {}

  async run(): Promise<void> {
    await this.removeOld.execute();
  }
}
