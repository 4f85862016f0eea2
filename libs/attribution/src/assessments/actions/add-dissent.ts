import { Injectable } from '@nestjs/common';
import { addRecord, markingOf, requireCleared } from '@app/incidents';
import { Conflict, Forbidden, UnitOfWork, type Tlp } from '@app/platform';
import { mayDissent } from '../assessment.policy.js';
import { DISSENT } from '../assessments.js';
import { OpenAssessment, type Actor, type PresentAssessment } from '../open-assessment.js';

@Injectable()
export class AddDissent {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly open: OpenAssessment,
  ) {}

  /**
   * What someone holds against an assessment that is submitted or approved; it stands beside it under their name, and
   * is never edited.
   *
   * @throws {Invalid} a marking above the caller's clearance. @throws {NotFound} @throws {Forbidden} @throws {Conflict} `not_submitted`: a draft says nothing yet.
   */
  async execute<View>(
    { caller, sight }: Actor,
    { id, statement, tlp }: { id: string; statement: string; tlp?: Tlp | null | undefined },
    present: PresentAssessment<View>,
  ): Promise<View> {
    requireCleared(sight.clearance, tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      const assessment = await this.open.of(tx, { caller, sight }, id);
      if (!mayDissent(caller, sight, assessment)) {
        throw new Forbidden();
      }
      if (assessment.status === 'draft') {
        throw new Conflict('not_submitted', 'It has not been submitted.');
      }
      const { organizationId } = assessment;
      const marking = await markingOf(tx, tlp, [assessment]);
      addRecord(
        tx,
        DISSENT,
        { assessmentId: assessment.id, organizationId, authorId: caller.userId, statement, ...marking },
        { action: 'assessment.dissented' },
      );
      return await this.open.answer(tx, { caller, sight }, assessment, present);
    });
  }
}
