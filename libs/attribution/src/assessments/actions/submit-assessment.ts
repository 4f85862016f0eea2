import { Injectable } from '@nestjs/common';
import { amendRecord, type RecordConcernsV1 } from '@app/incidents';
import { Invalid, UnitOfWork, type Fault, type Tx, type UserId } from '@app/platform';
import { ASSESSMENT, type AssessmentState } from '../assessments.js';
import { Assessments } from '../assessments.repository.js';
import { OpenAssessment, refuseUnlessDraft, type Actor, type PresentAssessment } from '../open-assessment.js';
import { written } from './write-assessment.js';

/** What an approval needs, and a draft may lack. */
const NEEDED: readonly { path: string; message: string; lacks: (state: AssessmentState) => boolean }[] = [
  { path: 'confidence', message: 'Say how good the grounds are.', lacks: ({ confidence }) => confidence === null },
  {
    path: 'judgements',
    message: 'Say of one hypothesis at least how likely it is.',
    lacks: ({ judgements }) => judgements.length === 0,
  },
  { path: 'rationale', message: 'Say why.', lacks: ({ rationale }) => rationale === null },
];

@Injectable()
export class SubmitAssessment {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly assessments: Assessments,
    private readonly open: OpenAssessment,
  ) {}

  /**
   * Hands a draft over for approval. Whoever submits it stands for it, and so is one of its authors.
   *
   * @throws {NotFound} @throws {Forbidden} @throws {Conflict} no draft. @throws {Invalid} `incomplete`: each part that is missing.
   */
  async execute<View>({ caller, sight }: Actor, id: string, present: PresentAssessment<View>): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const before = await this.open.toWrite(tx, { caller, sight }, id);
      refuseUnlessDraft(before);
      refuseIncomplete(before);
      const submission = { byId: caller.userId, at: tx.case.recordedAt.toISOString() };
      const state = await amendRecord(tx, ASSESSMENT, {
        id,
        action: 'assessment.submitted',
        change: (draft) => written(draft, { ...draft, status: 'submitted', submission }, caller.userId),
      });
      await this.tell(tx, { caller, sight }, state);
      return await this.open.answer(tx, { caller, sight }, state, present);
    });
  }

  /** Those who may approve it. */
  private async tell(tx: Tx, { caller, sight }: Actor, state: AssessmentState): Promise<void> {
    const { approvers } = await this.assessments.aroundIn(tx, caller, sight, [state]);
    const userIds = approvers.map(({ id }) => id as UserId).filter((userId) => !state.authorIds.includes(userId));
    tx.emit('assessment.submitted.v1', concerning(tx, caller.userId, state, userIds));
  }
}

/** A message about an assessment, to whom it concerns. */
export const concerning = (
  tx: Tx,
  byUserId: UserId,
  { id }: AssessmentState,
  userIds: readonly UserId[],
): RecordConcernsV1 => ({
  incidentId: tx.case.incidentId,
  organizationId: tx.case.organizationId,
  caseVersion: tx.case.caseVersion,
  byUserId,
  subject: { kind: 'assessment', id },
  userIds,
});

class Incomplete extends Invalid {
  override readonly code = 'incomplete';
  constructor(faults: readonly Fault[]) {
    super(faults, 'Parts are missing without which it cannot be approved. The draft is kept.');
  }
}

function refuseIncomplete(state: AssessmentState): void {
  const missing = NEEDED.filter(({ lacks }) => lacks(state));
  if (missing.length > 0) {
    throw new Incomplete(missing.map(({ path, message }) => ({ path, code: 'missing', message })));
  }
}
