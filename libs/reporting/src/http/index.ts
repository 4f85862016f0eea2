export { RedactionView } from './case-story.view.js';
export { ReportingHttpModule } from './reporting-http.module.js';
