export { AddCustodyStep, type CustodyStepInput } from './actions/add-custody-step.js';
export { RecordEvidence, type EvidenceInput, type WithdrawnEvidence } from './actions/record-evidence.js';
export { ClearContent } from './clear-content.js';
export { ContentModule } from './content.module.js';
export { ContentStore } from './content-store.js';
export { EvidenceModule } from './evidence.module.js';
export {
  CUSTODY_ACTIONS,
  EVIDENCE_KINDS,
  EVIDENCE_STATUSES,
  type CustodyAction,
  type CustodyStepState,
  type EvidenceKind,
  type EvidenceState,
  type EvidenceStatus,
} from './evidence.js';
export { CUSTODY_STEP, EVIDENCE } from './evidence.js';
