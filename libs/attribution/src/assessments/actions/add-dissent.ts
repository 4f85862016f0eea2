import { Injectable } from '@nestjs/common';
import { addRecord } from '@app/incidents';
import { Conflict, Forbidden, UnitOfWork } from '@app/platform';
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
   * @throws {NotFound} @throws {Forbidden} @throws {Conflict} `not_submitted`: a draft says nothing yet.
   */
  async execute<View>(
    { caller, sight }: Actor,
    { id, statement }: { id: string; statement: string },
    present: PresentAssessment<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const assessment = await this.open.of(tx, { caller, sight }, id);
      if (!mayDissent(caller, sight, assessment)) {
        throw new Forbidden();
      }
      if (assessment.status === 'draft') {
        throw new Conflict('not_submitted', 'It has not been submitted.');
      }
      const { organizationId, tlp } = assessment;
      addRecord(
        tx,
        DISSENT,
        { assessmentId: assessment.id, organizationId, authorId: caller.userId, statement, tlp },
        { action: 'assessment.dissented' },
      );
      return await this.open.answer(tx, { caller, sight }, assessment, present);
    });
  }
}
