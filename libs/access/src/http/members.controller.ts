import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { page, type OrganizationId, type UserId } from '@app/platform';
import { idOf, IfMatch, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { ChangeMembership } from '../actions/change-membership.js';
import type { Caller } from '../caller.js';
import { Members } from '../members.repository.js';
import { CurrentCaller, RequiresInOrganization } from './decorators.js';
import { MemberPatchDto } from './members.dto.js';
import { EndedMembershipView, MemberPage, MemberView, presentEnding, presentMember } from './members.view.js';
import { EndingDto } from './participants.dto.js';

@ApiTags('organizations')
@Controller('organizations/:organizationId/members')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly changing: ChangeMembership,
  ) {}

  @Get()
  @RequiresInOrganization('members.read')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<MemberPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.members.list(caller, organizationId, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (member) => presentMember(member, caller, organizationId),
      ({ userId }) => [userId],
    );
  }

  @Patch(':userId')
  @RequiresInOrganization('members.manage')
  async changeRole(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('userId') userId: string,
    @IfMatch() readVersion: number,
    @Body() { role, reason }: MemberPatchDto,
  ): Promise<MemberView> {
    return await this.changing.role(
      caller,
      { organizationId, userId: idOf(userId, 'member') as UserId, readVersion, role, reason },
      (member) => presentMember(member, caller, organizationId),
    );
  }

  /** Ends the membership: what it gave is gone at once. */
  @Post(':userId/endings')
  @RequiresInOrganization('members.manage')
  async end(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('userId') userId: string,
    @Body() { reason }: EndingDto,
  ): Promise<EndedMembershipView> {
    return await this.changing.end(
      caller,
      { organizationId, userId: idOf(userId, 'member') as UserId, reason },
      presentEnding,
    );
  }
}
