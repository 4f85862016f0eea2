import { Injectable } from '@nestjs/common';
import type { ScheduledJob } from '@app/platform/jobs';
import { ClearContent } from '../clear-content.js';

/** Clears away what uploads that came to nothing left in the evidence folder. */
@Injectable()
export class EvidenceUpkeep implements ScheduledJob {
  readonly name = 'evidence-upkeep';
  readonly everyMs = 60 * 60_000;

  constructor(private readonly clearContent: ClearContent) {}

  async run(): Promise<void> {
    await this.clearContent.clearUnfinished();
    await this.clearContent.clearUnnamed();
  }
}
