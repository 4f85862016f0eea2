import { Injectable } from '@nestjs/common';
import { amendRecord, latestStates, mayWrite } from '@app/incidents';
import { Forbidden, Problem, UnitOfWork, type State } from '@app/platform';
import { isAuthor, mayJudge, mayReturn } from '../assessment.policy.js';
import { ASSESSMENT, type AssessmentState } from '../assessments.js';
import { changedWithoutNewEvidence, latestApproved } from '../new-evidence.rules.js';
import { OpenAssessment, refuseUnlessSubmitted, type Actor, type PresentAssessment } from '../open-assessment.js';
import { concerning } from './submit-assessment.js';

/** An author wants to approve their own work. */
class SelfApproval extends Problem {
  constructor() {
    super(403, 'self_approval', 'You are one of its authors: a second person approves it, in whatever role you come.');
  }
}

@Injectable()
export class JudgeAssessment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly open: OpenAssessment,
  ) {}

  /**
   * A second person stands for it: it is part of the standing now, and never changes again. That an author tried to
   * is kept in the history of the case.
   *
   * @throws {NotFound} @throws {Forbidden} no owner, lead or analyst of the organization that assesses.
   * @throws {Problem} 403 `self_approval`: one of its authors. @throws {Conflict} `not_submitted`, `already_approved`.
   */
  async approve<View>(
    { caller, sight }: Actor,
    { id, reason }: { id: string; reason?: string | undefined },
    present: PresentAssessment<View>,
  ): Promise<View> {
    try {
      return await this.unitOfWork.run(caller, async (tx) => {
        const before = await this.open.of(tx, { caller, sight }, id);
        requireSecondPerson({ caller, sight }, before);
        refuseUnlessSubmitted(before);
        const approval = { byId: caller.userId, at: tx.case.recordedAt.toISOString() };
        const ours = (await latestStates<AssessmentState>(tx, 'assessment')).filter(
          ({ organizationId }) => organizationId === before.organizationId,
        );
        const withoutNewEvidence = changedWithoutNewEvidence(latestApproved(ours), before);
        const state = await amendRecord(tx, ASSESSMENT, {
          id,
          action: 'assessment.approved',
          reason,
          change: (submitted) => ({ ...submitted, status: 'approved' as const, approval, withoutNewEvidence }),
        });
        tx.emit('assessment.approved.v1', concerning(tx, caller.userId, state, state.authorIds));
        return await this.open.answer(tx, { caller, sight }, state, present);
      });
    } catch (error) {
      if (error instanceof SelfApproval) {
        await this.recordRefusal({ caller, sight }, id);
      }
      throw error;
    }
  }

  /**
   * Gives it back to its authors, as a draft. An author may take back their own.
   *
   * @throws {NotFound} @throws {Forbidden} neither may approve, nor wrote it. @throws {Conflict} `not_submitted`, `already_approved`.
   */
  async return<View>(
    { caller, sight }: Actor,
    { id, reason }: { id: string; reason: string },
    present: PresentAssessment<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const before = await this.open.of(tx, { caller, sight }, id);
      if (!mayReturn(caller, sight, before)) {
        throw new Forbidden(
          'Only its authors, and owners, leads and analysts of the organization that assesses, return it.',
        );
      }
      refuseUnlessSubmitted(before);
      const returned = { byId: caller.userId, at: tx.case.recordedAt.toISOString(), reason };
      const state = await amendRecord(tx, ASSESSMENT, {
        id,
        action: 'assessment.returned',
        reason,
        change: (submitted) => ({
          ...submitted,
          status: 'draft' as const,
          submission: null,
          returns: [...submitted.returns, returned],
        }),
      });
      tx.emit('assessment.returned.v1', concerning(tx, caller.userId, state, state.authorIds));
      return await this.open.answer(tx, { caller, sight }, state, present);
    });
  }

  /**
   * In a transaction of its own, which commits although the answer is a refusal; and without the request's
   * idempotency key, which is kept for answers that were given. Nothing of the assessment changes.
   */
  private async recordRefusal({ caller, sight }: Actor, id: string): Promise<void> {
    const { idempotency: _, ...principal } = caller;
    await this.unitOfWork.run(principal, async (tx) => {
      // Read anew: what is written down as the state of this version must be the state of this version.
      const state = (await this.open.of(tx, { caller, sight }, id)) as unknown as State;
      const subject = { kind: 'assessment', id };
      tx.record({
        action: 'assessment.approval_refused',
        subject,
        before: state,
        after: state,
        reason: 'self_approval',
      });
    });
  }
}

/** @throws {Forbidden} @throws {SelfApproval} */
function requireSecondPerson({ caller, sight }: Actor, assessment: AssessmentState): void {
  if (!mayWrite(caller) || !mayJudge(caller, sight, assessment)) {
    throw new Forbidden('Owners, leads and analysts of the organization that assesses approve it.');
  }
  if (isAuthor(caller, assessment)) {
    throw new SelfApproval();
  }
}
