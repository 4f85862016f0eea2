import { ApiProperty } from '@nestjs/swagger';
import { named, NamedView, PartialTimeView, type Viewer } from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import {
  INQUIRY_STATUSES,
  inquiryStatus,
  mayAnswer,
  type InquiryState,
  type InquiryStatus,
} from '../inquiries/inquiries.js';

export class InquiryAbilitiesView {
  answer: boolean;
}

export class InquiryView {
  id: string;
  partyId: string;

  @ApiProperty({ type: NamedView })
  party: NamedView;

  question: string;

  @ApiProperty({ type: PartialTimeView })
  askedAt: PartialTimeView;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  answerDueAt: string | null;

  /** As of the moment that was asked for. */
  @ApiProperty({ enum: INQUIRY_STATUSES })
  status: InquiryStatus;

  @ApiProperty({ type: String, nullable: true })
  answerClaimId: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  recordedBy: NamedView | null;

  /** Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  version: number;

  @ApiProperty({ type: InquiryAbilitiesView })
  abilities: InquiryAbilitiesView;
}

export class InquiryPage {
  @ApiProperty({ type: [InquiryView] })
  items: InquiryView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** `at` is the moment looked at: whether an answer was due by then. */
export function presentInquiry(
  { caller, sight }: Viewer,
  { recordedById, organizationId: _, ...state }: InquiryState,
  names: Readonly<Record<string, string>>,
  at: Date,
): InquiryView {
  return {
    ...state,
    tlp: state.tlp ?? null,
    party: { id: state.partyId, name: names[state.partyId] ?? 'Unknown party' },
    status: inquiryStatus(state, at),
    recordedBy: named(recordedById, names),
    abilities: { answer: mayAnswer(caller, sight, state) },
  };
}
