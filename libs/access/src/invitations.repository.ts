import { Injectable } from '@nestjs/common';
import { Clock, Database, NotFound, statement, type OrganizationId, type Tx, type UserId } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import type { Caller, Role } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';
import { emailKey, Invitation, type InvitationId } from './people.entity.js';

/** An invitation that nobody accepted yet, with whom it is for and what it offers. */
export interface WaitingInvitation {
  readonly id: InvitationId;
  readonly organizationId: OrganizationId;
  readonly organizationName: string;
  /** The person of that e-mail; null where there is none yet. */
  readonly userId: UserId | null;
  readonly email: string;
  readonly name: string;
  /** There is a person of that e-mail, who accepts by signing in; else whoever accepts becomes one. */
  readonly signsIn: boolean;
  readonly role: Role;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const WAITING = `SELECT v.id, v.organization_id AS "organizationId", o.name AS "organizationName", u.id AS "userId", v.email,
    v.name, u.id IS NOT NULL AS "signsIn", v.role, v.created_at AS "createdAt", v.expires_at AS "expiresAt"
  FROM invitation v JOIN organization o ON o.id = v.organization_id LEFT JOIN app_user u ON u.email_key = v.email_key
  WHERE v.accepted_at IS NULL AND u.disabled_at IS NULL`;

const BY_TOKEN = statement('invitation_by_token', `${WAITING} AND v.token_hash = $1 AND v.expires_at > $2`);
const BY_ID = statement('invitation_by_id', `${WAITING} AND v.id = $1 AND v.expires_at > $2 FOR UPDATE OF v`);
const LIST = statement(
  'invitations',
  `${WAITING} AND v.organization_id = $1 AND v.organization_id = ANY($2::uuid[]) AND v.expires_at > $3 AND ($4::uuid IS NULL OR v.id > $4)
   ORDER BY v.id LIMIT $5`,
);
const EXPIRE = statement(
  'invitations_expire',
  'UPDATE invitation SET expires_at = $3 WHERE organization_id = $1 AND email_key = $2 AND accepted_at IS NULL AND expires_at > $3',
);

@Injectable()
export class Invitations {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Whoever holds the secret is who it was given to. */
  async byToken(token: string): Promise<WaitingInvitation | undefined> {
    const [row] = await this.database.forPurpose<WaitingInvitation>('invitation', BY_TOKEN, [
      hashSecret(token),
      this.clock.now(),
    ]);
    return row;
  }

  /** Those that wait, and one more than `limit`. */
  async list(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<WaitingInvitation[]> {
    const values = [organizationId, caller.organizationIds, this.clock.now(), afterId(cursor), limit + 1];
    return await this.database.read<WaitingInvitation>(caller, LIST, values);
  }

  /** Locks it: of two who accept at once, the second finds none. @throws {NotFound} */
  async lock(tx: Tx, id: string): Promise<WaitingInvitation> {
    const [row] = await tx.sql<WaitingInvitation>(BY_ID, [id, tx.at]);
    if (!row) {
      throw new NotFound('invitation');
    }
    return row;
  }

  async add(tx: Tx, invitation: Invitation): Promise<void> {
    await tx.manager.insert(Invitation, invitation);
  }

  /** The invitations to this e-mail that still wait are good no longer. */
  expire(tx: Tx, organizationId: OrganizationId, email: string): void {
    tx.write(EXPIRE, [organizationId, emailKey(email), tx.at]);
  }

  async accept(tx: Tx, id: InvitationId): Promise<void> {
    await tx.manager.update(Invitation, { id }, { acceptedAt: tx.at });
  }
}
