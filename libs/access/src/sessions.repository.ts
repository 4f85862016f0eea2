import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, newId, statement, type UserId } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import { expiryOf, type Beginning } from './sessions.rules.js';


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
const LIST = statement(
  'session_list',
  `SELECT id, user_agent AS "userAgent", created_at AS "createdAt", expires_at AS "expiresAt" FROM session
   WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY id DESC LIMIT 200`,
);
const FAIL = statement('sign_in_failed', 'INSERT INTO sign_in_failure (email_hash, source, at) VALUES ($1, $2, $3)');
const FAILURES = statement(
  'sign_in_failures',
  `SELECT count(*) FILTER (WHERE email_hash = $1)::int AS "forEmail", count(*)::int AS "fromSource",
     min(at) FILTER (WHERE email_hash = $1) AS "firstForEmail", min(at) AS "firstFromSource"
   FROM (SELECT email_hash, at FROM sign_in_failure WHERE source = $2 AND at > $3 ORDER BY at DESC LIMIT 1000) f`,
);
const USER = statement(
  'user_by_email',
  'SELECT id, password_hash AS "passwordHash" FROM app_user WHERE email_key = $1 AND disabled_at IS NULL',
);

export interface Failures {
  readonly forEmail: number;
  readonly fromSource: number;
  readonly firstForEmail: Date | null;
  readonly firstFromSource: Date | null;
}

export interface SessionRow {
  readonly id: string;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Sessions and failed sign-ins. A session's secret is known to the browser only; we keep its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A new session has a new secret: one that an attacker planted before sign-in is worth nothing after it. */
  async begin(userId: UserId, begun: Beginning): Promise<{ secret: string; expiresAt: Date }> {
    const secret = newSecret();
    const at = this.clock.now();
    const { expiresAt, latest } = expiryOf(at, at);
    await this.database.bare(BEGIN, [
      hashSecret(secret),
      newId(at),
      userId,
      newSecret(),
      begun.userAgent?.slice(0, USER_AGENT_LENGTH_MAX) ?? null,
      begun.source.slice(0, SOURCE_LENGTH_MAX),
      begun.method,
      at,
      expiresAt,
      begun.secondFactorPassed ? at : null,
    ]);
    return { secret, expiresAt: latest };
  }

  /** Whether there was such a session of this person. */
  async end(sessionId: string, userId: UserId): Promise<boolean> {
    return (await this.database.bare(END, [sessionId, userId, this.clock.now()])).length > 0;
  }

  async list(userId: UserId): Promise<SessionRow[]> {
    return await this.database.bare<SessionRow>(LIST, [userId, this.clock.now()]);
  }

  async findUser(emailKey: string): Promise<{ id: UserId; passwordHash: string | null } | undefined> {
    const [row] = await this.database.bare<{ id: UserId; passwordHash: string | null }>(USER, [emailKey]);
    return row;
  }

  async failed(emailKey: string, source: string): Promise<void> {
    await this.database.bare(FAIL, [hashSecret(emailKey), source, this.clock.now()]);
  }

  async failures(emailKey: string, source: string, since: Date): Promise<Failures> {
    const [row] = await this.database.bare<Failures>(FAILURES, [hashSecret(emailKey), source, since]);
    return row ?? { forEmail: 0, fromSource: 0, firstForEmail: null, firstFromSource: null };
  }
}
