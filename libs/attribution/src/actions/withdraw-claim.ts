import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import { amendRecord, latestState, Reliance, requireCleared, type Dependent } from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { Conflict, cutToSpan, Invalid, NotFound, UnitOfWork, type PartialTime, type Tx } from '@app/platform';
import { CLAIM, claimOf, saidFrom, type ClaimState } from '../attribution.js';
import { RecordAttribution, type ClaimInput } from './record-attribution.js';

/** What became of a claim, with everything that rested on it. */
export interface Fallen {
  readonly claim: ClaimState;
  readonly dependents: readonly Dependent[];
}

type PresentFallen<View> = (fallen: Fallen, names: Readonly<Record<string, string>>) => View;

/** Claims are never edited: they are withdrawn, or superseded by another. */
@Injectable()
export class WithdrawClaim {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly attribution: RecordAttribution,
    private readonly reliance: Reliance,
  ) {}

  /**
   * Takes a claim out of the record from `withdrawnAt` on (now, where it is not given), and tells whoever built on it.
   *
   * @throws {NotFound} @throws {Conflict} `already_withdrawn`, `already_superseded`.
   * @throws {Invalid} withdrawn before it was said.
   */
  async withdraw<View>(
    caller: Caller,
    sight: CaseSight,
    { id, reason, withdrawnAt }: { id: string; reason: string; withdrawnAt?: PartialTime | undefined },
    present: PresentFallen<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const before = await this.standing(tx, caller, sight, id);
      const recordedAt = tx.case.recordedAt.toISOString();
      const at = cutToSpan(withdrawnAt)?.at ?? recordedAt;
      if (before.saidAt.at !== null && at < before.saidAt.at) {
        throw Invalid.at('withdrawnAt', 'withdrawn_before_said', 'It was said after that.');
      }
      const claim = await amendRecord(tx, CLAIM, {
        id,
        action: 'claim.withdrawn',
        reason,
        change: (kept) => ({
          ...claimOf(kept),
          status: 'withdrawn' as const,
          withdrawal: { reason, at, byId: caller.userId, recordedAt },
        }),
      });
      const dependents = await this.reliance.fall(tx, caller.userId, { kind: 'claim', id });
      return present({ claim, dependents }, await this.attribution.namesFor(tx, caller, claim));
    });
  }

  /**
   * Puts another claim of the same party in its place: from when that was said, links to the former lead to it.
   *
   * @throws {NotFound} @throws {Conflict} `already_withdrawn`, `already_superseded`.
   * @throws {Invalid} another claimant, and what {@link RecordAttribution.addClaim} refuses.
   */
  async supersede<View>(
    caller: Caller,
    sight: CaseSight,
    { id, reason, claim: input }: { id: string; reason: string; claim: ClaimInput },
    present: PresentFallen<View>,
  ): Promise<View> {
    requireCleared(sight.clearance, input.tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const before = await this.standing(tx, caller, sight, id);
      if (before.claimantId !== input.claimantId) {
        throw Invalid.at('claimantId', 'other_claimant', 'Only what the same party said supersedes a claim of theirs.');
      }
      await this.attribution.requireHypothesis(tx, input.hypothesisId, { caller, sight });
      const claim = await this.attribution.addClaimWithin(tx, input, '', {
        linker: { caller, sight },
        supersedesId: before.id,
        reason,
      });
      await amendRecord(tx, CLAIM, {
        id,
        action: 'claim.superseded',
        reason,
        change: (kept) => ({
          ...claimOf(kept),
          status: 'superseded' as const,
          supersededById: claim.id,
          supersededAt: saidFrom(claim),
        }),
      });
      const dependents = await this.reliance.on(tx, { kind: 'claim', id });
      return present({ claim, dependents }, await this.attribution.namesFor(tx, caller, claim));
    });
  }

  private async standing(tx: Tx, caller: Caller, sight: CaseSight, id: string): Promise<ClaimState> {
    const kept = await latestState<ClaimState>(tx, 'claim', id);
    if (!kept || !isRecordShown(caller, sight, 'claim', kept)) {
      throw new NotFound('claim');
    }
    const claim = claimOf(kept);
    if (claim.status !== 'stated') {
      throw new Conflict(`already_${claim.status}`, `This claim is ${claim.status} already.`);
    }
    return claim;
  }
}
