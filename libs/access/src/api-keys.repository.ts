import { Injectable } from '@nestjs/common';
import { Database, NotFound, statement, type ApiKeyId, type OrganizationId, type Tx, type UserId } from '@app/platform';
import { ApiKey, apiKeyState } from './api-key.entity.js';
import type { Caller } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';

const COLUMNS = `id, organization_id AS "organizationId", user_id AS "userId", name, hint, scopes, created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;
const MINE = statement(
  'api_keys_mine',
  `SELECT ${COLUMNS} FROM api_key WHERE user_id = $1 AND organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
);
const ONE = statement('api_key_one', `SELECT ${COLUMNS} FROM api_key WHERE id = $1 AND user_id = $2 FOR UPDATE`);
const OF_ORGANIZATION = statement(
  'api_keys_of_organization',
  `SELECT k.*, u.name AS "userName" FROM (SELECT ${COLUMNS} FROM api_key
     WHERE organization_id = $1 AND organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4) k
   JOIN app_user u ON u.id = k."userId" ORDER BY k.id`,
);
const ONE_OF_ORGANIZATION = statement(
  'api_key_of_organization',
  `SELECT ${COLUMNS} FROM api_key WHERE id = $1 AND organization_id = $2 FOR UPDATE`,
);
const USED = statement(
  'api_key_used',
  `UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)`,
);
/** The use of a key is noted once in this time. */
const NOTED_EVERY_MS = 5 * 60_000;
/** Keys whose use this process remembers to have noted; then it begins anew. */
const REMEMBERED_MAX = 10_000;

/** A key with the name of whoever made it. */
export type OwnedApiKey = ApiKey & { readonly userName: string };

const OF_SEAT = statement(
  'api_keys_of_seat',
  `SELECT ${COLUMNS} FROM api_key WHERE organization_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY id FOR UPDATE`,
);

@Injectable()
export class ApiKeys {
  private readonly noted = new Map<ApiKeyId, number>();

  constructor(private readonly database: Database) {}

  /** Every key of the organization, whoever made it; and one more than `limit`. */
  async ofOrganization(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<OwnedApiKey[]> {
    const values = [organizationId, caller.organizationIds, afterId(cursor), limit + 1];
    return await this.database.read<OwnedApiKey>(caller, OF_ORGANIZATION, values);
  }

  /** One of the organization's. @throws {NotFound} */
  async oneOfOrganization(tx: Tx, organizationId: OrganizationId, id: string): Promise<ApiKey> {
    const [row] = await tx.sql<ApiKey>(ONE_OF_ORGANIZATION, [id, organizationId]);
    if (!row) {
      throw new NotFound('API key');
    }
    return row;
  }

  /** Notes that the key is in use, to a few minutes: a row is not written at each request. */
  async used(id: ApiKeyId, now: Date): Promise<void> {
    const since = now.getTime() - NOTED_EVERY_MS;
    if ((this.noted.get(id) ?? -Infinity) > since) {
      return;
    }
    if (this.noted.size >= REMEMBERED_MAX) {
      this.noted.clear();
    }
    this.noted.set(id, now.getTime());
    await this.database.forPurpose('recognition', USED, [id, now, new Date(since)]);
  }

  /** The caller's own, in organizations that they are still a member of; and one more than `limit`. */
  async mine(caller: Caller, { limit, cursor }: PageAsked): Promise<ApiKey[]> {
    return await this.database.read<ApiKey>(caller, MINE, [
      caller.userId,
      caller.organizationIds,
      afterId(cursor),
      limit + 1,
    ]);
  }

  /** One of the person's own. @throws {NotFound} */
  async one(tx: Tx, userId: UserId, id: string): Promise<ApiKey> {
    const [row] = await tx.sql<ApiKey>(ONE, [id, userId]);
    if (!row) {
      throw new NotFound('API key');
    }
    return row;
  }

  async add(tx: Tx, key: ApiKey): Promise<void> {
    await tx.manager.insert(ApiKey, key);
  }

  async revoke(tx: Tx, key: ApiKey, reason?: string): Promise<void> {
    const before = apiKeyState(key);
    key.revokedAt = tx.at;
    await tx.manager.update(ApiKey, { id: key.id }, { revokedAt: tx.at });
    tx.record({
      action: 'api_key.revoked',
      subject: { kind: 'api_key', id: key.id },
      before,
      after: apiKeyState(key),
      reason,
    });
  }

  /** Keys act by the seat of the person who made them, and end with it. */
  async revokeOfSeat(tx: Tx, organizationId: OrganizationId, userId: UserId): Promise<void> {
    for (const key of await tx.sql<ApiKey>(OF_SEAT, [organizationId, userId])) {
      await this.revoke(tx, key, 'The membership ended.');
    }
  }
}
