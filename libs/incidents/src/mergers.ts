import type { IncidentId, MergerId, UserId } from '@app/platform';
import type { RecordKind, RecordState } from './case-record.js';
import type { Status } from './status.rules.js';

/** The incident was found to be the same as another. Kept when it is reversed. */
export interface MergerState extends RecordState {
  readonly id: MergerId;
  readonly intoId: IncidentId;
  readonly byId: UserId;
  readonly reason: string;
  readonly statusBefore: Status;
  readonly reversedAt: string | null;
}

export const MERGER: RecordKind<MergerState> = {
  kind: 'merger',
  table: 'merger',
  columns: ({ intoId, statusBefore, reversedAt }) => ({
    into_id: intoId,
    status_before: statusBefore,
    reversed_at: reversedAt,
  }),
};
