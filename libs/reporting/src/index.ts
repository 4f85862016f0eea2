export { FileReport, type Report } from './actions/file-report.js';
export { incidentAbilities } from './incident-abilities.policy.js';
export { ReportingModule } from './reporting.module.js';
