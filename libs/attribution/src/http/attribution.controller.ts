import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { RecordsQuery } from '@app/incidents/http';
import { PAGE_DEFAULT } from '@app/platform/http';
import { RecordAttribution } from '../actions/record-attribution.js';
import type { ClaimState, HypothesisState } from '../attribution.js';
import { ClaimDto, HypothesisDto } from './attribution.dto.js';
import {
  ClaimPage,
  ClaimView,
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

  @Get('claims')
  @Requires('incident.read')
  async claims(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: RecordsQuery,
  ): Promise<ClaimPage> {
    const moment = await this.records.moment(caller, sight, query);
    const found = await this.records.list<ClaimState>(caller, sight, {
      kind: 'claim',
      moment,
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
    return {
      items: found.items.map(({ state, parties }) => presentClaim(state, parties)),
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
    return await this.attribution.addClaim(caller, sight, body, (state, names) => presentClaim(state, names));
  }
}
