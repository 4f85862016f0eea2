import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { page } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import type { Caller, CaseSight } from '../caller.js';
import { CaseReads } from '../reads.repository.js';
import { CurrentCaller, CurrentSight, Requires } from './decorators.js';
import { CaseReadPage, presentRead } from './reads.view.js';

@ApiTags('participants')
@Controller('incidents/:incidentId/reads')
export class ReadsController {
  constructor(private readonly reads: CaseReads) {}

  /**
   * Who read what of the case, newest first: auditors, break-glass, exports, names of undisclosed holders, and
   * managers who looked at it as somebody else. Each read is here, this one too where an auditor asks.
   */
  @Get()
  @Requires('reads.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: PageQuery,
  ): Promise<CaseReadPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.reads.list(caller, sight, { limit, cursor: query.cursor });
    return page(rows, limit, presentRead, ({ id }) => [id]);
  }
}
