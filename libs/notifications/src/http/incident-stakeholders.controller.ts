import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { mayInCase, mayWrite, type Caller, type CaseSight } from '@app/access';
import { CurrentCaller, CurrentSight, EndingDto, Requires } from '@app/access/http';
import { page } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { KeepStakeholders } from '../actions/keep-stakeholders.js';
import type { Stakeholder } from '../stakeholder.entity.js';
import { Stakeholders } from '../stakeholders.repository.js';
import { StakeholderDto, StakeholderPatchDto } from './stakeholders.dto.js';
import { presentStakeholder, StakeholderPage, StakeholderView } from './stakeholders.view.js';

/** Those who are told of one case, besides those of its organization. */
@ApiTags('stakeholders')
@Controller('incidents/:incidentId/stakeholders')
export class IncidentStakeholdersController {
  constructor(
    private readonly stakeholders: Stakeholders,
    private readonly keep: KeepStakeholders,
  ) {}

  @Get()
  @Requires('stakeholders.read')
  async list(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Query() query: PageQuery,
  ): Promise<StakeholderPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.stakeholders.list(caller, sight, { limit, cursor: query.cursor });
    return page(rows, limit, presenter(caller, sight), ({ id }) => [id]);
  }

  @Post()
  @Requires('stakeholders.manage')
  async register(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Body() body: StakeholderDto,
  ): Promise<StakeholderView> {
    return await this.keep.register(caller, sight, body, presenter(caller, sight));
  }

  @Patch(':stakeholderId')
  @Requires('stakeholders.manage')
  async amend(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('stakeholderId') stakeholderId: string,
    @IfMatch() readVersion: number,
    @Body() patch: StakeholderPatchDto,
  ): Promise<StakeholderView> {
    return await this.keep.amend(
      caller,
      sight,
      { id: idOf(stakeholderId, 'stakeholder'), readVersion, patch },
      presenter(caller, sight),
    );
  }

  /** Ends the entry: from then on they are told nothing. */
  @Post(':stakeholderId/endings')
  @Requires('stakeholders.manage')
  async end(
    @CurrentCaller() caller: Caller,
    @CurrentSight() sight: CaseSight,
    @Param('stakeholderId') stakeholderId: string,
    @Body() { reason }: EndingDto,
  ): Promise<StakeholderView> {
    return await this.keep.end(
      caller,
      sight,
      { id: idOf(stakeholderId, 'stakeholder'), reason },
      presenter(caller, sight),
    );
  }
}

function presenter(caller: Caller, sight: CaseSight): (stakeholder: Stakeholder) => StakeholderView {
  const manages = mayWrite(caller) && mayInCase(sight, 'stakeholders.manage');
  return (stakeholder) => presentStakeholder(stakeholder, manages);
}
