import { ApiProperty } from '@nestjs/swagger';
import { apiKeyState, type ApiKey } from '../api-key.entity.js';
import type { OwnedApiKey } from '../api-keys.repository.js';
import { SCOPES, type Caller, type Scope } from '../caller.js';

export class ApiKeyAbilitiesView {
  revoke: boolean;
}

export class ApiKeyView {
  id: string;
  organizationId: string;
  name: string;
  /** How the key ends. */
  hint: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes: readonly Scope[];

  createdAt: string;
  expiresAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: string | null;

  /** To a few minutes; null: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: string | null;

  abilities: ApiKeyAbilitiesView;
}

export class MadeApiKeyView extends ApiKeyView {
  /** The key itself (`ask_...`): told once, when it is made. Null in the answer to a repeat. */
  @ApiProperty({ type: String, nullable: true })
  secret: string | null;
}

export class OwnedApiKeyView extends ApiKeyView {
  /** Who made it, and as whom it acts. */
  userId: string;
  userName: string;
}

export class OwnedApiKeyPage {
  @ApiProperty({ type: [OwnedApiKeyView] })
  items: OwnedApiKeyView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ApiKeyPage {
  @ApiProperty({ type: [ApiKeyView] })
  items: ApiKeyView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentApiKey = (key: ApiKey, caller: Pick<Caller, 'session'>): ApiKeyView => ({
  ...apiKeyState(key),
  lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  abilities: { revoke: key.revokedAt === null && caller.session !== undefined },
});

export const presentMadeKey = (key: ApiKey, secret: string | null, caller: Pick<Caller, 'session'>): MadeApiKeyView =>
  Object.assign(presentApiKey(key, caller), { secret });

export const presentOwnedKey = (key: OwnedApiKey, caller: Pick<Caller, 'session'>): OwnedApiKeyView =>
  Object.assign(presentApiKey(key, caller), { userId: key.userId, userName: key.userName });
