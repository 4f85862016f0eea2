import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller, Organization } from '@app/access';
import {
  CurrentCaller,
  OrganizationView,
  presentOrganization,
  RequiresAdministrator,
  RequiresInOrganization,
} from '@app/access/http';
import type { OrganizationId } from '@app/platform';
import { IfMatch } from '@app/platform/http';
import { FoundOrganization } from '../actions/found-organization.js';
import { OrganizationDto, OrganizationPatchDto } from './organizations.dto.js';

/** Founding and changing an organization concern its party too; the reads are with access. */
@ApiTags('organizations')
@Controller('organizations')
export class OrganizationChangesController {
  constructor(private readonly founding: FoundOrganization) {}

  /** Founds an organization with the caller as its first owner. */
  @Post()
  @RequiresAdministrator('founds an organization of this installation')
  async found(@CurrentCaller() caller: Caller, @Body() body: OrganizationDto): Promise<OrganizationView> {
    return await this.founding.execute(caller, body, (organization) =>
      presentOrganization(organization, asOwner(caller, organization)),
    );
  }

  @Patch(':organizationId')
  @RequiresInOrganization('organization.edit')
  async amend(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') id: OrganizationId,
    @IfMatch() readVersion: number,
    @Body() patch: OrganizationPatchDto,
  ): Promise<OrganizationView> {
    return await this.founding.amend(caller, { id, readVersion, patch }, (organization) =>
      presentOrganization(organization, caller),
    );
  }
}

const asOwner = (caller: Caller, { id }: Organization): Pick<Caller, 'memberships'> => ({
  memberships: [...caller.memberships, { organizationId: id, role: 'owner' }],
});
