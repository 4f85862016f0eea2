export { AuditJobsModule } from './audit-jobs.module.js';
export { RetentionJob } from './retention.job.js';
export { RetentionRulesJob } from './retention-rules.job.js';
export { ApplyRules, type Applied } from '../retention/apply-rules.js';
