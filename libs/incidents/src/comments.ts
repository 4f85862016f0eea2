import type { CommentId, UserId } from '@app/platform';
import type { NeedingState, RecordKind } from './case-record.js';

/** A remark inside the case, on the whole of it or on one record. */
export interface CommentState extends NeedingState {
  readonly id: CommentId;
  readonly authorId: UserId;
  readonly body: string;
  readonly on: { readonly kind: string; readonly id: string } | null;
}

export const COMMENT: RecordKind<CommentState> = {
  kind: 'comment',
  table: 'comment',
  columns: ({ authorId, body, on, tlp }) => ({
    author_id: authorId,
    body,
    on_kind: on?.kind ?? null,
    on_id: on?.id ?? null,
    tlp: tlp ?? null,
  }),
  text: ({ body }) => body,
};
