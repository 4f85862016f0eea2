export { DisclosureHttpModule } from './disclosure-http.module.js';
export { DisclosureDto, WebAddress } from './disclosures.dto.js';
export { DisclosureView, presentDisclosure } from './disclosures.view.js';
