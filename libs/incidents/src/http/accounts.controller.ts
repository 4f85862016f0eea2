import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import type { AccountState, PivotState } from '../accounts.js';
import { RecordAccounts } from '../actions/record-accounts.js';
import { CaseRecords } from '../queries/case-records.query.js';
import { AccountDto, AccountPatchDto, MomentQuery, PivotDto, PivotPatchDto, RecordsQuery } from './records.dto.js';
import { AccountPage, AccountView, PivotPage, PivotView, presentAccount, presentPivot } from './records.view.js';

@ApiTags('incidents')
@Controller('incidents/:incidentId')
export class AccountsController {
  constructor(
    private readonly records: CaseRecords,
    private readonly accounts: RecordAccounts,
  ) {}

  @Get('accounts')
  @Requires('incident.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<AccountPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<AccountState>(caller, sight, {
      kind: 'account',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state }) => presentAccount({ caller, sight }, state)),
      nextCursor: found.nextCursor,
    };
  }

  @Post('accounts')
  @Requires('accounts.write')
  async add(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: AccountDto,
  ): Promise<AccountView> {
    return await this.accounts.add(caller, sight, body, (state) => presentAccount({ caller, sight }, state));
  }

  @Get('accounts/:accountId')
  @Requires('incident.read')
  async one(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('accountId') accountId: string,
    @Query() query: MomentQuery,
  ): Promise<AccountView> {
    const moment = await this.records.moment(caller, sight, query);
    const { state } = await this.records.one<AccountState>(caller, sight, {
      kind: 'account',
      id: idOf(accountId, 'account'),
      moment,
    });
    return presentAccount({ caller, sight }, state);
  }

  @Patch('accounts/:accountId')
  @Requires('accounts.write')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('accountId') accountId: string,
    @IfMatch() readVersion: number,
    @Body() body: AccountPatchDto,
  ): Promise<AccountView> {
    const state = await this.accounts.amend(caller, sight, {
      id: idOf(accountId, 'account'),
      readVersion,
      patch: { ...body },
    });
    return presentAccount({ caller, sight }, state);
  }

  @Get('pivots')
  @Requires('incident.read')
  async pivots(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<PivotPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<PivotState>(caller, sight, {
      kind: 'pivot',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state }) => presentPivot({ caller, sight }, state)),
      nextCursor: found.nextCursor,
    };
  }

  @Post('pivots')
  @Requires('accounts.write')
  async addPivot(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: PivotDto,
  ): Promise<PivotView> {
    return await this.accounts.pivot(caller, sight, body, (state) => presentPivot({ caller, sight }, state));
  }

  @Patch('pivots/:pivotId')
  @Requires('accounts.write')
  async amendPivot(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('pivotId') pivotId: string,
    @IfMatch() readVersion: number,
    @Body() body: PivotPatchDto,
  ): Promise<PivotView> {
    const state = await this.accounts.amendPivot(caller, sight, {
      id: idOf(pivotId, 'pivot'),
      readVersion,
      patch: { ...body },
    });
    const shown = await this.records.shownTo(caller, sight);
    return presentPivot({ caller, sight }, shown(state));
  }
}
