import type { CommentId, UserId } from '@app/platform';
import type { RecordKind, RecordState } from './case-record.js';

/** A remark inside the case, on the whole of it or on one record. */
export interface CommentState extends RecordState {
  readonly id: CommentId;
  readonly authorId: UserId;
  readonly body: string;
  readonly on: { readonly kind: string; readonly id: string } | null;
}

export const COMMENT: RecordKind<CommentState> = {
  kind: 'comment',
  table: 'comment',
  columns: ({ authorId, body, on }) => ({
    author_id: authorId,
    body,
    on_kind: on?.kind ?? null,
    on_id: on?.id ?? null,
  }),
  text: ({ body }) => body,
};
