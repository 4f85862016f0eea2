export { HypothesisDto, StatementDto } from './attribution.dto.js';
export { AttributionHttpModule } from './attribution-http.module.js';
export { ClaimView, HypothesisView, presentClaim, presentHypothesis } from './attribution.view.js';
