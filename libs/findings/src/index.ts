export { JudgeFinding } from './actions/judge-finding.js';
export { LinkAccount } from './actions/link-account.js';
export { SubmitFinding, type FindingInput } from './actions/submit-finding.js';
export { WithdrawFinding, type FallenFinding } from './actions/withdraw-finding.js';
export {
  FINDING_STATUSES,
  PAPS,
  type FindingAccountState,
  type FindingOutcome,
  type FindingState,
  type FindingStatus,
  type Pap,
} from './findings.js';
export { FindingsModule } from './findings.module.js';
export { defang, OBSERVABLE_TYPES, type Observable, type ObservableType } from './observables.rules.js';
export { TECHNIQUES, techniqueName, TECHNIQUES_NOTICE, type Technique } from './techniques.js';
export { FINDING } from './findings.js';
