import { Injectable } from '@nestjs/common';
import { Database, statement, type OrganizationId, type Tx, type UserId } from '@app/platform';
import type { Caller, Role } from './caller.js';
import { afterId, type PageAsked } from './id-cursor.js';
import { emailKey, type Person, type Seat } from './people.entity.js';

/** A person with the role that they hold in an organization. */
export interface Member {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly since: Date;
  /** Has a second factor set up. */
  readonly secondFactor: boolean;
}

const COLUMNS = `u.id AS "userId", u.name, u.email, m.role, m.created_at AS since,
  EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = u.id) AS "secondFactor"`;
const LIST = statement(
  'members',
  `SELECT ${COLUMNS} FROM membership m JOIN app_user u ON u.id = m.user_id
   WHERE m.organization_id = $1 AND m.organization_id = ANY($2::uuid[]) AND m.ended_at IS NULL AND ($3::uuid IS NULL OR u.id > $3)
   ORDER BY u.id LIMIT $4`,
);
const HELD = statement(
  'members_held',
  `SELECT ${COLUMNS} FROM membership m JOIN app_user u ON u.id = m.user_id WHERE m.organization_id = $1 AND m.ended_at IS NULL ORDER BY u.id`,
);
const SEAT = statement(
  'seat',
  `SELECT organization_id AS "organizationId", user_id AS "userId", role, created_at AS "createdAt", ended_at AS "endedAt"
   FROM membership WHERE organization_id = $1 AND user_id = $2 FOR UPDATE`,
);
const PUT = statement(
  'seat_put',
  `INSERT INTO membership (organization_id, user_id, role, created_at, ended_at) VALUES ($1, $2, $3, $4, $5)
   ON CONFLICT (organization_id, user_id) DO UPDATE SET role = excluded.role, created_at = excluded.created_at, ended_at = excluded.ended_at`,
);
const BY_EMAIL = statement(
  'person_by_email',
  'SELECT id, email, name, password_hash IS NOT NULL AS "signsIn" FROM app_user WHERE email_key = $1',
);
const ADD_PERSON = statement(
  'person_add',
  `INSERT INTO app_user (id, email, email_key, name, password_hash, administrator, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (email_key) DO NOTHING`,
);

const CHANGE_PASSWORD = statement('person_change_password', 'UPDATE app_user SET password_hash = $2 WHERE id = $1');

/** A person by their e-mail. */
export interface KnownPerson {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  /** Has a password: somebody accepted an invitation of theirs. */
  readonly signsIn: boolean;
}

/** People and their seats in organizations. */
@Injectable()
export class Members {
  constructor(private readonly database: Database) {}

  /** The members in force, and one more than `limit`; none to one who is no member. */
  async list(caller: Caller, organizationId: string, { limit, cursor }: PageAsked): Promise<Member[]> {
    return await this.database.read<Member>(caller, LIST, [
      organizationId,
      caller.organizationIds,
      afterId(cursor),
      limit + 1,
    ]);
  }

  /** Everyone in force. The organization is to be locked first. */
  async held(tx: Tx, organizationId: OrganizationId): Promise<Member[]> {
    return await tx.sql<Member>(HELD, [organizationId]);
  }

  /** The seat, in force or not. */
  async seat(tx: Tx, organizationId: OrganizationId, userId: UserId): Promise<Seat | undefined> {
    const [row] = await tx.sql<Seat>(SEAT, [organizationId, userId]);
    return row;
  }

  put(tx: Tx, { organizationId, userId, role, createdAt, endedAt }: Seat): void {
    tx.write(PUT, [organizationId, userId, role, createdAt, endedAt]);
  }

  async findPerson(tx: Tx, email: string): Promise<KnownPerson | undefined> {
    const [row] = await tx.sql<KnownPerson>(BY_EMAIL, [emailKey(email)]);
    return row;
  }

  /** Does nothing where there is a person of that e-mail. */
  addPerson(tx: Tx, { id, email, name, passwordHash, administrator }: Omit<Person, 'emailKey' | 'createdAt'>): void {
    tx.write(ADD_PERSON, [id, email.trim(), emailKey(email), name, passwordHash, administrator, tx.at]);
  }

  changePassword(tx: Tx, id: UserId, passwordHash: string): void {
    tx.write(CHANGE_PASSWORD, [id, passwordHash]);
  }
}
