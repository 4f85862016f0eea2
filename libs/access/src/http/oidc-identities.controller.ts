import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../caller.js';
import { Identities } from '../identity-providers/identities.repository.js';
import { Providers } from '../identity-providers/providers.js';
import { UnlinkIdentity } from '../identity-providers/unlink-identity.js';
import { CurrentCaller, SignedInByPerson } from './decorators.js';
import { IdentityPage, presentIdentity } from './oidc.view.js';

@ApiTags('auth')
@Controller('auth/identities')
export class IdentitiesController {
  constructor(
    private readonly identities: Identities,
    private readonly providers: Providers,
    private readonly unlinking: UnlinkIdentity,
  ) {}

  /** The accounts at identity providers that are linked to the caller. */
  @Get()
  @SignedInByPerson('lists the accounts of the caller, and of nobody else')
  async list(@CurrentCaller() caller: Caller): Promise<IdentityPage> {
    const [rows, hasPassword] = await Promise.all([this.identities.mine(caller), this.identities.hasPassword(caller)]);
    const unlink = hasPassword || rows.length > 1;
    return {
      items: rows.map((row) => presentIdentity(row, this.providers.byIssuer(row.issuer), unlink)),
      hasPassword,
      nextCursor: null,
    };
  }

  /** Unlinks one, and ends the memberships that its groups gave. */
  @Delete(':identityId')
  @HttpCode(204)
  @SignedInByPerson('unlinks an account of the caller, and of nobody else')
  async unlink(
    @CurrentCaller() caller: Caller,
    @Param('identityId') id: string,
    @Req() { ip }: FastifyRequest,
  ): Promise<void> {
    await this.unlinking.execute(caller, id, ip);
  }
}
