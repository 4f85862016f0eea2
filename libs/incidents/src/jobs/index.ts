export { IncidentsJobsModule } from './incidents-jobs.module.js';
export { ReleaseWorkHandler } from './release-work.handler.js';
