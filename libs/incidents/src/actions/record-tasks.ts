import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Invalid, UnitOfWork, type Tlp, type Tx, type UserId } from '@app/platform';
import { addRecord, amendRecord, withPatch, type Present } from '../case-record.js';
import { requireCleared } from '../markings.js';
import type { TaskAssignedV1 } from '../incidents.events.js';
import { Incidents } from '../incidents.repository.js';
import { TASK, type TaskState, type TaskStatus } from '../tasks.js';

export interface TaskInput {
  readonly title: string;
  readonly assigneeId?: UserId | undefined;
  readonly dueAt?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

export interface TaskPatch {
  readonly title?: string | undefined;
  readonly assigneeId?: UserId | null | undefined;
  readonly dueAt?: string | null | undefined;
  readonly status?: TaskStatus | undefined;
  readonly tlp?: Tlp | null | undefined;
  readonly reason?: string | undefined;
}

const instant = (at: string | null | undefined): string | null => (at ? new Date(at).toISOString() : null);

@Injectable()
export class RecordTasks {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly incidents: Incidents,
  ) {}

  /** @throws {Invalid} the assignee does not work on the case, or a marking above the caller's clearance. */
  async add<View>(
    caller: Caller,
    sight: CaseSight,
    input: TaskInput,
    present: Present<TaskState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.requireWorker(tx, input.assigneeId);
      const task = addRecord(
        tx,
        TASK,
        {
          title: input.title,
          assigneeId: input.assigneeId ?? null,
          dueAt: instant(input.dueAt),
          status: 'open',
          doneAt: null,
          tlp: input.tlp ?? null,
        },
        { action: 'task.added' },
      );
      this.tell(tx, caller, sight, task);
      return present(task, await this.names(tx, task));
    });
  }

  /** @throws {NotFound} @throws {StaleVersion} @throws {Invalid} the assignee does not work on the case. */
  async amend<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: TaskPatch },
    present: Present<TaskState, View>,
  ): Promise<View> {
    const { reason, ...fields } = patch;
    requireCleared(sight.clearance, patch.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.requireWorker(tx, patch.assigneeId);
      let assigneeBefore: UserId | null = null;
      const task = await amendRecord(tx, TASK, {
        id,
        by: { caller, sight },
        readVersion,
        action: fields.status === 'done' ? 'task.done' : 'task.amended',
        reason,
        change: (before) => {
          assigneeBefore = before.assigneeId;
          const after = withPatch(before, fields);
          const doneAt = after.status === 'done' ? (before.doneAt ?? tx.case.recordedAt.toISOString()) : null;
          return { ...after, dueAt: instant(after.dueAt), doneAt };
        },
        answer: async (unchanged) => present(unchanged, await this.names(tx, unchanged)),
      });
      if (task.assigneeId !== assigneeBefore) {
        this.tell(tx, caller, sight, task);
      }
      return present(task, await this.names(tx, task));
    });
  }

  private async names(tx: Tx, { assigneeId }: TaskState): Promise<Readonly<Record<string, string>>> {
    return assigneeId ? await this.incidents.namesOf(tx, [assigneeId]) : {};
  }

  private tell(tx: Tx, caller: Caller, sight: CaseSight, task: TaskState): void {
    if (task.assigneeId) {
      tx.emit('task.assigned.v1', {
        incidentId: sight.incidentId,
        organizationId: sight.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId: caller.userId,
        taskId: task.id,
        assigneeId: task.assigneeId,
      } satisfies TaskAssignedV1);
    }
  }

  private async requireWorker(tx: Tx, assigneeId: UserId | null | undefined): Promise<void> {
    if (assigneeId && !(await this.incidents.mayWork(tx, assigneeId))) {
      throw Invalid.at('assigneeId', 'does_not_work_here', 'The assignee must be someone who works on this case.');
    }
  }
}
