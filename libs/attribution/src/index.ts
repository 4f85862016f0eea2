export { RecordAttribution, type ClaimInput, type HypothesisInput } from './actions/record-attribution.js';
export { AttributionModule } from './attribution.module.js';
export {
  BASES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  STANCES,
  type Basis,
  type ClaimLink,
  type ClaimState,
  type EvidencePresented,
  type HypothesisKind,
  type HypothesisState,
  type Level,
  type Stance,
} from './attribution.js';
