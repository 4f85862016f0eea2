import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isUuid, NotFound, page, type OrganizationId } from '@app/platform';
import { idOf, PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { ManageApiKeys } from '../actions/manage-api-keys.js';
import { ApiKeys } from '../api-keys.repository.js';
import type { Caller } from '../caller.js';
import { ApiKeyDto } from './api-keys.dto.js';
import {
  ApiKeyPage,
  ApiKeyView,
  MadeApiKeyView,
  OwnedApiKeyPage,
  presentApiKey,
  presentMadeKey,
  presentOwnedKey,
} from './api-keys.view.js';
import { CurrentCaller, RequiresInOrganization, SignedIn, SignedInByPerson } from './decorators.js';
import { EndingDto } from './participants.dto.js';

@ApiTags('api keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly managing: ManageApiKeys,
  ) {}

  @Get()
  @SignedIn('lists the keys that the caller made')
  async list(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<ApiKeyPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.keys.mine(caller, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (key) => presentApiKey(key, caller),
      ({ id }) => [id],
    );
  }

  /** Makes a key. The answer holds it, once. */
  @Post()
  @SignedInByPerson('makes a key that acts as the caller; a stolen key must not make others')
  async make(@CurrentCaller() caller: Caller, @Body() body: ApiKeyDto): Promise<MadeApiKeyView> {
    return await this.managing.make(caller, body, (key, secret) => presentMadeKey(key, secret, caller));
  }

  /** Revokes a key: the next request with it is refused. */
  @Delete(':keyId')
  @HttpCode(204)
  @SignedInByPerson('revokes a key of the caller, and of nobody else')
  async revoke(@CurrentCaller() caller: Caller, @Param('keyId') keyId: string): Promise<void> {
    if (!isUuid(keyId)) {
      throw new NotFound('API key');
    }
    await this.managing.revoke(caller, keyId);
  }
}

/** Every key that acts in an organization, for those who answer for it. */
@ApiTags('api keys')
@Controller('organizations/:organizationId/api-keys')
export class OrganizationApiKeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly managing: ManageApiKeys,
  ) {}

  @Get()
  @RequiresInOrganization('keys.oversee')
  async list(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: string,
    @Query() query: PageQuery,
  ): Promise<OwnedApiKeyPage> {
    const limit = query.limit ?? PAGE_DEFAULT;
    const rows = await this.keys.ofOrganization(caller, organizationId, { limit, cursor: query.cursor });
    return page(
      rows,
      limit,
      (key) => presentOwnedKey(key, caller),
      ({ id }) => [id],
    );
  }

  /** Revokes a key, whoever made it: the next request with it is refused. */
  @Post(':keyId/revocations')
  @RequiresInOrganization('keys.oversee')
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('keyId') keyId: string,
    @Body() { reason }: EndingDto,
  ): Promise<ApiKeyView> {
    return await this.managing.revokeOf(caller, { organizationId, id: idOf(keyId, 'API key'), reason }, (key) =>
      presentApiKey(key, caller),
    );
  }
}
