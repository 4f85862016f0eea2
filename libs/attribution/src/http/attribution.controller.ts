import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { presentDependents, RecordsOnTwoClocksQuery, RecordsQuery } from '@app/incidents/http';
import { idOf, IfMatch, PAGE_DEFAULT } from '@app/platform/http';
import { RecordAttribution } from '../actions/record-attribution.js';
import { WithdrawClaim, type Fallen } from '../actions/withdraw-claim.js';
import { claimAt, claimOf, type ClaimState, type HypothesisState } from '../attribution.js';
import { ClaimDto, ClaimSupersessionDto, ClaimWithdrawalDto, HypothesisDto, RemarkingDto } from './attribution.dto.js';
import {
  ClaimPage,
  ClaimView,
  FallenClaimView,
  HypothesisPage,
  HypothesisView,
  presentClaim,
  presentHypothesis,
} from './attribution.view.js';

@ApiTags('attribution')
@Controller('incidents/:incidentId')
export class AttributionController {
  constructor(
    private readonly records: CaseRecords,
    private readonly attribution: RecordAttribution,
    private readonly withdrawClaim: WithdrawClaim,
  ) {}

  @Get('hypotheses')
  @Requires('incident.read')
  async hypotheses(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<HypothesisPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<HypothesisState>(caller, sight, {
      kind: 'hypothesis',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state }) => presentHypothesis({ caller, sight }, state)),
      nextCursor: found.nextCursor,
    };
  }

  @Post('hypotheses')
  @Requires('attribution.write')
  async addHypothesis(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: HypothesisDto,
  ): Promise<HypothesisView> {
    return await this.attribution.addHypothesis(caller, sight, body, (state) =>
      presentHypothesis({ caller, sight }, state),
    );
  }

  /** Marks a hypothesis, and with it the claims about it. What it says is never edited. */
  @Patch('hypotheses/:hypothesisId')
  @Requires('attribution.write')
  async markHypothesis(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('hypothesisId') hypothesisId: string,
    @IfMatch() readVersion: number,
    @Body() body: RemarkingDto,
  ): Promise<HypothesisView> {
    const marking = { id: idOf(hypothesisId, 'hypothesis'), readVersion, ...body };
    return await this.attribution.markHypothesis(caller, sight, marking, (state) =>
      presentHypothesis({ caller, sight }, state),
    );
  }

  @Get('claims')
  @Requires('incident.read')
  async claims(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsOnTwoClocksQuery,
  ): Promise<ClaimPage> {
    const validAt = query.validAt === undefined ? null : new Date(query.validAt).toISOString();
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<ClaimState>(caller, sight, {
      kind: 'claim',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
      saidBy: validAt,
    });
    return {
      items: found.items.map(({ state, parties, users }) =>
        presentClaim({ caller, sight }, validAt ? claimAt(claimOf(state), validAt) : state, {
          ...parties,
          ...users,
        }),
      ),
      nextCursor: found.nextCursor,
    };
  }

  @Post('claims')
  @Requires('attribution.write')
  async addClaim(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: ClaimDto,
  ): Promise<ClaimView> {
    return await this.attribution.addClaim(caller, sight, body, (state, names) =>
      presentClaim({ caller, sight }, state, names),
    );
  }

  /** Takes a claim out of the record. The answer names everything that rested on it. */
  @Post('claims/:claimId/withdrawals')
  @Requires('attribution.write')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('claimId') claimId: string,
    @Body() body: ClaimWithdrawalDto,
  ): Promise<FallenClaimView> {
    const withdrawal = { id: idOf(claimId, 'claim'), ...body };
    const shown = await this.records.shownTo(caller, sight);
    return await this.withdrawClaim.withdraw(caller, sight, withdrawal, presentFallen({ caller, sight, shown }));
  }

  /** What the same party says now, in the place of what it said before. The answer is the new claim. */
  @Post('claims/:claimId/supersessions')
  @Requires('attribution.write')
  async supersede(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('claimId') claimId: string,
    @Body() { reason, ...claim }: ClaimSupersessionDto,
  ): Promise<FallenClaimView> {
    const supersession = { id: idOf(claimId, 'claim'), reason, claim };
    const shown = await this.records.shownTo(caller, sight);
    return await this.withdrawClaim.supersede(caller, sight, supersession, presentFallen({ caller, sight, shown }));
  }
}

const presentFallen =
  ({ shown, ...viewer }: { caller: Caller; sight: CaseSight; shown: <Value>(value: Value) => Value }) =>
  ({ claim, dependents }: Fallen, names: Readonly<Record<string, string>>): FallenClaimView => ({
    ...presentClaim(viewer, shown(claim), names),
    dependents: presentDependents(viewer, dependents),
  });
