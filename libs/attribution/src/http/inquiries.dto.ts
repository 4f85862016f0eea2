import type { PartialTime, Tlp } from '@app/platform';
import { Instant, Marking, Optional, Text, TimeInWorld, Uuid } from '@app/platform/http';

export class InquiryDto {
  /** Who was asked. */
  @Uuid()
  partyId: string;

  @Text(4000)
  question: string;

  @TimeInWorld()
  askedAt: PartialTime;

  /** From then on, no answer is a silence. */
  @Optional()
  @Instant()
  answerDueAt?: string;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

export class InquiryAnswerDto {
  /** A claim of the party that was asked. */
  @Uuid()
  claimId: string;
}
