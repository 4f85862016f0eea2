import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires } from '@app/access/http';
import { TwoClocksQuery } from '@app/incidents/http';
import { cursorOf, positionOf } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { ReadStanding } from '../standing/read-standing.js';
import { CompareQuery, StandingHistoryQuery } from './standing.dto.js';
import {
  CitationsView,
  ComparisonView,
  MeasuresView,
  presentCitations,
  presentComparison,
  presentMeasures,
  presentStep,
  StandingHistoryPage,
} from './standing-story.view.js';
import { presentStanding, StandingView } from './standing.view.js';

@ApiTags('attribution')
@Controller('incidents/:incidentId/attribution')
export class StandingController {
  constructor(private readonly standing: ReadStanding) {}

  /** Who did it, as far as it can be stated: now, or as of a moment on either clock. */
  @Get()
  @Requires('incident.read')
  async at(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TwoClocksQuery,
  ): Promise<StandingView> {
    return presentStanding(await this.standing.at(caller, sight, query));
  }

  /** Each change of the standing with its cause, oldest first, both clocks standing at its recording. */
  @Get('history')
  @Requires('history.read')
  async history(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() { limit, cursor }: StandingHistoryQuery,
  ): Promise<StandingHistoryPage> {
    const [after] = cursor === undefined ? [0] : positionOf(cursor, ['whole']);
    const asked = { after: Number(after), limit: limit ?? PAGE_DEFAULT };
    const { items, nextAfter } = await this.standing.history(caller, sight, asked);
    return { items: items.map(presentStep), nextCursor: nextAfter === null ? null : cursorOf([nextAfter]) };
  }

  /** What is not the same at two moments, and why. */
  @Get('compare')
  @Requires('incident.read')
  async compare(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() { from, to, fromKnownAt, toKnownAt }: CompareQuery,
  ): Promise<ComparisonView> {
    const earlier = { validAt: from, knownAt: fromKnownAt ?? from };
    const later = { validAt: to, knownAt: toKnownAt ?? to };
    return presentComparison(await this.standing.compare(caller, sight, earlier, later));
  }

  /** Who cites what: roots, echoes, answers. */
  @Get('citations')
  @Requires('incident.read')
  async citations(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TwoClocksQuery,
  ): Promise<CitationsView> {
    return presentCitations(await this.standing.citations(caller, sight, query));
  }

  /** Figures for an auditor. */
  @Get('measures')
  @Requires('history.read')
  async measures(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TwoClocksQuery,
  ): Promise<MeasuresView> {
    return presentMeasures(await this.standing.measures(caller, sight, query));
  }
}
