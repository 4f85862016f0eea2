import { Injectable } from '@nestjs/common';
import { Database, NotFound, statement, type OrganizationId, type Tx, type UserId } from '@app/platform';
import { ApiKey, apiKeyState } from './api-key.entity.js';
import type { Caller } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';

const COLUMNS = `id, organization_id AS "organizationId", user_id AS "userId", name, hint, scopes, created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt"`;
const MINE = statement(
  'api_keys_mine',
  `SELECT ${COLUMNS} FROM api_key WHERE user_id = $1 AND organization_id = ANY($2::uuid[]) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4`,
);
const ONE = statement('api_key_one', `SELECT ${COLUMNS} FROM api_key WHERE id = $1 AND user_id = $2 FOR UPDATE`);
const OF_SEAT = statement(
  'api_keys_of_seat',
  `SELECT ${COLUMNS} FROM api_key WHERE organization_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY id FOR UPDATE`,
);

@Injectable()
export class ApiKeys {
  constructor(private readonly database: Database) {}

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
