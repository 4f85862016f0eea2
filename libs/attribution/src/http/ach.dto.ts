import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LinkDto } from '@app/incidents/http';
import { ListOf, ObjectOf, OneOf, Optional, Uuid } from '@app/platform/http';
import { ACH_LEVELS, ACH_RATINGS, type AchLevel, type AchRating } from '../ach/ach.scale.js';

/** 200 pieces of evidence against 8 hypotheses are 1,600. The body's own limits are met before this one. */
const CELLS_MAX = 20_000;
const WEIGHTS_MAX = 5_000;

/** How a piece of evidence stands to a hypothesis. */
export class AchCellDto {
  @ObjectOf(() => LinkDto)
  evidence: LinkDto;

  @Uuid()
  hypothesisId: string;

  @ApiProperty({ enum: ACH_RATINGS })
  @OneOf(ACH_RATINGS)
  rating: AchRating;
}

/** What a piece of evidence is worth; what is left out is not stated, and counts as medium. */
export class AchWeightDto {
  @ObjectOf(() => LinkDto)
  evidence: LinkDto;

  @ApiPropertyOptional({ enum: ACH_LEVELS })
  @Optional()
  @OneOf(ACH_LEVELS)
  credibility?: AchLevel;

  @ApiPropertyOptional({ enum: ACH_LEVELS })
  @Optional()
  @OneOf(ACH_LEVELS)
  relevance?: AchLevel;
}

/** The caller's own column, whole: it takes the place of the one they had. */
export class AchColumnDto {
  @ListOf(() => AchCellDto, CELLS_MAX)
  cells: AchCellDto[];

  @ListOf(() => AchWeightDto, WEIGHTS_MAX)
  weights: AchWeightDto[];
}
