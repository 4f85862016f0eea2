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
export { ACH_LEVELS, ACH_RATINGS, type AchLevel, type AchRating } from './ach/ach.scale.js';
export { ReadStanding, type Standing } from './standing/read-standing.js';
export {
  ASSESSMENT_STATUSES,
  BEARINGS,
  type AssessmentState,
  type AssessmentStatus,
  type Bearing,
  type ChangedWithoutNewEvidence,
  type DissentState,
} from './assessments/assessments.js';
export {
  CONFIDENCES,
  LIKELIHOODS,
  LIKELIHOOD_TERMS,
  likelihoodOf,
  type Confidence,
  type Likelihood,
  type LikelihoodTerm,
} from './assessments/likelihood.js';
export { WriteAchColumn } from './ach/write-ach-column.js';
export { AddDissent } from './assessments/actions/add-dissent.js';
export { JudgeAssessment } from './assessments/actions/judge-assessment.js';
export { SubmitAssessment } from './assessments/actions/submit-assessment.js';
export { WriteAssessment, type AssessmentContent } from './assessments/actions/write-assessment.js';
export { INQUIRY_STATUSES, inquiryStatus, type InquiryState, type InquiryStatus } from './inquiries/inquiries.js';
export { RecordInquiries, type InquiryInput } from './inquiries/record-inquiries.js';
export { factsOf, type Slim } from './standing/facts.js';
export { standingOf, type HypothesisStanding } from './standing/standing.rules.js';
export { CLAIM, HYPOTHESIS } from './attribution.js';
export { INQUIRY } from './inquiries/inquiries.js';
export { DISSENT } from './assessments/assessments.js';
