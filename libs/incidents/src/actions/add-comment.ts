import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { CaseLock } from '@app/ledger';
import { Forbidden, UnitOfWork, type Tlp } from '@app/platform';
import { addRecord, amendRecord, withPatch, type Present } from '../case-record.js';
import { COMMENT, type CommentState } from '../comments.js';
import type { CommentAddedV1 } from '../incidents.events.js';
import { markingOf, requireCleared } from '../markings.js';
import { RecordLinks } from '../record-links.repository.js';

export interface CommentInput {
  readonly body: string;
  readonly on?: { readonly kind: string; readonly id: string } | undefined;
  readonly tlp?: Tlp | null | undefined;
}

export interface CommentPatch {
  readonly body?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

@Injectable()
export class AddComment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly links: RecordLinks,
  ) {}

  /** @throws {Invalid} `on` names a record that the case does not have, or a marking above the caller's clearance. */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { body, on, tlp }: CommentInput,
    present: Present<CommentState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const about = on ? await this.links.requireOne(tx, on, 'on', { caller, sight }) : null;
      const comment = addRecord(
        tx,
        COMMENT,
        {
          authorId: caller.userId,
          body,
          on: on ? { kind: on.kind, id: on.id } : null,
          ...(await markingOf(tx, tlp, [about])),
        },
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
   * Corrects one's own words, or marks them; what was said before stays in the history.
   *
   * @throws {NotFound} @throws {Forbidden} another person's comment. @throws {StaleVersion}
   * @throws {Invalid} a marking above the caller's clearance.
   */
  async amend(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, patch }: { id: string; readVersion: number; patch: CommentPatch },
  ): Promise<CommentState> {
    requireCleared(sight.clearance, patch.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      return await amendRecord(tx, COMMENT, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'comment.amended',
        change: (before) => {
          if (before.authorId !== caller.userId) {
            throw new Forbidden('Only its author can change a comment.');
          }
          return withPatch(before, patch);
        },
      });
    });
  }
}
