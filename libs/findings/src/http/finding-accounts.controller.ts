import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import type { Moment } from '@app/ledger';
import { cursorOf, positionOf } from '@app/platform';
import { idOf, PAGE_DEFAULT } from '@app/platform/http';
import { LinkAccount } from '../actions/link-account.js';
import type { FindingAccountState, FindingState } from '../findings.js';
import { FindingAccountDto, FindingReasonDto } from './findings.dto.js';
import { FindingAccountPage, FindingAccountView, presentFindingAccount } from './findings.view.js';

/** Which accounts the findings speak of: for those who work inside the case. */
@ApiTags('findings')
@Controller('incidents/:incidentId/findings/:findingId/accounts')
export class FindingAccountsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly linkAccount: LinkAccount,
  ) {}

  /** Its links, and those of the findings in whose place it came; ended ones too. */
  @Get()
  @Requires('history.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Query() query: RecordsQuery,
  ): Promise<FindingAccountPage> {
    const moment = await this.records.moment(caller, sight, query);
    const line = await this.lineOf({ caller, sight, moment }, idOf(findingId, 'finding'));
    const whole = await this.records.whole(caller, sight, ['finding_account'], moment);
    const links = ((whole.records['finding_account'] ?? []) as FindingAccountState[]).filter((link) =>
      line.has(link.findingId),
    );
    const from = query.cursor === undefined ? 0 : Number(positionOf(query.cursor, ['whole'])[0]);
    const end = from + (query.limit ?? PAGE_DEFAULT);
    return {
      items: links.slice(from, end).map((link) => presentFindingAccount({ caller, sight }, link, whole.users)),
      nextCursor: end < links.length ? cursorOf([end]) : null,
    };
  }

  /** Whoever submitted the finding does not learn of it. */
  @Post()
  @Requires('accounts.write')
  async link(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Body() body: FindingAccountDto,
  ): Promise<FindingAccountView> {
    const link = { findingId: idOf(findingId, 'finding'), ...body };
    return await this.linkAccount.link(caller, sight, link, (state, names) =>
      presentFindingAccount({ caller, sight }, state, names),
    );
  }

  @Post(':linkId/endings')
  @Requires('accounts.write')
  async end(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('findingId') findingId: string,
    @Param('linkId') linkId: string,
    @Body() { reason }: FindingReasonDto,
  ): Promise<FindingAccountView> {
    const ending = { findingId: idOf(findingId, 'finding'), linkId: idOf(linkId, 'link'), reason };
    return await this.linkAccount.end(caller, sight, ending, (state, names) =>
      presentFindingAccount({ caller, sight }, state, names),
    );
  }

  /** A finding, and those in whose place it came as far as the caller is shown them. */
  private async lineOf(
    { caller, sight, moment }: { caller: Caller; sight: CaseSight; moment: Moment | null },
    findingId: string,
  ): Promise<ReadonlySet<string>> {
    const { state } = await this.records.one<FindingState>(caller, sight, { kind: 'finding', id: findingId, moment });
    const line = new Set<string>([findingId]);
    let { supersedesId } = state;
    if (supersedesId === null) {
      return line;
    }
    const { records } = await this.records.whole(caller, sight, ['finding'], moment);
    const findings = new Map((records['finding'] as FindingState[]).map((finding) => [finding.id, finding]));
    while (supersedesId !== null) {
      line.add(supersedesId);
      supersedesId = findings.get(supersedesId)?.supersedesId ?? null;
    }
    return line;
  }
}
