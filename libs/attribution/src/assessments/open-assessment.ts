import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import { latestState } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Conflict, Forbidden, NotFound, type Tx } from '@app/platform';
import { mayWriteAssessment } from './assessment.policy.js';
import type { AssessmentState } from './assessments.js';
import { Assessments, type Surroundings } from './assessments.repository.js';

/** Whoever acts, and how they see the case. */
export interface Actor {
  readonly caller: Caller;
  readonly sight: CaseSight;
}

/** What a client is answered of an assessment that was written: made inside the transaction. */
export type PresentAssessment<View> = (state: AssessmentState, around: Surroundings) => View;

/** What every action on an assessment begins and ends with. */
@Injectable()
export class OpenAssessment {
  constructor(
    private readonly caseLock: CaseLock,
    private readonly assessments: Assessments,
  ) {}

  /**
   * Opens the case, and gives the assessment as it stands.
   *
   * @throws {NotFound} the case has no such assessment, or not for this caller.
   */
  async of(tx: Tx, { caller, sight }: Actor, id: string): Promise<AssessmentState> {
    await this.caseLock.open(tx, sight.incidentId);
    const state = await latestState<AssessmentState>(tx, 'assessment', id);
    if (!state || !isRecordShown(caller, sight, 'assessment', { ...state })) {
      throw new NotFound('assessment');
    }
    return state;
  }

  /** The same, for whoever writes it. @throws {NotFound} @throws {Forbidden} not of the organization that assesses. */
  async toWrite(tx: Tx, { caller, sight }: Actor, id: string): Promise<AssessmentState> {
    const state = await this.of(tx, { caller, sight }, id);
    if (!mayWriteAssessment(caller, sight, state)) {
      throw new Forbidden('Only members of the organization that assesses can do that.');
    }
    return state;
  }

  /** What the client is answered. */
  async answer<View>(
    tx: Tx,
    { caller, sight }: Actor,
    state: AssessmentState,
    present: PresentAssessment<View>,
  ): Promise<View> {
    tx.settle();
    return present(state, await this.assessments.aroundIn(tx, caller, sight, [state]));
  }
}

/** @throws {Conflict} `already_approved`, `already_submitted`. */
export function refuseUnlessDraft({ status }: AssessmentState): void {
  refuseApproved(status);
  if (status === 'submitted') {
    throw new Conflict('already_submitted', 'It waits for approval. Take it back, or have it returned, to change it.');
  }
}

/** @throws {Conflict} `already_approved`, `not_submitted`. */
export function refuseUnlessSubmitted({ status }: AssessmentState): void {
  refuseApproved(status);
  if (status === 'draft') {
    throw new Conflict('not_submitted', 'It has not been submitted.');
  }
}

function refuseApproved(status: AssessmentState['status']): void {
  if (status === 'approved') {
    throw new Conflict(
      'already_approved',
      'An approved assessment never changes. Begin another one, which takes its place.',
    );
  }
}
