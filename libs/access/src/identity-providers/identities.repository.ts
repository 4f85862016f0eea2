import { Injectable } from '@nestjs/common';
import { Database, newId, statement, type Id, type OrganizationId, type Tx, type UserId } from '@app/platform';
import type { Caller } from '../caller.js';
import { emailKey } from '../people.entity.js';
import type { Linkable } from './linking.rules.js';

export type IdentityId = Id<'identity'>;

/** An account at a provider that is linked to a person. */
export interface Identity {
  readonly id: IdentityId;
  readonly issuer: string;
  readonly email: string | null;
  readonly linkedAt: Date;
  readonly lastSignInAt: Date | null;
}

const PERSON = `u.id AS "userId", u.disabled_at IS NOT NULL AS disabled, u.administrator, u.password_hash IS NOT NULL AS "hasPassword",
  ARRAY(SELECT issuer FROM user_identity WHERE user_id = u.id AND unlinked_at IS NULL) AS issuers`;

// Of two first sign-ins of one account at once, the second waits and finds it linked.
const LOCK = statement('identity_lock', `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`);
const LINKED = statement(
  'identity_linked',
  `SELECT ${PERSON} FROM user_identity i JOIN app_user u ON u.id = i.user_id
   WHERE i.issuer = $1 AND i.subject = $2 AND i.unlinked_at IS NULL FOR UPDATE OF u`,
);
// Locked, so that of two changes to how one person signs in the second sees the first.
const BY_EMAIL = statement(
  'identity_by_email',
  `SELECT ${PERSON} FROM app_user u WHERE u.email_key = $1 FOR UPDATE OF u`,
);
const BY_ID = statement('identity_by_user', `SELECT ${PERSON} FROM app_user u WHERE u.id = $1 FOR UPDATE OF u`);
const LINK = statement(
  'identity_link',
  `INSERT INTO user_identity (id, user_id, issuer, subject, email, linked_by, linked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
const USED = statement(
  'identity_used',
  `UPDATE user_identity SET last_sign_in_at = $4, email = coalesce($3, email) WHERE issuer = $1 AND subject = $2 AND unlinked_at IS NULL`,
);
const MINE = statement(
  'identities_mine',
  `SELECT id, issuer, email, linked_at AS "linkedAt", last_sign_in_at AS "lastSignInAt" FROM user_identity
   WHERE user_id = $1 AND unlinked_at IS NULL ORDER BY id`,
);
const HAS_PASSWORD = statement(
  'person_has_password',
  'SELECT password_hash IS NOT NULL AS "hasPassword" FROM app_user WHERE id = $1',
);
const UNLINK = statement(
  'identity_unlink',
  'UPDATE user_identity SET unlinked_at = $3 WHERE id = $1 AND user_id = $2 AND unlinked_at IS NULL RETURNING issuer',
);
const KNOWN_ORGANIZATION = statement('organization_known', 'SELECT 1 FROM organization WHERE id = $1');
const PROVIDED = statement(
  'seat_provided',
  `SELECT 1 FROM provided_seat p JOIN membership m USING (organization_id, user_id)
   WHERE organization_id = $1 AND user_id = $2 AND p.issuer = $3 AND p.seat_since = m.created_at AND m.ended_at IS NULL`,
);
const PROVIDED_IN = statement(
  'seats_provided',
  `SELECT organization_id AS "organizationId" FROM provided_seat p JOIN membership m USING (organization_id, user_id)
   WHERE user_id = $1 AND p.issuer = $2 AND p.seat_since = m.created_at AND m.ended_at IS NULL ORDER BY organization_id`,
);
const PROVIDE = statement(
  'seat_provide',
  `INSERT INTO provided_seat (organization_id, user_id, issuer, seat_since)
   SELECT organization_id, user_id, $3, created_at FROM membership WHERE organization_id = $1 AND user_id = $2
   ON CONFLICT (organization_id, user_id) DO UPDATE SET issuer = excluded.issuer, seat_since = excluded.seat_since`,
);
const PROVIDE_NO_MORE = statement(
  'seat_provide_no_more',
  'DELETE FROM provided_seat WHERE organization_id = $1 AND user_id = $2',
);

/** An account at a provider: `sub` is unique within its issuer only (OpenID Connect Core, section 2). */
export interface Account {
  readonly issuer: string;
  readonly subject: string;
}

/** Who is who at the providers, and which seats their groups gave. */
@Injectable()
export class Identities {
  constructor(private readonly database: Database) {}

  async lock(tx: Tx, { issuer, subject }: Account): Promise<void> {
    await tx.sql(LOCK, [`${issuer} ${subject}`]);
  }

  async linked(tx: Tx, { issuer, subject }: Account): Promise<Linkable | undefined> {
    return (await tx.sql<Linkable>(LINKED, [issuer, subject]))[0];
  }

  async byEmail(tx: Tx, email: string): Promise<Linkable | undefined> {
    return (await tx.sql<Linkable>(BY_EMAIL, [emailKey(email)]))[0];
  }

  async person(tx: Tx, userId: UserId): Promise<Linkable | undefined> {
    return (await tx.sql<Linkable>(BY_ID, [userId]))[0];
  }

  link(
    tx: Tx,
    userId: UserId,
    { issuer, subject, email, by }: Account & { email: string | null; by: 'person' | 'domain' },
  ): void {
    tx.write(LINK, [newId(tx.at), userId, issuer, subject, email, by, tx.at]);
  }

  /** The person signed in by it, and the provider said this e-mail. */
  used(tx: Tx, { issuer, subject, email }: Account & { email: string | null }): void {
    tx.write(USED, [issuer, subject, email, tx.at]);
  }

  async mine(caller: Caller): Promise<Identity[]> {
    return await this.database.bare<Identity>(MINE, [caller.userId]);
  }

  async hasPassword(caller: Caller): Promise<boolean> {
    const [row] = await this.database.bare<{ hasPassword: boolean }>(HAS_PASSWORD, [caller.userId]);
    return row?.hasPassword ?? false;
  }

  /** The issuer of the identity that was unlinked; undefined where the person has no such one. */
  async unlink(tx: Tx, id: string, userId: UserId): Promise<string | undefined> {
    return (await tx.sql<{ issuer: string }>(UNLINK, [id, userId, tx.at]))[0]?.issuer;
  }

  async knowsOrganization(tx: Tx, id: OrganizationId): Promise<boolean> {
    return (await tx.sql(KNOWN_ORGANIZATION, [id])).length > 0;
  }

  async isProvided(tx: Tx, organizationId: OrganizationId, userId: UserId, issuer: string): Promise<boolean> {
    return (await tx.sql(PROVIDED, [organizationId, userId, issuer])).length > 0;
  }

  async providedIn(tx: Tx, userId: UserId, issuer: string): Promise<OrganizationId[]> {
    const rows = await tx.sql<{ organizationId: OrganizationId }>(PROVIDED_IN, [userId, issuer]);
    return rows.map(({ organizationId }) => organizationId);
  }

  provide(tx: Tx, organizationId: OrganizationId, userId: UserId, issuer: string): void {
    tx.write(PROVIDE, [organizationId, userId, issuer]);
  }

  provideNoMore(tx: Tx, organizationId: OrganizationId, userId: UserId): void {
    tx.write(PROVIDE_NO_MORE, [organizationId, userId]);
  }
}
