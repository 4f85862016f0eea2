import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isUuid, NotFound, page } from '@app/platform';
import { PAGE_DEFAULT, PageQuery } from '@app/platform/http';
import { ManageApiKeys } from '../actions/manage-api-keys.js';
import { ApiKeys } from '../api-keys.repository.js';
import type { Caller } from '../caller.js';
import { ApiKeyDto } from './api-keys.dto.js';
import { ApiKeyPage, MadeApiKeyView, presentApiKey, presentMadeKey } from './api-keys.view.js';
import { CurrentCaller, SignedIn, SignedInByPerson } from './decorators.js';

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
