export { DisclosureHttpModule } from './disclosure-http.module.js';
export { WebAddress } from '@app/platform/http';
export { DisclosureDto } from './disclosures.dto.js';
export { DisclosureView, presentDisclosure } from './disclosures.view.js';
