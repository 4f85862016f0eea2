import type { CommentId, IncidentId, OrganizationId, TaskId, UserId } from '@app/platform';

/** What every message about a case says. Fields are added, never changed. */
interface CaseMessage {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  /** The case version that the change made. */
  readonly caseVersion: number;
  readonly byUserId: UserId | null;
}

/** `incident.reported.v1` */
export type IncidentReportedV1 = CaseMessage;

/** `incident.status_changed.v1` */
export interface IncidentStatusChangedV1 extends CaseMessage {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** `incident.lead_assigned.v1` */
export interface IncidentLeadAssignedV1 extends CaseMessage {
  readonly leadId: UserId;
}

/** `comment.added.v1`; whom the text mentions is worked out by whoever tells them. */
export interface CommentAddedV1 extends CaseMessage {
  readonly commentId: CommentId;
}

/** `task.assigned.v1` */
export interface TaskAssignedV1 extends CaseMessage {
  readonly taskId: TaskId;
  readonly assigneeId: UserId;
}

/** `work.released.v1`: whoever led the case, or had tasks in it, works there no more. */
export interface WorkReleasedV1 extends CaseMessage {
  readonly outcome: 'lead' | 'tasks';
  /** How many open tasks nobody has now. */
  readonly count: number;
}

/**
 * Something was done with a record, and concerns certain people, whoever else may see it:
 * `record.fell.v1` (whoever made what rested on it), `finding.submitted.v1`, `finding.judged.v1`,
 * `finding.superseded.v1`, `finding.withdrawn.v1`, `assessment.submitted.v1` (who may approve it),
 * `assessment.approved.v1`, `assessment.returned.v1` (its authors), `inquiry.silent.v1`.
 */
export interface RecordConcernsV1 extends CaseMessage {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly userIds: readonly UserId[];
  /** `finding.judged.v1`: how. */
  readonly outcome?: 'accepted' | 'rejected';
  /** `record.fell.v1`: how many records rested on it. */
  readonly count?: number;
}
