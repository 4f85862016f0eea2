import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LinkDto } from '@app/incidents/http';
import { CREDIBILITIES, RELIABILITIES } from '@app/disclosure';
import { WebAddress } from '@app/disclosure/http';
import { TLP, type PartialTime, type Tlp } from '@app/platform';
import { ListOf, Marking, ObjectOf, OneOf, Optional, Text, TimeInWorld, Uuid } from '@app/platform/http';
import {
  BASES,
  CONFIDENCE_SCALES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  RESPONSIBILITIES,
  STANCES,
  type Basis,
  type ConfidenceScale,
  type EvidencePresented,
  type HypothesisKind,
  type Level,
  type Responsibility,
  type Stance,
} from '../attribution.js';

export class HypothesisDto {
  @ApiProperty({ enum: HYPOTHESIS_KINDS })
  @OneOf(HYPOTHESIS_KINDS)
  kind: HypothesisKind;

  @Optional()
  @Uuid()
  actorId?: string;

  /** Needed where no actor is named. */
  @Optional()
  @Text(300)
  label?: string;

  @ApiPropertyOptional({ enum: LEVELS })
  @Optional()
  @OneOf(LEVELS)
  level?: Level;

  /** Up to your own clearance; left out: as the case. */
  @Marking()
  tlp?: Tlp | null;
}

/** Another marking for what is never edited otherwise. */
export class RemarkingDto {
  /** Up to your own clearance; null: as the case. */
  @Marking()
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class SourceDto {
  @Optional()
  @Text(500)
  title?: string;

  @Optional()
  @Text(200)
  publisher?: string;

  @Optional()
  @WebAddress()
  url?: string;
}

export class ConfidenceOnScaleDto {
  @ApiProperty({ enum: CONFIDENCE_SCALES })
  @OneOf(CONFIDENCE_SCALES)
  scale: ConfidenceScale;

  /** An id of that vocabulary: `likely`, `moderate`. */
  @Text(50)
  value: string;
}

/** What a claim says, whatever it is said about. */
export class StatementDto {
  @ApiProperty({ enum: STANCES })
  @OneOf(STANCES)
  stance: Stance;

  @ApiPropertyOptional({ enum: BASES })
  @Optional()
  @OneOf(BASES)
  basis?: Basis;

  @ApiPropertyOptional({ enum: EVIDENCE_PRESENTED })
  @Optional()
  @OneOf(EVIDENCE_PRESENTED)
  evidencePresented?: EvidencePresented;

  @Text(20_000)
  statement: string;

  /** The name that the claimant used for the actor. */
  @Optional()
  @Text(300)
  namedAs?: string;

  /** The claimant's own words about how sure it is. */
  @Optional()
  @Text(2000)
  confidenceStated?: string;

  /** The same on a scale, only where the party itself used one. */
  @Optional()
  @ObjectOf(() => ConfidenceOnScaleDto)
  confidenceOnScale?: ConfidenceOnScaleDto;

  /** At what level it attributes. */
  @ApiPropertyOptional({ enum: LEVELS })
  @Optional()
  @OneOf(LEVELS)
  level?: Level;

  /** How far the state answers for it (Healey 2012); with level `state`. */
  @ApiPropertyOptional({ enum: RESPONSIBILITIES })
  @Optional()
  @OneOf(RESPONSIBILITIES)
  responsibility?: Responsibility;

  @Optional()
  @ObjectOf(() => SourceDto)
  source?: SourceDto;

  @TimeInWorld()
  saidAt: PartialTime;

  /** Reliability of the source, A to F (Admiralty). */
  @ApiPropertyOptional({ enum: RELIABILITIES })
  @Optional()
  @OneOf(RELIABILITIES)
  reliability?: string;

  /** Credibility of the information, 1 to 6 (Admiralty). */
  @ApiPropertyOptional({ enum: CREDIBILITIES })
  @Optional()
  @OneOf(CREDIBILITIES)
  credibility?: number;

  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;
}

export class ClaimDto extends StatementDto {
  @Uuid()
  hypothesisId: string;

  @Uuid()
  claimantId: string;

  /** What the claim draws on; counts for independence. */
  @Optional()
  @ListOf(() => LinkDto, 200)
  restsOn?: LinkDto[];

  /** What the claim answers; does not count. */
  @Optional()
  @ListOf(() => LinkDto, 200)
  respondsTo?: LinkDto[];
}

export class ClaimSupersessionDto extends ClaimDto {
  @Text(4000)
  reason: string;
}

export class ClaimWithdrawalDto {
  @Text(4000)
  reason: string;

  /** Since when in the world; left out: now. */
  @Optional()
  @TimeInWorld()
  withdrawnAt?: PartialTime;
}
