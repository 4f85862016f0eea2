import type { Caller, CaseSight } from '@app/access';
import { mayInCase } from '@app/access';
import { mayWrite, timeColumns, type RecordKind, type RecordState } from '@app/incidents';
import type { ClaimId, InquiryId, OrganizationId, PartialTime, PartyId, UserId } from '@app/platform';

export const INQUIRY_STATUSES = ['open', 'answered', 'silent'] as const;
export type InquiryStatus = (typeof INQUIRY_STATUSES)[number];

/** A question that was put to a party. Its answer is a claim; that there was none is part of the record too. */
export interface InquiryState extends RecordState {
  readonly id: InquiryId;
  /** The organization that owns the case. */
  readonly organizationId: OrganizationId;
  readonly partyId: PartyId;
  readonly question: string;
  readonly askedAt: PartialTime;
  /** RFC 3339; null: no time was set, and so the party is never silent. */
  readonly answerDueAt: string | null;
  readonly answerClaimId: ClaimId | null;
  readonly recordedById: UserId;
}

export const INQUIRY: RecordKind<InquiryState> = {
  kind: 'inquiry',
  table: 'inquiry',
  columns: (state) => ({
    organization_id: state.organizationId,
    party_id: state.partyId,
    question: state.question,
    ...timeColumns('asked', state.askedAt),
    answer_due_at: state.answerDueAt,
    answer_claim_id: state.answerClaimId,
    recorded_by_id: state.recordedById,
    tlp: state.tlp ?? null,
  }),
};

/** How the question stood at an instant: who has not answered by the time that was set is silent. */
export function inquiryStatus(
  { answerClaimId, answerDueAt }: Pick<InquiryState, 'answerClaimId' | 'answerDueAt'>,
  at: Date,
): InquiryStatus {
  if (answerClaimId !== null) {
    return 'answered';
  }
  return answerDueAt !== null && new Date(answerDueAt) <= at ? 'silent' : 'open';
}

/** A late answer is an answer. */
export const mayAnswer = (
  caller: Pick<Caller, 'key'>,
  sight: Pick<CaseSight, 'roles' | 'capacities'>,
  { answerClaimId }: Pick<InquiryState, 'answerClaimId'>,
): boolean => answerClaimId === null && mayWrite(caller) && mayInCase(sight, 'attribution.write');
