import { ApiProperty } from '@nestjs/swagger';
import { mayInOrganization, mayWrite, type Caller } from '@app/access';
import { RETAINED_KINDS } from '../retention/retained-kinds.js';
import {
  erasesFrom,
  STANDINGS,
  standingOf,
  type Done,
  type RetentionRule,
  type Standing,
} from '../retention/retention-rule.js';

export class DecisionView {
  byId: string;
  byName: string;
  at: string;
}

export class RetentionRuleAbilitiesView {
  confirm: boolean;
  end: boolean;
}

export class RetentionRuleView {
  id: string;

  /** Of the records that it erases. */
  @ApiProperty({ enum: RETAINED_KINDS })
  kind: string;

  /** Days after the case was closed. */
  days: number;

  basis: string;

  @ApiProperty({ enum: STANDINGS })
  standing: Standing;

  proposed: DecisionView;

  @ApiProperty({ type: DecisionView, nullable: true })
  confirmed: DecisionView | null;

  @ApiProperty({ type: DecisionView, nullable: true })
  ended: DecisionView | null;

  /** When it erases for the first time; null until it is confirmed. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  erasesFrom: string | null;

  abilities: RetentionRuleAbilitiesView;
}

export class RetentionRulePage {
  @ApiProperty({ type: [RetentionRuleView] })
  items: RetentionRuleView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

const presentDone = ({ byId, byName, at }: Done): DecisionView => ({ byId, byName, at: at.toISOString() });

export function presentRule(rule: RetentionRule, caller: Caller): RetentionRuleView {
  const { id, kind, days, basis, proposed, confirmed, ended } = rule;
  const standing = standingOf(rule);
  const decides = mayWrite(caller) && mayInOrganization(caller, rule.organizationId, 'retention.decide');
  return {
    id,
    kind,
    days,
    basis,
    standing,
    proposed: presentDone(proposed),
    confirmed: confirmed && presentDone(confirmed),
    ended: ended && presentDone(ended),
    erasesFrom: erasesFrom(rule)?.toISOString() ?? null,
    abilities: {
      confirm: decides && standing === 'proposed' && proposed.byId !== caller.userId,
      end: decides && standing !== 'ended',
    },
  };
}
