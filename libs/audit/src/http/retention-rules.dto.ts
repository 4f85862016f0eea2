import { ApiProperty } from '@nestjs/swagger';
import { OneOf, Text, Whole } from '@app/platform/http';
import { RETAINED_KINDS } from '../retention/retained-kinds.js';
import { RULE_DAYS_MAX, RULE_DAYS_MIN } from '../retention/retention-rule.js';

export class RetentionRuleDto {
  /** Of the records that it erases, as the history names it. */
  @OneOf(RETAINED_KINDS)
  @ApiProperty({ enum: RETAINED_KINDS })
  kind: string;

  /** Days after the case was closed. */
  @Whole(RULE_DAYS_MIN, RULE_DAYS_MAX)
  days: number;

  /** Law, contract or policy that it rests on; stands in the history of each case that it erases from. */
  @Text(1900)
  basis: string;
}

/** Why a rule is ended; kept with it. */
export class RetentionRuleEndingDto {
  @Text(4000)
  reason: string;
}
