import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, NotFound, page, type OrganizationId } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { AcceptInvitation } from '../actions/accept-invitation.js';
import { InviteMember } from '../actions/invite-member.js';
import type { Caller } from '../caller.js';
import { Invitations } from '../invitations.repository.js';
import { SecondFactors } from '../second-factors.repository.js';
import { CurrentCaller, Public, RequiresInOrganization, SignedInByPerson } from './decorators.js';
import { MembershipView, MeView, presentMe } from './me.view.js';
import { AcceptanceDto, InvitationDto } from './members.dto.js';
import { InvitationPage, InvitationView, OfferView, presentInvitation, presentOffer } from './members.view.js';
import { EndingDto } from './participants.dto.js';
import { deviceTokenOf, setSessionCookie } from './session-cookie.js';

@ApiTags('organizations')
@Controller('organizations/:organizationId/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly inviting: InviteMember,
  ) {}

  /** Those that wait to be accepted. */
  @Get()
  @RequiresInOrganization('members.manage')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<InvitationPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.invitations.list(caller, organizationId, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (row) => presentInvitation({ ...row, path: null }, true),
      ({ id }) => [id],
    );
  }

  /** Offers a seat. The answer holds the link, once; it is good for seven days. */
  @Post()
  @RequiresInOrganization('members.manage')
  async invite(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Body() body: InvitationDto,
  ): Promise<InvitationView> {
    return await this.inviting.execute(caller, organizationId, body, (made) => presentInvitation(made, true));
  }

  @Post(':invitationId/withdrawals')
  @RequiresInOrganization('members.manage')
  async withdraw(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('invitationId') id: string,
    @Body() { reason }: EndingDto,
  ): Promise<InvitationView> {
    if (!isUuid(id)) {
      throw new NotFound('invitation');
    }
    return await this.inviting.withdraw(caller, { organizationId, id, reason }, (made) =>
      presentInvitation(made, false),
    );
  }
}

@ApiTags('auth')
@Controller('auth/invitations/:token')
export class AcceptancesController {
  constructor(
    private readonly accepting: AcceptInvitation,
    private readonly factors: SecondFactors,
  ) {}

  /** What the invitation offers, and to whom. */
  @Get()
  @Public('whoever holds the link is who it was given to, and may have no sign-in yet')
  async show(@Param('token') token: string): Promise<OfferView> {
    return presentOffer(await this.accepting.waiting(token));
  }

  /** Accepts it and begins a session; the cookie is the credential. */
  @Post()
  @Public('whoever accepts has no session yet; the link and the password say who they are')
  async accept(
    @Param('token') token: string,
    @Body() { password, totp }: AcceptanceDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeView> {
    const { secret, expiresAt, me } = await this.accepting.execute({
      token,
      password,
      code: totp,
      deviceToken: deviceTokenOf(request.cookies, request.protocol === 'https'),
      source: request.ip,
      userAgent: request.headers['user-agent'],
      requestId: String(request.id),
    });
    setSessionCookie(reply, secret, expiresAt, request.protocol === 'https');
    return presentMe(me, await this.factors.standing(me.userId));
  }

  /** Accepts it as whoever is signed in, where it was offered to their e-mail. */
  @Post('acceptances')
  @SignedInByPerson('takes a seat that was offered to the e-mail of the caller')
  async acceptSignedIn(@CurrentCaller() caller: Caller, @Param('token') token: string): Promise<MembershipView> {
    return await this.accepting.bySession(caller, token);
  }
}
