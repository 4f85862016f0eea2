import type { AccessElevatedV1, CaseVerb, ParticipantInvitedV1 } from '@app/access';
import type {
  CommentAddedV1,
  IncidentLeadAssignedV1,
  IncidentReportedV1,
  IncidentStatusChangedV1,
  RecordConcernsV1,
  TaskAssignedV1,
} from '@app/incidents';
import type { IncidentStaleV1, IncidentUntriagedV1, TaskDueSoonV1, TaskOverdueV1 } from './tracking.events.js';

/** The messages of which someone is told, each with the right that whoever is told must hold in the case. */
export const OCCASIONS = {
  'incident.reported.v1': 'incident.read',
  'incident.lead_assigned.v1': 'incident.read',
  'incident.status_changed.v1': 'incident.read',
  'incident.untriaged.v1': 'incident.read',
  'incident.stale.v1': 'incident.read',
  'comment.added.v1': 'comments.read',
  'task.assigned.v1': 'tasks.read',
  'task.due_soon.v1': 'tasks.read',
  'task.overdue.v1': 'tasks.read',
  'participant.invited.v1': 'incident.read',
  'access.elevated.v1': 'participants.manage',
  'work.released.v1': 'tasks.read',
  // A contributor is told what becomes of their own finding; the words tell nothing of it.
  'finding.submitted.v1': 'incident.read',
  'finding.judged.v1': 'incident.read',
  'finding.superseded.v1': 'incident.read',
  'finding.withdrawn.v1': 'incident.read',
  'record.fell.v1': 'incident.read',
  'assessment.submitted.v1': 'assessments.approve',
  'assessment.approved.v1': 'incident.read',
  'assessment.returned.v1': 'incident.read',
  'inquiry.silent.v1': 'history.read',
} as const satisfies Readonly<Record<string, CaseVerb>>;

export type OccasionType = keyof typeof OCCASIONS;

export const OCCASION_TYPES = Object.keys(OCCASIONS) as OccasionType[];

export const isOccasion = (type: string): type is OccasionType => Object.hasOwn(OCCASIONS, type);

/** The right that one must hold in the case to be told of it; a message of a kind that we do not know is read by those who read all. */
export const verbOf = (type: string): CaseVerb => (isOccasion(type) ? OCCASIONS[type] : 'history.read');

/** What a message may carry besides the case; which of it is set follows from the type. */
export type OccasionBody = IncidentReportedV1 &
  Partial<
    Pick<IncidentStatusChangedV1, 'from' | 'to' | 'reason'> &
      Pick<IncidentLeadAssignedV1, 'leadId'> &
      Pick<CommentAddedV1, 'commentId'> &
      Pick<TaskAssignedV1, 'taskId' | 'assigneeId'> &
      Pick<IncidentUntriagedV1 & IncidentStaleV1, 'since'> &
      Pick<TaskDueSoonV1 & TaskOverdueV1, 'dueAt'> &
      Pick<ParticipantInvitedV1, 'participantId'> &
      Pick<AccessElevatedV1, 'until'> &
      Pick<RecordConcernsV1, 'subject' | 'userIds' | 'count'> & { readonly outcome: string }
  >;

/** A record, named. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** The record that a message speaks of, beside the case; null where it is the case alone. */
export function subjectOf({ commentId, taskId, subject }: OccasionBody): Subject | null {
  if (commentId !== undefined) {
    return { kind: 'comment', id: commentId };
  }
  return taskId === undefined ? (subject ?? null) : { kind: 'task', id: taskId };
}
