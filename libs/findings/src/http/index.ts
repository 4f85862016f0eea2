export { FindingsHttpModule } from './findings-http.module.js';
export { FindingView, presentFinding } from './findings.view.js';
