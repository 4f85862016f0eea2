import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { amendRecord, Reliance, type RecordConcernsV1 } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Conflict, Problem, UnitOfWork } from '@app/platform';
import { FINDING, type FindingOutcome, type FindingState } from '../findings.js';
import { Submitters } from '../submitters.repository.js';
import { shownFinding } from './shown-finding.js';
import type { PresentFallen } from './withdraw-finding.js';

/** The team's word on a finding. Given once; never by whoever submitted it. */
@Injectable()
export class JudgeFinding {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly submitters: Submitters,
    private readonly reliance: Reliance,
  ) {}

  /**
   * What is rejected stays, with the reason; whoever built on it is told.
   *
   * @throws {NotFound} @throws {Problem} 403 `own_finding`.
   * @throws {Conflict} `already_judged`, `already_withdrawn`, `already_superseded`.
   */
  async execute<View>(
    caller: Caller,
    sight: CaseSight,
    { id, outcome, reason }: { id: string; outcome: FindingOutcome; reason: string },
    present: PresentFallen<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      requireJudgeable(await shownFinding(tx, caller, sight, id), caller);
      const at = tx.case.recordedAt.toISOString();
      const finding = await amendRecord(tx, FINDING, {
        id,
        action: `finding.${outcome}`,
        reason,
        change: (before) => ({ ...before, status: outcome, decision: { outcome, reason, at, byId: caller.userId } }),
      });
      tx.emit('finding.judged.v1', {
        incidentId: sight.incidentId,
        organizationId: sight.organizationId,
        caseVersion: tx.case.caseVersion,
        byUserId: caller.userId,
        subject: { kind: 'finding', id },
        userIds: [finding.submittedById],
        outcome,
      } satisfies RecordConcernsV1);
      const dependents =
        outcome === 'rejected' ? await this.reliance.fall(tx, caller.userId, { kind: 'finding', id }) : [];
      return present({ finding, dependents }, await this.submitters.namesOf(tx, finding));
    });
  }
}

function requireJudgeable({ submittedById, status }: FindingState, { userId }: Caller): void {
  if (submittedById === userId) {
    throw new Problem(403, 'own_finding', 'Somebody else has to judge what you submitted.');
  }
  if (status !== 'submitted') {
    const done = status === 'accepted' || status === 'rejected' ? 'judged' : status;
    throw new Conflict(`already_${done}`, `This finding is ${status} already.`);
  }
}
