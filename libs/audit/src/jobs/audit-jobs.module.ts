import { Module } from '@nestjs/common';
import { JobRegistry } from '@app/platform/jobs';
import { OldRows } from '../retention/old-rows.repository.js';
import { RemoveOld } from '../retention/remove-old.js';
import { RetentionJob } from './retention.job.js';

@Module({ providers: [OldRows, RemoveOld, RetentionJob] })
export class AuditJobsModule {
  constructor(registry: JobRegistry, retention: RetentionJob) {
    registry.runs(retention);
  }
}
