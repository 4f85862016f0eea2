import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires, SignedIn } from '@app/access/http';
import { CaseRecords } from '@app/incidents';
import { cursorOf, positionOf, type Page } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { CaseHistory } from '../queries/history.query.js';
import { Search } from '../queries/search.query.js';
import { StatusSteps } from '../queries/status-steps.query.js';
import { eventsOf, inOrder, stepEvents, type TimelineItem } from '../timeline.rules.js';
import { HistoryPage, SearchPage, TimelinePage } from './case-story.view.js';
import { HistoryQuery, SearchQuery, TimelineQuery } from './incident.queries.dto.js';
import { WHOLE_KINDS } from './incident.view.js';

/** What of a case has a time in the world. */
const TIMED_KINDS = [...new Set([...WHOLE_KINDS, 'evidence', 'custody_step', 'finding', 'inquiry', 'assessment'])];

/** What happened, what was changed, and where it is found. */
@ApiTags('incidents')
@Controller()
export class CaseStoryController {
  constructor(
    private readonly records: CaseRecords,
    private readonly steps: StatusSteps,
    private readonly history: CaseHistory,
    private readonly search: Search,
  ) {}

  /** What happened, by time in the world. */
  @Get('incidents/:incidentId/timeline')
  @Requires('incident.read')
  async timeline(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: TimelineQuery,
  ): Promise<TimelinePage> {
    const moment = await this.records.moment(caller, sight, query);
    const [whole, steps] = await Promise.all([
      this.records.whole(caller, sight, TIMED_KINDS, moment),
      this.steps.of(caller, sight, moment?.caseVersion ?? null),
    ]);
    const items = inOrder(
      [...eventsOf(whole.records as never), ...stepEvents(sight.incidentId, steps)],
      query.order ?? 'world',
    );
    return { caseVersion: whole.caseVersion, ...slice(items, query.limit ?? PAGE_DEFAULT, query.cursor) };
  }

  /** Every change of the case. */
  @Get('incidents/:incidentId/history')
  @Requires('history.read')
  async changes(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: HistoryQuery,
  ): Promise<HistoryPage> {
    return await this.history.page(caller, sight, {
      order: query.order ?? 'asc',
      limit: query.limit ?? PAGE_DEFAULT,
      cursor: query.cursor,
    });
  }

  /** All that the caller may see. What was just written is found at once. */
  @Get('search')
  @SignedIn('finds what the caller sees')
  async find(@CurrentCaller() caller: Caller, @Query() query: SearchQuery): Promise<SearchPage> {
    return await this.search.page(caller, query.q, { limit: query.limit ?? PAGE_DEFAULT, cursor: query.cursor });
  }
}

/** A page of a list that is made whole from one case, and so is short. */
function slice(items: readonly TimelineItem[], limit: number, cursor: string | undefined): Page<TimelineItem> {
  const from = cursor === undefined ? 0 : Number(positionOf(cursor, ['whole'])[0]);
  const end = from + limit;
  return { items: items.slice(from, end), nextCursor: end < items.length ? cursorOf([end]) : null };
}
