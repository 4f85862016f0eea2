export { LedgerJobsModule } from './ledger-jobs.module.js';
export { Sequencing } from './sequencing.js';
