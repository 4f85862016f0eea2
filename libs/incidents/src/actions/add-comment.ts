import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Forbidden, UnitOfWork } from '@app/platform';
import { addRecord, amendRecord, type Present } from '../case-record.js';
import { COMMENT, type CommentState } from '../comments.js';
import type { CommentAddedV1 } from '../incidents.events.js';
import { RecordLinks } from '../record-links.repository.js';

export interface CommentInput {
  readonly body: string;
  readonly on?: { readonly kind: string; readonly id: string } | undefined;
}

@Injectable()
export class AddComment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly links: RecordLinks,
  ) {}

  /** @throws {Invalid} `on` names a record that the case does not have. */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { body, on }: CommentInput,
    present: Present<CommentState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      if (on) {
        await this.links.requireOne(tx, on, 'on', { caller, sight });
      }
      const comment = addRecord(
        tx,
        COMMENT,
        { authorId: caller.userId, body, on: on ? { kind: on.kind, id: on.id } : null },
        { action: 'comment.added' },
      );
      tx.emit('comment.added.v1', {
        incidentId: sight.incidentId,
        organizationId: sight.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId: caller.userId,
        commentId: comment.id,
      } satisfies CommentAddedV1);
      return present(comment, { [caller.userId]: caller.name });
    });
  }

  /**
   * Corrects one's own words; what was said before stays in the history.
   *
   * @throws {NotFound} @throws {Forbidden} another person's comment. @throws {StaleVersion}
   */
  async amend(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, body }: { id: string; readVersion: number; body: string },
  ): Promise<CommentState> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return await amendRecord(tx, COMMENT, {
        id,
        readVersion,
        action: 'comment.amended',
        change: (before) => {
          if (before.authorId !== caller.userId) {
            throw new Forbidden('Only its author can change a comment.');
          }
          return { ...before, body };
        },
      });
    });
  }
}
