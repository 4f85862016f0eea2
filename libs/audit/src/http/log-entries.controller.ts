import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CaseReads, type Caller, type CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, Requires, SignedIn } from '@app/access/http';
import { page, positionOf } from '@app/platform';
import { PAGE_DEFAULT } from '@app/platform/http';
import { CaseLedger } from '../log/case-ledger.js';
import { PublishedLog } from '../log/published-log.js';
import { Reaches } from '../log/reach.query.js';
import { Readers } from '../log/readers.js';
import { ShownEntries } from '../log/shown-entries.query.js';
import { CaseLedgerQuery, EntriesQuery } from './log.dto.js';
import { CaseLedgerView, LogEntryPage, presentCaseLedger, presentEntry } from './log.view.js';

/** What entries say, to those who are shown it. */
@ApiTags('ledger')
@Controller()
export class LogEntriesController {
  constructor(
    private readonly log: PublishedLog,
    private readonly reaches: Reaches,
    private readonly entries: ShownEntries,
    private readonly readers: Readers,
    private readonly reads: CaseReads,
  ) {}

  /**
   * The entries that you may see, in the order of the log. Of the others there is nothing but the gaps between the
   * indices.
   */
  @Get('ledger/entries')
  @SignedIn('shows what the caller may see')
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { from = 0, limit = PAGE_DEFAULT, cursor }: EntriesQuery,
  ): Promise<LogEntryPage> {
    const begin = cursor === undefined ? from : Number(positionOf(cursor, ['whole'])[0]) + 1;
    const newest = await this.log.newest();
    const reach = await this.reaches.of(caller);
    const rows = await this.entries.page(caller, reach, { from: begin, below: newest?.size ?? 0 }, limit + 1);
    const tell = await this.readers.ofLog(caller, reach);
    const shown = await tell(rows);
    await this.reads.logShown(
      caller,
      'GET /ledger/entries',
      shown.slice(0, limit).flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId])),
    );
    return page(shown, limit, presentEntry, ({ index }) => [index]);
  }
}

/** A case as the log has it. */
@ApiTags('ledger')
@Controller('incidents/:incidentId/ledger')
export class CaseLedgerController {
  constructor(private readonly ledger: CaseLedger) {}

  /** Every change that you are shown, each with what proves that it is in the log and was not changed since. */
  @Get()
  @Requires('incident.read')
  async read(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() { size, limit = PAGE_DEFAULT, cursor }: CaseLedgerQuery,
  ): Promise<CaseLedgerView> {
    return presentCaseLedger(await this.ledger.page(caller, sight, { size, limit, cursor }));
  }
}
