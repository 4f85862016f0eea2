import { Injectable } from '@nestjs/common';
import { Members, Organizations, type Caller } from '@app/access';
import {
  Conflict,
  Forbidden,
  newId,
  Problem,
  UnitOfWork,
  type OrganizationId,
  type State,
  type Tx,
  type UserId,
} from '@app/platform';
import { RetentionRules } from './retention-rules.repository.js';
import { ruleState, type Done, type RetentionRule, type RetentionRuleId } from './retention-rule.js';

export interface RuleProposed {
  readonly kind: string;
  readonly days: number;
  readonly basis: string;
}

export interface RuleNamed {
  readonly organizationId: OrganizationId;
  readonly id: string;
}

type Present<View> = (rule: RetentionRule) => View;

/** Two owners decide how long records outlive their cases; one is enough to end it. */
@Injectable()
export class DecideRetention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: Organizations,
    private readonly members: Members,
    private readonly rules: RetentionRules,
  ) {}

  /** Erases nothing until a second owner confirms it. @throws {Forbidden} @throws {Conflict} `rule_stands`. */
  async propose<View>(
    caller: Caller,
    organizationId: OrganizationId,
    { kind, days, basis }: RuleProposed,
    present: Present<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const proposed = await this.open(tx, caller, organizationId);
      if (await this.rules.stands(tx, organizationId, kind)) {
        throw new Conflict('rule_stands', 'There is a rule for records of this kind. End it first.');
      }
      const id = newId<'retention_rule'>(tx.at) as RetentionRuleId;
      const rule = { id, organizationId, kind, days, basis, proposed, confirmed: null, ended: null };
      this.rules.add(tx, rule);
      recordRule(tx, 'retention_rule.proposed', { before: null, after: rule });
      return present(rule);
    });
  }

  /**
   * @throws {Forbidden} @throws {NotFound}
   * @throws {Conflict} `rule_ended`, `already_confirmed`.
   * @throws {Problem} 403 `self_confirmation`: whoever proposed it is not the second person.
   */
  async confirm<View>(caller: Caller, { organizationId, id }: RuleNamed, present: Present<View>): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const confirmed = await this.open(tx, caller, organizationId);
      const rule = await this.standing(tx, organizationId, id);
      if (rule.confirmed) {
        throw new Conflict('already_confirmed', 'The rule was confirmed already.');
      }
      if (rule.proposed.byId === caller.userId) {
        throw new Problem(403, 'self_confirmation', 'You proposed this rule: another owner confirms it.');
      }
      this.rules.confirm(tx, rule.id, confirmed.byId);
      recordRule(tx, 'retention_rule.confirmed', { before: rule, after: { ...rule, confirmed } });
      return present({ ...rule, confirmed });
    });
  }

  /** What was erased by it stays erased. @throws {Forbidden} @throws {NotFound} @throws {Conflict} `rule_ended`. */
  async end<View>(
    caller: Caller,
    { organizationId, id, reason }: RuleNamed & { reason: string },
    present: Present<View>,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      const ended = await this.open(tx, caller, organizationId);
      const rule = await this.standing(tx, organizationId, id);
      this.rules.end(tx, rule.id, ended.byId);
      recordRule(tx, 'retention_rule.ended', { before: rule, after: { ...rule, ended }, reason });
      return present({ ...rule, ended });
    });
  }

  /** Decisions queue at the organization's row; whoever is no owner any more makes none. */
  private async open(tx: Tx, caller: Caller, organizationId: OrganizationId): Promise<Done> {
    await this.organizations.lock(tx, organizationId);
    const seats = await this.members.held(tx, organizationId);
    const seat = seats.find(({ userId, role }) => userId === caller.userId && role === 'owner');
    if (!seat) {
      throw new Forbidden();
    }
    return { byId: seat.userId as UserId, byName: seat.name, at: tx.at };
  }

  private async standing(tx: Tx, organizationId: OrganizationId, id: string): Promise<RetentionRule> {
    const rule = await this.rules.lock(tx, organizationId, id);
    if (rule.ended) {
      throw new Conflict('rule_ended', 'The rule was ended.');
    }
    return rule;
  }
}

function recordRule(
  tx: Tx,
  action: string,
  { before, after, reason }: { before: RetentionRule | null; after: RetentionRule; reason?: string },
): void {
  const state: State = ruleState(after);
  tx.record({
    action,
    subject: { kind: 'retention_rule', id: after.id },
    before: before && ruleState(before),
    after: state,
    reason,
  });
}
