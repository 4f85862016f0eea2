import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { amendRecord, Reliance, type Dependent, type RecordConcernsV1 } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Conflict, Forbidden, UnitOfWork, type Tx, type UserId } from '@app/platform';
import { FINDING, type FindingState } from '../findings.js';
import { Submitters } from '../submitters.repository.js';
import { shownFinding } from './shown-finding.js';
import { SubmitFinding, type FindingInput } from './submit-finding.js';

/** What became of a finding, with everything that rested on it. */
export interface FallenFinding {
  readonly finding: FindingState;
  readonly dependents: readonly Dependent[];
}

export type PresentFallen<View> = (fallen: FallenFinding, names: Readonly<Record<string, string>>) => View;

/** Findings are never edited: whoever submitted one withdraws it, or puts another in its place. */
@Injectable()
export class WithdrawFinding {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly submitting: SubmitFinding,
    private readonly submitters: Submitters,
    private readonly reliance: Reliance,
  ) {}

  /**
   * Takes a finding out of the record from now on, and tells whoever built on it.
   *
   * @throws {NotFound} @throws {Forbidden} another organization's.
   * @throws {Conflict} `already_rejected`, `already_withdrawn`, `already_superseded`.
   */
  async withdraw<View>(
    caller: Caller,
    sight: CaseSight,
    { id, reason }: { id: string; reason: string },
    present: PresentFallen<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      await this.ownStanding(tx, caller, sight, id);
      const withdrawal = { reason, at: tx.case.recordedAt.toISOString(), byId: caller.userId };
      const finding = await amendRecord(tx, FINDING, {
        id,
        action: 'finding.withdrawn',
        reason,
        change: (before) => ({ ...before, status: 'withdrawn' as const, withdrawal }),
      });
      this.tell(tx, caller, 'finding.withdrawn.v1', finding);
      const dependents = await this.reliance.fall(tx, caller.userId, { kind: 'finding', id });
      return present({ finding, dependents }, await this.submitters.namesOf(tx, finding));
    });
  }

  /**
   * Puts another finding of the same organization in its place, to be judged anew. Links to the former lead to it.
   *
   * @throws {NotFound} @throws {Forbidden} another organization's.
   * @throws {Conflict} `already_rejected`, `already_withdrawn`, `already_superseded`.
   * @throws {Invalid} what {@link SubmitFinding.execute} refuses.
   */
  async supersede<View>(
    caller: Caller,
    sight: CaseSight,
    { id, reason, finding: input }: { id: string; reason: string; finding: FindingInput },
    present: PresentFallen<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const before = await this.ownStanding(tx, caller, sight, id);
      const by = { caller, sight, submitter: { organizationId: before.organizationId, partyId: before.partyId } };
      const finding = await this.submitting.within(tx, by, input, { supersedesId: before.id, reason });
      await amendRecord(tx, FINDING, {
        id,
        action: 'finding.superseded',
        reason,
        change: (kept) => ({
          ...kept,
          status: 'superseded' as const,
          supersededById: finding.id,
          supersededAt: finding.createdAt,
        }),
      });
      this.tell(tx, caller, 'finding.superseded.v1', before);
      const dependents = await this.reliance.on(tx, { kind: 'finding', id });
      return present({ finding, dependents }, await this.submitters.namesOf(tx, finding));
    });
  }

  /** Whoever submitted it, and whoever judged it, beside those who lead the case. */
  private tell(tx: Tx, caller: Caller, type: string, { id, submittedById, decision }: FindingState): void {
    tx.emit(type, {
      incidentId: tx.case.incidentId,
      organizationId: tx.case.organizationId,
      caseVersion: tx.case.caseVersion,
      byUserId: caller.userId,
      subject: { kind: 'finding', id },
      userIds: [submittedById, decision?.byId].filter((userId): userId is UserId => userId !== undefined),
    } satisfies RecordConcernsV1);
  }

  private async ownStanding(tx: Tx, caller: Caller, sight: CaseSight, id: string): Promise<FindingState> {
    const finding = await shownFinding(tx, caller, sight, id);
    if (!caller.organizationIds.includes(finding.organizationId)) {
      throw new Forbidden('Only those who submitted a finding withdraw it, or put another in its place.');
    }
    if (finding.status !== 'submitted' && finding.status !== 'accepted') {
      throw new Conflict(`already_${finding.status}`, `This finding is ${finding.status} already.`);
    }
    return finding;
  }
}
