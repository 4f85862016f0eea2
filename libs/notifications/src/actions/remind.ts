import { Injectable } from '@nestjs/common';
import { jobPrincipal } from '@app/access';
import { newId, UnitOfWork, type TaskId, type Tx } from '@app/platform';
import type {
  IncidentStaleV1,
  IncidentUntriagedV1,
  InquirySilentV1,
  TaskDueSoonV1,
  TaskOverdueV1,
} from '../tracking.events.js';
import { FOUND_MAX, TRACKED, Tracking, type Found, type Tracked } from '../tracking.repository.js';

/**
 * Says what waits too long: cases untriaged or without change, tasks due soon or overdue,
 * inquiries without an answer. Each state is told of once.
 */
@Injectable()
export class Remind {
  constructor(
    private readonly tracking: Tracking,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Run by as many workers at once as there are: reminder and message are written together, and a reminder exists once. */
  async execute(): Promise<void> {
    for (const kind of TRACKED) {
      while ((await this.remind(kind)) >= FOUND_MAX) {
        // There are more than one transaction takes.
      }
    }
  }

  private async remind(kind: Tracked): Promise<number> {
    return await this.unitOfWork.run(jobPrincipal('tracking', newId(new Date())), async (tx) => {
      const found = await this.tracking.remind(tx, kind);
      found.forEach((item) => announce(tx, kind, item));
      return found.length;
    });
  }
}

function announce(tx: Tx, kind: Tracked, found: Found): void {
  const { incidentId, organizationId, caseVersion, subjectId, recordedById, since } = found;
  const about = { incidentId, organizationId, caseVersion, byUserId: null };
  const at = since.toISOString();
  switch (kind) {
    case 'incident_untriaged':
      tx.emit('incident.untriaged.v1', { ...about, since: at } satisfies IncidentUntriagedV1);
      break;
    case 'incident_stale':
      tx.emit('incident.stale.v1', { ...about, since: at } satisfies IncidentStaleV1);
      break;
    case 'task_due_soon':
      tx.emit('task.due_soon.v1', { ...about, taskId: subjectId as TaskId, dueAt: at } satisfies TaskDueSoonV1);
      break;
    case 'task_overdue':
      tx.emit('task.overdue.v1', { ...about, taskId: subjectId as TaskId, dueAt: at } satisfies TaskOverdueV1);
      break;
    case 'inquiry_silent':
      tx.emit('inquiry.silent.v1', {
        ...about,
        subject: { kind: 'inquiry', id: subjectId },
        userIds: recordedById ? [recordedById] : [],
        dueAt: at,
      } satisfies InquirySilentV1);
  }
}
