import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LinkDto, RecordsOnTwoClocksQuery } from '@app/incidents/http';
import { TLP, type PartialTime, type Tlp } from '@app/platform';
import {
  Clearable,
  ListOf,
  Marking,
  ObjectOf,
  OneOf,
  Optional,
  Text,
  Texts,
  TimeInWorld,
  Uuid,
  Whole,
} from '@app/platform/http';
import { ASSESSMENT_STATUSES, BEARINGS, type AssessmentStatus, type Bearing } from '../assessments/assessments.js';
import {
  CONFIDENCES,
  LIKELIHOOD_TERMS,
  PERCENT_MAX,
  PERCENT_MIN,
  type Confidence,
  type LikelihoodTerm,
} from '../assessments/likelihood.js';

export class AssessmentsQuery extends RecordsOnTwoClocksQuery {
  @ApiPropertyOptional({ enum: ASSESSMENT_STATUSES })
  @Optional()
  @OneOf(ASSESSMENT_STATUSES)
  status?: AssessmentStatus;
}

/** A degree or a whole percent: one of the two. */
export class LikelihoodDto {
  @ApiPropertyOptional({ enum: LIKELIHOOD_TERMS })
  @Optional()
  @OneOf(LIKELIHOOD_TERMS)
  term?: LikelihoodTerm;

  @Optional()
  @Whole(PERCENT_MIN, PERCENT_MAX)
  percent?: number;
}

export class JudgementDto {
  @Uuid()
  hypothesisId: string;

  @ObjectOf(() => LikelihoodDto)
  likelihood: LikelihoodDto;
}

export class CitedEvidenceDto extends LinkDto {
  @ApiProperty({ enum: BEARINGS })
  @OneOf(BEARINGS)
  bearing: Bearing;
}

/** The three things that confidence rests on. */
export class ConfidenceFactorsDto {
  /** Which assumptions it stands or falls with. */
  @Clearable()
  @Text(4000)
  assumptions?: string | null;

  /** How credible and how diverse the sources are. */
  @Clearable()
  @Text(4000)
  sourcing?: string | null;

  /** How strong the argument is. */
  @Clearable()
  @Text(4000)
  argument?: string | null;
}

/** What a draft may hold; a submission needs confidence, a judgement and a rationale. Nothing has a default. */
export class AssessmentPatchDto {
  @ApiPropertyOptional({ enum: CONFIDENCES, nullable: true })
  @Clearable()
  @OneOf(CONFIDENCES)
  confidence?: Confidence | null;

  @Clearable()
  @ObjectOf(() => ConfidenceFactorsDto)
  confidenceFactors?: ConfidenceFactorsDto | null;

  @Optional()
  @ListOf(() => JudgementDto, 100)
  judgements?: JudgementDto[];

  @Clearable()
  @Text(20_000)
  rationale?: string | null;

  @Optional()
  @Texts(50, 2000)
  keyAssumptions?: string[];

  @Optional()
  @ListOf(() => CitedEvidenceDto, 500)
  evidence?: CitedEvidenceDto[];

  /** When it is said; left out: when the draft was begun. */
  @Optional()
  @TimeInWorld()
  saidAt?: PartialTime;

  @ApiPropertyOptional({ enum: TLP, nullable: true })
  @Clearable()
  @OneOf(TLP)
  tlp?: Tlp | null;

  /** Why; kept with the change. */
  @Optional()
  @Text(4000)
  reason?: string;
}

export class AssessmentDto {
  /** Who assesses: the organization that owns the case, or one of yours that takes part in it. */
  @Optional()
  @Uuid()
  organizationId?: string;

  @ApiPropertyOptional({ enum: CONFIDENCES })
  @Optional()
  @OneOf(CONFIDENCES)
  confidence?: Confidence;

  @Optional()
  @ObjectOf(() => ConfidenceFactorsDto)
  confidenceFactors?: ConfidenceFactorsDto;

  @Optional()
  @ListOf(() => JudgementDto, 100)
  judgements?: JudgementDto[];

  @Optional()
  @Text(20_000)
  rationale?: string;

  @Optional()
  @Texts(50, 2000)
  keyAssumptions?: string[];

  @Optional()
  @ListOf(() => CitedEvidenceDto, 500)
  evidence?: CitedEvidenceDto[];

  /** When it is said; left out: now. */
  @Optional()
  @TimeInWorld()
  saidAt?: PartialTime;

  @ApiPropertyOptional({ enum: TLP })
  @Optional()
  @OneOf(TLP)
  tlp?: Tlp;
}

export class ApprovalDto {
  static readonly bodyMayBeLeftOut = true;

  @Optional()
  @Text(4000)
  reason?: string;
}

export class ReturnDto {
  @Text(4000)
  reason: string;
}

export class DissentDto {
  @Text(20_000)
  statement: string;

  /** Up to your own clearance; left out: as the assessment. */
  @Marking()
  tlp?: Tlp | null;
}

export class LanguageCheckDto {
  @Text(20_000)
  text: string;

  /** The field that holds the text; said back with each warning. */
  @Optional()
  @Text(100)
  field?: string;

  /** How many records the text cites, where that is known. */
  @Optional()
  @Whole(0, 10_000)
  evidenceCited?: number;

  /** How many independent lines the judged hypothesis has, where that is known. */
  @Optional()
  @Whole(0, 10_000)
  independentLines?: number;
}
