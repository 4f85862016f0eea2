import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, statement, type Tx, type UserId } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import { expiryOf, type Beginning, type SessionMethod } from './sessions.rules.js';

const USER_AGENT_LENGTH_MAX = 300;
const SOURCE_LENGTH_MAX = 100;

/** 256 bits. */
const newSecret = (): string => randomBytes(32).toString('base64url');

const BEGIN = statement(
  'session_begin',
  `INSERT INTO session (token_hash, id, user_id, csrf_token, user_agent, source, method, created_at, last_seen_at, expires_at, second_factor_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)`,
);
const END = statement(
  'session_end',
  'UPDATE session SET ended_at = $3 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL RETURNING id',
);
const END_ALL = statement(
  'session_end_all',
  `UPDATE session SET ended_at = $3 WHERE user_id = $1 AND ($2::uuid IS NULL OR id <> $2) AND ended_at IS NULL AND expires_at > $3 RETURNING id`,
);
const END_OF_NOBODYS_MEMBER = statement(
  'session_end_of_no_member',
  `UPDATE session SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = $1 AND m.ended_at IS NULL)`,
);
const RENEW = statement(
  'session_renew',
  `UPDATE session SET token_hash = $3, csrf_token = $4, second_factor_at = $5 WHERE id = $1 AND user_id = $2 AND ended_at IS NULL
   RETURNING created_at AS "createdAt"`,
);
const UNPASS = statement('session_unpass', 'UPDATE session SET second_factor_at = NULL WHERE user_id = $1');
const LIST = statement(
  'session_list',
  `SELECT id, method, user_agent AS "userAgent", source, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt",
     second_factor_at AS "secondFactorAt"
   FROM session WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 200`,
);
const USER = statement(
  'user_by_email',
  'SELECT id, password_hash AS "passwordHash" FROM app_user WHERE email_key = $1 AND disabled_at IS NULL',
);

export interface SessionRow {
  readonly id: string;
  readonly method: SessionMethod;
  readonly userAgent: string | null;
  readonly source: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly secondFactorAt: Date | null;
}

/** What the browser is to hold from now on. */
export interface SessionSecret {
  readonly secret: string;
  readonly csrfToken: string;
  /** When the cookie ends, however busy the session is. */
  readonly expiresAt: Date;
}

/** Sessions. A session's secret is known to the browser only; we keep its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A new session has a new secret: one that an attacker planted before sign-in is worth nothing after it. */
  async begin(userId: UserId, begun: Beginning): Promise<SessionSecret> {
    const [secret, csrfToken] = [newSecret(), newSecret()];
    const at = this.clock.now();
    const { expiresAt, latest } = expiryOf(at, at);
    await this.database.bare(BEGIN, [
      hashSecret(secret),
      newId(at),
      userId,
      csrfToken,
      begun.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
      begun.source.slice(0, SOURCE_LENGTH_MAX),
      begun.method,
      at,
      expiresAt,
      begun.secondFactorPassed ? at : null,
    ]);
    return { secret, csrfToken, expiresAt: latest };
  }

  /**
   * Notes that the session passed a second factor, and gives it another secret: whoever knew the
   * one before has not passed. Undefined where the session has ended meanwhile.
   */
  async passed(tx: Tx, sessionId: string, userId: UserId): Promise<SessionSecret | undefined> {
    const [secret, csrfToken] = [newSecret(), newSecret()];
    const [row] = await tx.sql<{ createdAt: Date }>(RENEW, [sessionId, userId, hashSecret(secret), csrfToken, tx.at]);
    return row && { secret, csrfToken, expiresAt: expiryOf(row.createdAt, row.createdAt).latest };
  }

  /** No session of this person has passed a second factor any more: they have none. */
  unpass(tx: Tx, userId: UserId): void {
    tx.write(UNPASS, [userId]);
  }

  /** Whether there was such a session of this person. */
  async end(sessionId: string, userId: UserId): Promise<boolean> {
    return (await this.database.bare(END, [sessionId, userId, this.clock.now()])).length > 0;
  }

  /** Ends all sessions of a person but `exceptId`; how many. */
  async endAll(tx: Tx, userId: UserId, exceptId: string | null): Promise<number> {
    return (await tx.sql(END_ALL, [userId, exceptId, tx.at])).length;
  }

  /** Ends the sessions of a person who has no seat anywhere any more. */
  endWithoutSeat(tx: Tx, userId: UserId): void {
    tx.write(END_OF_NOBODYS_MEMBER, [userId, tx.at]);
  }

  async list(userId: UserId): Promise<SessionRow[]> {
    return await this.database.bare<SessionRow>(LIST, [userId, this.clock.now()]);
  }

  async findUser(emailKey: string): Promise<{ id: UserId; passwordHash: string | null } | undefined> {
    const [row] = await this.database.bare<{ id: UserId; passwordHash: string | null }>(USER, [emailKey]);
    return row;
  }
}
