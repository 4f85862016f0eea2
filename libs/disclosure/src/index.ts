export {
  RecordDisclosures,
  type ArtifactInput,
  type DisclosureInput,
  type RecordedDisclosure,
} from './actions/record-disclosures.js';
export { DisclosureModule } from './disclosure.module.js';
export {
  AUTHENTICITIES,
  CHANNELS,
  CREDIBILITIES,
  RELIABILITIES,
  type ArtifactState,
  type Authenticity,
  type Channel,
  type DisclosureState,
  type Reliability,
} from './disclosures.js';
export { ARTIFACT, DISCLOSURE } from './disclosures.js';
