export { AddComment } from './actions/add-comment.js';
export { AmendIncident, type Answer, type IncidentPatch } from './actions/amend-incident.js';
export { FileIncident, type FiledIncident } from './actions/file-incident.js';
export { MergeIncident } from './actions/merge-incident.js';
export { RecordAccounts, type AccountInput, type PivotInput } from './actions/record-accounts.js';
export { RecordTasks } from './actions/record-tasks.js';
export { TransitionIncident, type Transition } from './actions/transition-incident.js';
export {
  ACCOUNT_KINDS,
  ACCOUNT_STATUSES,
  type AccountKind,
  type AccountState,
  type AccountStatus,
  type PivotState,
  type RecordLink,
} from './accounts.js';
export {
  addRecord,
  amendRecord,
  latestState,
  latestStates,
  shownState,
  withPatch,
  type NeedingState,
  type Present,
  type RecordKind,
  type RecordState,
  type Writer,
} from './case-record.js';
export type { CommentState } from './comments.js';
export type { HolderInput } from './holder-names.repository.js';
export { Incident, incidentState, SEVERITIES, type IncidentState, type Severity } from './incident.entity.js';
export type {
  CommentAddedV1,
  IncidentLeadAssignedV1,
  IncidentReportedV1,
  IncidentStatusChangedV1,
  RecordConcernsV1,
  TaskAssignedV1,
} from './incidents.events.js';
export { IncidentsModule } from './incidents.module.js';
export { Incidents } from './incidents.repository.js';
export { effectiveTlp, markingOf, ownTlpOf, requireCleared } from './markings.js';
export { withoutHolderName } from './pseudonyms.rules.js';
export type { MergerState } from './mergers.js';
export {
  BEFORE,
  CaseRecords,
  type ListedRecord,
  type MomentAsked,
  type WholeCase,
} from './queries/case-records.query.js';
export { ShownVersions, shownChangesSql, shownVersionsSql } from './queries/shown-versions.query.js';
export { mayWrite, recordAbilities, type RecordAbilities } from './record-abilities.policy.js';
export { RecordLinks, type Linker } from './record-links.repository.js';
export { dependentsOf, type Dependent, type Drawing, type RecordName } from './reliance.js';
export { Reliance } from './reliance.repository.js';
export { showsAll, type SightOfRecords } from './sight-of-records.js';
export { isOpen, mayStep, OPEN_STATUSES, STATUSES, stepsFrom, type Status } from './status.rules.js';
export { timeColumns } from './time-columns.js';
export { TASK_STATUSES, type TaskState } from './tasks.js';
export { withoutHidden } from './without-hidden.js';
export { VersionCount } from './version-count.rules.js';
export { ACCOUNT, PIVOT } from './accounts.js';
export { COMMENT } from './comments.js';
export { HOLDER_NAME } from './holder-names.js';
export { TASK } from './tasks.js';
