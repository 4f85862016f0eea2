import { Module } from '@nestjs/common';
import { ContentModule } from '@app/evidence';
import { JobRegistry } from '@app/platform/jobs';
import { AuditModule } from '../audit.module.js';
import { ApplyRules } from '../retention/apply-rules.js';
import { DueRecords } from '../retention/due-records.query.js';
import { EraseByRule } from '../retention/erase-by-rule.js';
import { OldRows } from '../retention/old-rows.repository.js';
import { RemoveOld } from '../retention/remove-old.js';
import { RetentionRulesJob } from './retention-rules.job.js';
import { RetentionJob } from './retention.job.js';

@Module({
  imports: [AuditModule, ContentModule],
  providers: [OldRows, RemoveOld, DueRecords, EraseByRule, ApplyRules, RetentionJob, RetentionRulesJob],
})
export class AuditJobsModule {
  constructor(registry: JobRegistry, retention: RetentionJob, rules: RetentionRulesJob) {
    registry.runs(retention);
    registry.runs(rules);
  }
}
