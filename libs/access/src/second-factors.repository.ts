import { Injectable } from '@nestjs/common';
import { Database, statement, type OrganizationId, type Tx, type UserId } from '@app/platform';

const STANDING = statement(
  'second_factor_standing',
  `SELECT f.enrolled_at AS "enrolledAt",
     (SELECT count(*)::int FROM recovery_code r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodesLeft",
     (SELECT coalesce(json_agg(json_build_object('organizationId', o.id, 'name', o.name) ORDER BY o.name, o.id), '[]')
      FROM membership m JOIN organization o ON o.id = m.organization_id
      WHERE m.user_id = u.id AND m.ended_at IS NULL AND o.requires_second_factor) AS "requiredBy"
   FROM app_user u LEFT JOIN second_factor f ON f.user_id = u.id WHERE u.id = $1`,
);
const SECRET = statement('second_factor_secret', 'SELECT secret FROM second_factor WHERE user_id = $1');
const TAKE_STEP = statement(
  'second_factor_take_step',
  'UPDATE second_factor SET last_step = $2 WHERE user_id = $1 AND last_step < $2 RETURNING user_id',
);
const CODES = statement(
  'recovery_codes',
  'SELECT code_hash AS "codeHash" FROM recovery_code WHERE user_id = $1 AND used_at IS NULL',
);
const USE_CODE = statement(
  'recovery_code_use',
  `UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING user_id`,
);
const DROP_CODES = statement('recovery_codes_drop', 'DELETE FROM recovery_code WHERE user_id = $1');
const ADD_CODES = statement(
  'recovery_codes_add',
  'INSERT INTO recovery_code (user_id, code_hash, created_at) SELECT $1, code_hash, $3 FROM unnest($2::bytea[]) AS code_hash',
);
const OFFER = statement(
  'second_factor_offer',
  `INSERT INTO second_factor_enrollment (user_id, secret, created_at, expires_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at, expires_at = excluded.expires_at`,
);
const OFFERED = statement(
  'second_factor_offered',
  'SELECT secret FROM second_factor_enrollment WHERE user_id = $1 AND expires_at > $2',
);
const ACCEPT = statement(
  'second_factor_accept',
  'DELETE FROM second_factor_enrollment WHERE user_id = $1 AND secret = $2 RETURNING user_id',
);
const PUT = statement(
  'second_factor_put',
  `INSERT INTO second_factor (user_id, secret, last_step, enrolled_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step, enrolled_at = excluded.enrolled_at`,
);
const DROP = statement('second_factor_drop', 'DELETE FROM second_factor WHERE user_id = $1 RETURNING user_id');
const WITHDRAW = statement('second_factor_withdraw', 'DELETE FROM second_factor_enrollment WHERE user_id = $1');

const SEATS = statement(
  'seats_of_person',
  'SELECT organization_id AS "organizationId" FROM membership WHERE user_id = $1 AND ended_at IS NULL ORDER BY organization_id',
);

/** What a person has of a second factor, and who demands one. */
export interface SecondFactorStanding {
  readonly enrolledAt: Date | null;
  readonly recoveryCodesLeft: number;
  /** Organizations that the person is a member of, and that take no session without one. */
  readonly requiredBy: readonly { readonly organizationId: OrganizationId; readonly name: string }[];
}

/** Second factors as they are stored: secrets sealed, recovery codes by their hash. */
@Injectable()
export class SecondFactors {
  constructor(private readonly database: Database) {}

  async standing(userId: UserId): Promise<SecondFactorStanding> {
    const [row] = await this.database.bare<SecondFactorStanding>(STANDING, [userId]);
    return row ?? { enrolledAt: null, recoveryCodesLeft: 0, requiredBy: [] };
  }

  /** Sealed; undefined: the person has none. */
  async secret(userId: UserId): Promise<Buffer | undefined> {
    const [row] = await this.database.bare<{ secret: Buffer }>(SECRET, [userId]);
    return row?.secret;
  }

  /** Whether no code of this step or a later one was taken before. */
  async takeStep(userId: UserId, step: number): Promise<boolean> {
    return (await this.database.bare(TAKE_STEP, [userId, step])).length > 0;
  }

  /** Hashes of the codes that were not used yet. */
  async recoveryCodes(userId: UserId): Promise<Buffer[]> {
    const rows = await this.database.bare<{ codeHash: Buffer }>(CODES, [userId]);
    return rows.map((row) => row.codeHash);
  }

  /** Whether nobody used it meanwhile. */
  async useRecoveryCode(tx: Tx, userId: UserId, codeHash: Buffer): Promise<boolean> {
    return (await tx.sql(USE_CODE, [userId, codeHash, tx.at])).length > 0;
  }

  /** Earlier codes are worth nothing from now on. */
  replaceRecoveryCodes(tx: Tx, userId: UserId, hashes: readonly Buffer[]): void {
    tx.write(DROP_CODES, [userId]);
    tx.write(ADD_CODES, [userId, hashes, tx.at]);
  }

  /** Keeps a secret until its first code confirms it; an earlier offer is gone. */
  offer(tx: Tx, userId: UserId, sealed: Buffer, expiresAt: Date): void {
    tx.write(OFFER, [userId, sealed, tx.at, expiresAt]);
  }

  async offered(userId: UserId, now: Date): Promise<Buffer | undefined> {
    const [row] = await this.database.bare<{ secret: Buffer }>(OFFERED, [userId, now]);
    return row?.secret;
  }

  /** Makes the offer the person's second factor. Whether it was still this one that was offered. */
  async accept(tx: Tx, userId: UserId, sealed: Buffer, step: number): Promise<boolean> {
    if ((await tx.sql(ACCEPT, [userId, sealed])).length === 0) {
      return false;
    }
    tx.write(PUT, [userId, sealed, step, tx.at]);
    return true;
  }

  /** Whether there was one. */
  async remove(tx: Tx, userId: UserId): Promise<boolean> {
    tx.write(WITHDRAW, [userId]);
    tx.write(DROP_CODES, [userId]);
    return (await tx.sql(DROP, [userId])).length > 0;
  }

  /** Where the person has a seat. */
  async organizationsOf(tx: Tx, userId: UserId): Promise<OrganizationId[]> {
    const rows = await tx.sql<{ organizationId: OrganizationId }>(SEATS, [userId]);
    return rows.map((row) => row.organizationId);
  }
}
