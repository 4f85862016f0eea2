import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Forbidden, Invalid, newId, UnitOfWork, type ApiKeyId, type OrganizationId } from '@app/platform';
import { actingOrganization } from '../acting-organization.rules.js';
import { ApiKey, apiKeyState } from '../api-key.entity.js';
import { ApiKeys } from '../api-keys.repository.js';
import { hashSecret } from '../authentication.repository.js';
import type { Caller, Scope } from '../caller.js';
import { keyExpiry } from '../key-expiry.rules.js';
import { Members } from '../members.repository.js';

export interface KeyAsked {
  readonly organizationId?: OrganizationId | undefined;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339 instant. */
  readonly expiresAt?: string | undefined;
}

@Injectable()
export class ManageApiKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeys,
    private readonly members: Members,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a key that acts as the caller in one organization. `present` gets the secret
   * once; a repeat of the request is answered without it.
   *
   * @throws {Invalid} the organization or the expiry. @throws {Forbidden} no member any more.
   */
  async make<View>(
    caller: Caller,
    asked: KeyAsked,
    present: (key: ApiKey, secret: string | null) => View,
  ): Promise<View> {
    const organizationId = actingOrganization(caller, asked.organizationId, 'keys.manage');
    const expiresAt = keyExpiry(asked.expiresAt, this.clock.now());
    if (!expiresAt) {
      throw Invalid.at('expiresAt', 'out_of_range', 'A key expires in the future, and within a year.');
    }
    const secret = `ask_${randomBytes(32).toString('base64url')}`;
    return await this.unitOfWork.run(caller, async (tx) => {
      tx.concerns(organizationId);
      // Locked: a membership that ends now either waits for this key and revokes it, or is seen here.
      const seat = await this.members.seat(tx, organizationId, caller.userId);
      if (!seat || seat.endedAt !== null) {
        throw new Forbidden();
      }
      const key: ApiKey = Object.assign(new ApiKey(), {
        id: newId<'api_key'>(tx.at) as ApiKeyId,
        organizationId,
        userId: caller.userId,
        name: asked.name,
        secretHash: hashSecret(secret),
        hint: secret.slice(-4),
        scopes: [...asked.scopes],
        createdAt: tx.at,
        expiresAt,
        revokedAt: null,
        lastUsedAt: null,
      });
      await this.keys.add(tx, key);
      tx.record({
        action: 'api_key.made',
        subject: { kind: 'api_key', id: key.id },
        before: null,
        after: apiKeyState(key),
      });
      tx.answerToRepeat = present(key, null);
      return present(key, secret);
    });
  }

  /** Ends a key of the organization, whoever made it; one that was revoked before stays so. @throws {NotFound} */
  async revokeOf<View>(
    caller: Caller,
    { organizationId, id, reason }: { organizationId: OrganizationId; id: string; reason: string },
    present: (key: ApiKey) => View,
  ): Promise<View> {
    return await this.unitOfWork.run(caller, async (tx) => {
      tx.concerns(organizationId);
      const key = await this.keys.oneOfOrganization(tx, organizationId, id);
      if (key.revokedAt === null) {
        await this.keys.revoke(tx, key, reason);
      }
      return present(key);
    });
  }

  /** Ends a key of the caller's; one that was revoked before stays so. @throws {NotFound} */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.unitOfWork.run(caller, async (tx) => {
      const key = await this.keys.one(tx, caller.userId, id);
      tx.concerns(key.organizationId);
      if (key.revokedAt === null) {
        await this.keys.revoke(tx, key);
      }
    });
  }
}
