import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { page } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import type { Caller } from '../caller.js';
import { OrganizationHistory } from '../organization-history.query.js';
import { Organizations } from '../organizations.repository.js';
import { CurrentCaller, RequiresInOrganization, SignedIn } from './decorators.js';
import { OrganizationHistoryPage, presentChange } from './organization-history.view.js';
import { DirectoryQuery } from './organizations.dto.js';
import { DirectoryPage, OrganizationPage, OrganizationView, presentOrganization } from './organizations.view.js';

/** Reads. Founding and changing an organization concern its party too, and live with the parties. */
@ApiTags('organizations')
@Controller()
export class OrganizationsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly history: OrganizationHistory,
  ) {}

  /** The caller's own organizations. */
  @Get('organizations')
  @SignedIn('lists the organizations that the caller is a member of')
  async mine(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<OrganizationPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.organizations.mine(caller, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (organization) => presentOrganization(organization, caller),
      ({ id }) => [id],
    );
  }

  @Get('organizations/:organizationId')
  @RequiresInOrganization('organization.read')
  async one(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
  ): Promise<OrganizationView> {
    return presentOrganization(await this.organizations.one(caller, organizationId), caller);
  }

  /** Every change of the organization outside its cases, newest first: members, roles, invitations, keys, settings. */
  @Get('organizations/:organizationId/history')
  @RequiresInOrganization('organization.history')
  async changes(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<OrganizationHistoryPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.history.list(caller, organizationId, { limit, cursor: query.cursor });
    return page(rows, limit, presentChange, ({ id }) => [id]);
  }

  /**
   * Organizations by their whole name: what is needed to invite one to a case. Nobody can
   * browse, and nothing is told but the id and the kind of what the caller could name.
   */
  @Get('directory')
  @SignedIn('answers only to the whole name of an organization, with its id and kind')
  async directory(
    @CurrentCaller() caller: Caller,
    @Query() { name, limit = PAGE_DEFAULT, cursor }: DirectoryQuery,
  ): Promise<DirectoryPage> {
    const rows = await this.organizations.named(caller, name, { limit, cursor });
    return page(
      rows,
      limit,
      (entry) => ({ ...entry }),
      ({ id }) => [id],
    );
  }
}
