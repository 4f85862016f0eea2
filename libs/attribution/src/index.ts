export { RecordAttribution, type ClaimInput, type HypothesisInput } from './actions/record-attribution.js';
export { WithdrawClaim } from './actions/withdraw-claim.js';
export { AttributionModule } from './attribution.module.js';
export {
  BASES,
  claimAt,
  claimOf,
  CLAIM_STATUSES,
  CONFIDENCE_SCALES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  RESPONSIBILITIES,
  saidFrom,
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
