import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { mayInOrganization, mayWrite, type Caller } from '@app/access';
import { CurrentCaller, EndingDto, RequiresInOrganization } from '@app/access/http';
import { page, type OrganizationId } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { KeepStakeholders } from '../actions/keep-stakeholders.js';
import type { Stakeholder } from '../stakeholder.entity.js';
import { Stakeholders, type RegisterOf } from '../stakeholders.repository.js';
import { StakeholderDto, StakeholderPatchDto } from './stakeholders.dto.js';
import { presentStakeholder, StakeholderPage, StakeholderView } from './stakeholders.view.js';

const registerOf = (organizationId: OrganizationId): RegisterOf => ({ organizationId, incidentId: null });

/** Those who are told of every case of an organization. */
@ApiTags('stakeholders')
@Controller('organizations/:organizationId/stakeholders')
export class OrganizationStakeholdersController {
  constructor(
    private readonly stakeholders: Stakeholders,
    private readonly keep: KeepStakeholders,
  ) {}

  @Get()
  @RequiresInOrganization('stakeholders.read')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Query() query: PageQuery,
  ): Promise<StakeholderPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.stakeholders.list(caller, registerOf(organizationId), { limit, cursor: query.cursor });
    return page(rows, limit, presenter(caller, organizationId), ({ id }) => [id]);
  }

  @Post()
  @RequiresInOrganization('stakeholders.manage')
  async register(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Body() body: StakeholderDto,
  ): Promise<StakeholderView> {
    return await this.keep.register(caller, registerOf(organizationId), body, presenter(caller, organizationId));
  }

  @Patch(':stakeholderId')
  @RequiresInOrganization('stakeholders.manage')
  async amend(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('stakeholderId') stakeholderId: string,
    @IfMatch() readVersion: number,
    @Body() patch: StakeholderPatchDto,
  ): Promise<StakeholderView> {
    const id = idOf(stakeholderId, 'stakeholder');
    return await this.keep.amend(
      caller,
      registerOf(organizationId),
      { id, readVersion, patch },
      presenter(caller, organizationId),
    );
  }

  /** Ends the entry: from then on they are told nothing. */
  @Post(':stakeholderId/endings')
  @RequiresInOrganization('stakeholders.manage')
  async end(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('stakeholderId') stakeholderId: string,
    @Body() { reason }: EndingDto,
  ): Promise<StakeholderView> {
    return await this.keep.end(
      caller,
      registerOf(organizationId),
      { id: idOf(stakeholderId, 'stakeholder'), reason },
      presenter(caller, organizationId),
    );
  }
}

function presenter(caller: Caller, organizationId: OrganizationId): (stakeholder: Stakeholder) => StakeholderView {
  const manages = mayWrite(caller) && mayInOrganization(caller, organizationId, 'stakeholders.manage');
  return (stakeholder) => presentStakeholder(stakeholder, manages);
}
