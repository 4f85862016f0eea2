import type { TaskId, UserId } from '@app/platform';
import type { RecordKind, RecordState } from './case-record.js';

export const TASK_STATUSES = ['open', 'done'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Something to be done, by someone, by a time. */
export interface TaskState extends RecordState {
  readonly id: TaskId;
  readonly title: string;
  readonly assigneeId: UserId | null;
  /** RFC 3339 instant. */
  readonly dueAt: string | null;
  readonly status: TaskStatus;
  readonly doneAt: string | null;
}

export const TASK: RecordKind<TaskState> = {
  kind: 'task',
  table: 'task',
  columns: ({ title, assigneeId, dueAt, status, doneAt, tlp }) => ({
    title,
    assignee_id: assigneeId,
    due_at: dueAt,
    status,
    done_at: doneAt,
    tlp: tlp ?? null,
  }),
  text: ({ title }) => title,
};
