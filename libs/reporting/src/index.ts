export { FileReport, type Report } from './actions/file-report.js';
export { incidentAbilities } from './incident-abilities.policy.js';
export { shownSides } from './queries/history.query.js';
export { ReportingModule } from './reporting.module.js';
