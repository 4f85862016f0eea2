import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '@app/access';
import { CurrentCaller, RequiresInOrganization } from '@app/access/http';
import { page, type OrganizationId } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { DecideRetention } from '../retention/decide-retention.js';
import { RetentionRules } from '../retention/retention-rules.repository.js';
import type { RetentionRule } from '../retention/retention-rule.js';
import { RetentionRuleDto, RetentionRuleEndingDto } from './retention-rules.dto.js';
import { presentRule, RetentionRulePage, RetentionRuleView } from './retention-rules.view.js';

/** How long records outlive their cases, decided by two owners (docs/operations/retention.md). */
@ApiTags('organizations')
@Controller('organizations/:organizationId/retention-rules')
export class RetentionRulesController {
  constructor(
    private readonly rules: RetentionRules,
    private readonly deciding: DecideRetention,
  ) {}

  @Get()
  @RequiresInOrganization('retention.read')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<RetentionRulePage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.rules.list(caller, organizationId, { limit, cursor: query.cursor });
    return page(rows, limit, presentedTo(caller), ({ id }) => [id]);
  }

  /** Proposes a rule. It erases nothing until another owner confirms it. */
  @Post()
  @RequiresInOrganization('retention.decide')
  async propose(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Body() proposed: RetentionRuleDto,
  ): Promise<RetentionRuleView> {
    return await this.deciding.propose(caller, organizationId, proposed, presentedTo(caller));
  }

  /** Confirms what another owner proposed. It erases for the first time a week later. */
  @Post(':ruleId/confirmations')
  @RequiresInOrganization('retention.decide')
  async confirm(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('ruleId') ruleId: string,
  ): Promise<RetentionRuleView> {
    const named = { organizationId, id: idOf(ruleId, 'retention rule') };
    return await this.deciding.confirm(caller, named, presentedTo(caller));
  }

  /** Ends a rule, confirmed or not. */
  @Post(':ruleId/endings')
  @RequiresInOrganization('retention.decide')
  async end(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('ruleId') ruleId: string,
    @Body() { reason }: RetentionRuleEndingDto,
  ): Promise<RetentionRuleView> {
    const named = { organizationId, id: idOf(ruleId, 'retention rule'), reason };
    return await this.deciding.end(caller, named, presentedTo(caller));
  }
}

const presentedTo =
  (caller: Caller) =>
  (rule: RetentionRule): RetentionRuleView =>
    presentRule(rule, caller);
