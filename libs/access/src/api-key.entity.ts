import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApiKeyId, OrganizationId, UserId } from '@app/platform';
import type { Scope } from './caller.js';

/** A key by which a program acts for a person, in one organization. Of the secret only its hash is kept. */
@Entity('api_key')
export class ApiKey {
  @PrimaryColumn('uuid')
  readonly id: ApiKeyId;

  @Column('uuid', { name: 'organization_id' })
  readonly organizationId: OrganizationId;

  @Column('uuid', { name: 'user_id' })
  readonly userId: UserId;

  @Column('text')
  readonly name: string;

  @Column('bytea', { name: 'secret_hash', select: false })
  readonly secretHash: Buffer;

  /** How the key ends, so that its owner can tell it from others. */
  @Column('text')
  readonly hint: string;

  @Column('text', { array: true })
  readonly scopes: Scope[];

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  readonly expiresAt: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;

  /** To a few minutes; null: never. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  readonly lastUsedAt: Date | null;
}

/** The key as the history keeps it and the API shows it. */
export interface ApiKeyState {
  readonly [key: string]: string | null | readonly string[];
  readonly id: ApiKeyId;
  readonly organizationId: OrganizationId;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export const apiKeyState = (key: ApiKey): ApiKeyState => ({
  id: key.id,
  organizationId: key.organizationId,
  name: key.name,
  hint: key.hint,
  scopes: key.scopes,
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt.toISOString(),
  revokedAt: key.revokedAt?.toISOString() ?? null,
});
