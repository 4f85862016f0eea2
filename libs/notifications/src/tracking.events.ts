import type { RecordConcernsV1 } from '@app/incidents';
import type { IncidentId, OrganizationId, TaskId } from '@app/platform';

/** What tracking says of a case. Nobody did it: time went by. Fields are added, never changed. */
interface Reminder {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  /** The version that the case had. */
  readonly caseVersion: number;
  readonly byUserId: null;
}

/** `incident.untriaged.v1`: the case waits for triage longer than its organization allows. */
export interface IncidentUntriagedV1 extends Reminder {
  /** Since when it waits, RFC 3339. */
  readonly since: string;
}

/** `incident.stale.v1`: nothing changed in the open case for longer than its organization allows. */
export interface IncidentStaleV1 extends Reminder {
  /** When it last changed, RFC 3339. */
  readonly since: string;
}

/** `task.due_soon.v1` */
export interface TaskDueSoonV1 extends Reminder {
  readonly taskId: TaskId;
  /** RFC 3339. */
  readonly dueAt: string;
}

/** `task.overdue.v1` */
export interface TaskOverdueV1 extends Reminder {
  readonly taskId: TaskId;
  /** RFC 3339. */
  readonly dueAt: string;
}

/** `inquiry.silent.v1`: a party was asked and has not answered by the time that was set. Concerns whoever asked. */
export interface InquirySilentV1 extends RecordConcernsV1 {
  readonly byUserId: null;
  /** RFC 3339. */
  readonly dueAt: string;
}
