export { EvidenceJobsModule } from './evidence-jobs.module.js';
export { EvidenceUpkeep } from './evidence-upkeep.js';
