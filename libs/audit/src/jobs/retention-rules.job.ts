import { Injectable } from '@nestjs/common';
import type { ScheduledJob } from '@app/platform/jobs';
import { ApplyRules } from '../retention/apply-rules.js';

const EVERY_MS = 24 * 60 * 60_000;

/** Erases once a day what the rules of organizations say. */
@Injectable()
export class RetentionRulesJob implements ScheduledJob {
  readonly name = 'retention-rules';
  readonly everyMs = EVERY_MS;

  constructor(private readonly applyRules: ApplyRules) {}

  async run(): Promise<void> {
    await this.applyRules.execute();
  }
}
