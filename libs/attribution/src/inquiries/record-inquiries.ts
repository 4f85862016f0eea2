import { Injectable } from '@nestjs/common';
import { isRecordShown, type Caller, type CaseSight } from '@app/access';
import {
  addRecord,
  amendRecord,
  Incidents,
  latestState,
  RecordLinks,
  requireCleared,
  withPatch,
  type Present,
} from '@app/incidents';
import { CaseLock } from '@app/ledger';
import { PartyReferences } from '@app/parties';
import {
  Conflict,
  cutToSpan,
  Invalid,
  NotFound,
  UnitOfWork,
  type ClaimId,
  type PartialTime,
  type PartyId,
  type Tlp,
  type Tx,
} from '@app/platform';
import type { Remarking } from '../actions/record-attribution.js';
import type { ClaimState } from '../attribution.js';
import { INQUIRY, type InquiryState } from './inquiries.js';

export interface InquiryInput {
  readonly partyId: string;
  readonly question: string;
  readonly askedAt: PartialTime;
  readonly answerDueAt?: string | undefined;
  readonly tlp?: Tlp | null | undefined;
}

@Injectable()
export class RecordInquiries {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly caseLock: CaseLock,
    private readonly parties: PartyReferences,
    private readonly links: RecordLinks,
    private readonly incidents: Incidents,
  ) {}

  /** @throws {Invalid} a party that is not known; an answer that is due before it was asked for; a marking above the caller's clearance. */
  async ask<View>(
    caller: Caller,
    sight: CaseSight,
    { partyId, question, askedAt, answerDueAt, tlp }: InquiryInput,
    present: Present<InquiryState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, tlp);
    const asked = cutToSpan(askedAt);
    const due = answerDueAt === undefined ? null : new Date(answerDueAt).toISOString();
    if (due !== null && asked.at !== null && due < asked.at) {
      throw Invalid.at('answerDueAt', 'before_asked', 'The answer cannot be due before the question was asked.');
    }
    return await this.unitOfWork.run(caller, async (tx) => {
      const { organizationId } = await this.caseLock.open(tx, sight.incidentId);
      await this.parties.require(tx, { partyId });
      const state = addRecord(
        tx,
        INQUIRY,
        {
          organizationId,
          partyId: partyId as PartyId,
          question,
          askedAt: asked,
          answerDueAt: due,
          answerClaimId: null,
          recordedById: caller.userId,
          tlp: tlp ?? null,
        },
        { action: 'inquiry.asked' },
      );
      return present(state, await this.names(tx, state));
    });
  }

  /**
   * Says which claim is the answer, also where it came late.
   *
   * @throws {NotFound} the case has no such inquiry, or not for this caller. @throws {Conflict} `already_answered`.
   * @throws {Invalid} a claim that the case does not have, or that another party made.
   */
  async answer<View>(
    caller: Caller,
    sight: CaseSight,
    { id, claimId }: { id: string; claimId: string },
    present: Present<InquiryState, View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const inquiry = await latestState<InquiryState>(tx, 'inquiry', id);
      if (!inquiry || !isRecordShown(caller, sight, 'inquiry', { ...inquiry })) {
        throw new NotFound('inquiry');
      }
      if (inquiry.answerClaimId !== null) {
        throw new Conflict('already_answered', 'This inquiry has its answer.');
      }
      await this.links.requireOne(tx, { kind: 'claim', id: claimId }, 'claimId', { caller, sight });
      const claim = await latestState<ClaimState>(tx, 'claim', claimId);
      if (claim?.claimantId !== inquiry.partyId) {
        throw Invalid.at('claimId', 'not_of_the_party', 'Only a claim of the party that was asked is its answer.');
      }
      const state = await amendRecord(tx, INQUIRY, {
        id,
        action: 'inquiry.answered',
        change: (before) => ({ ...before, answerClaimId: claimId as ClaimId }),
      });
      return present(state, await this.names(tx, state));
    });
  }

  /**
   * Marks it anew. What was asked is never edited.
   *
   * @throws {NotFound} @throws {StaleVersion} @throws {Invalid} a marking above the caller's clearance.
   */
  async mark<View>(
    caller: Caller,
    sight: CaseSight,
    { id, readVersion, tlp, reason }: { id: string; readVersion: number } & Remarking,
    present: Present<InquiryState, View>,
  ): Promise<View> {
    requireCleared(sight.clearance, tlp);
    return await this.unitOfWork.run(caller, async (tx) => {
      await this.caseLock.open(tx, sight.incidentId);
      const state = await amendRecord(tx, INQUIRY, {
        id,
        by: { caller, sight },
        readVersion,
        action: 'inquiry.marked',
        reason,
        change: (before) => withPatch(before, { tlp }),
        answer: async (unchanged) => present(unchanged, await this.names(tx, unchanged)),
      });
      return present(state, await this.names(tx, state));
    });
  }

  private async names(tx: Tx, { partyId, recordedById }: InquiryState): Promise<Readonly<Record<string, string>>> {
    return { ...(await this.parties.namesOf(tx, [partyId])), ...(await this.incidents.namesOf(tx, [recordedById])) };
  }
}
