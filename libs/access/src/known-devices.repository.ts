import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, statement, type Tx, type UserId } from '@app/platform';
import { hashSecret } from './authentication.repository.js';

/** A browser is known for this long after a sign-in in it. */
export const KNOWN_DEVICE_MS = 180 * 24 * 60 * 60 * 1000;
/** The latest of one person; each has a budget of failures of its own. */
const DEVICES_MAX = 20;

const KNOWN = statement(
  'device_known',
  `SELECT d.token_hash AS "tokenHash" FROM known_device d JOIN app_user u ON u.id = d.user_id
   WHERE d.token_hash = $1 AND u.email_key = $2 AND d.expires_at > $3`,
);
const REMEMBER = statement(
  'device_remember',
  'INSERT INTO known_device (token_hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)',
);
const DROP_OLDEST = statement(
  'device_drop_oldest',
  `DELETE FROM known_device WHERE user_id = $1 AND token_hash NOT IN (
     SELECT token_hash FROM known_device WHERE user_id = $1 ORDER BY created_at DESC, token_hash LIMIT ${DEVICES_MAX})`,
);
const FORGET = statement('devices_forget', 'DELETE FROM known_device WHERE user_id = $1');

/**
 * Browsers in which a person has signed in. The token is no credential: it only tells a
 * person's own browser from those of strangers, who may be guessing.
 */
@Injectable()
export class KnownDevices {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The hash of the token, where it was given to whoever has this e-mail. */
  async known(tx: Tx, token: string, emailKey: string): Promise<Buffer | null> {
    const [row] = await tx.sql<{ tokenHash: Buffer }>(KNOWN, [hashSecret(token), emailKey, this.clock.now()]);
    return row?.tokenHash ?? null;
  }

  async remember(userId: UserId): Promise<{ token: string; expiresAt: Date }> {
    const token = randomBytes(32).toString('base64url');
    const at = this.clock.now();
    const expiresAt = new Date(at.getTime() + KNOWN_DEVICE_MS);
    await this.database.bare(REMEMBER, [hashSecret(token), userId, at, expiresAt]);
    await this.database.bare(DROP_OLDEST, [userId]);
    return { token, expiresAt };
  }

  /** All of a person's are strangers again. */
  forget(tx: Tx, userId: UserId): void {
    tx.write(FORGET, [userId]);
  }
}
