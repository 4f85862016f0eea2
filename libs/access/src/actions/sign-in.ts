import { Injectable } from '@nestjs/common';
import { Clock, Invalid, Problem, type UserId } from '@app/platform';
import { Authentication, type Recognized } from '../authentication.repository.js';
import { weaknessOf } from '../password.rules.js';
import { Passwords } from '../passwords.js';
import { emailKey } from '../people.entity.js';
import { Sessions } from '../sessions.repository.js';
import type { Beginning } from '../sessions.rules.js';
import { FAILURES_WINDOW_MS, waitSeconds } from '../throttle.rules.js';
import { Turns } from '../turns.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The address that the request came from. */
  readonly source: string;
}

/** A session that was just begun, and whose it is. */
export interface Begun {
  readonly secret: string;
  readonly expiresAt: Date;
  readonly me: Recognized;
}

/** Passwords of one source that are looked at in the same moment; each keeps a processor busy for 20 ms. */
const AT_ONCE_FROM_SOURCE_MAX = 4;
/** A whole office behind one address may come to work at nine. */
const WAITING_FROM_SOURCE_MAX = 1000;
const WAITING_FOR_EMAIL_MAX = 50;

const failed = (): Problem => new Problem(401, 'sign_in_failed', 'The e-mail or the password is not right.');

@Injectable()
export class SignIn {
  private readonly perEmail = new Turns(1, WAITING_FOR_EMAIL_MAX);
  private readonly perSource = new Turns(AT_ONCE_FROM_SOURCE_MAX, WAITING_FROM_SOURCE_MAX);

  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly authentication: Authentication,
    private readonly clock: Clock,
  ) {}

  /** Begins a session. @throws {Problem} as {@link verify}. */
  async execute(credentials: Credentials, userAgent: string | undefined): Promise<Begun> {
    const { source } = credentials;
    const userId = await this.verify(credentials);
    return await this.begin(userId, { userAgent, source, method: 'password', secondFactorPassed: false });
  }

  /**
   * Who has this e-mail and password.
   *
   * @throws {Problem} 429 `too_many_at_once`, or `too_many_failures` after too many failures; 401
   *   `sign_in_failed`, the same for an unknown e-mail and a wrong password.
   */
  async verify(credentials: Credentials): Promise<UserId> {
    const { source } = credentials;
    const email = emailKey(credentials.email);
    return await this.perEmail.take(
      `${source} ${email}`,
      async () => await this.perSource.take(source, async () => await this.check({ ...credentials, email })),
    );
  }

  private async check({ email, password, source }: Credentials): Promise<UserId> {
    const now = this.clock.now();
    const failures = await this.sessions.failures(email, source, new Date(now.getTime() - FAILURES_WINDOW_MS));
    const wait = waitSeconds(failures, now);
    if (wait > 0) {
      throw new Problem(429, 'too_many_failures', 'Too many failed attempts. Wait, then try again.', {
        retryAfterSeconds: wait,
      });
    }
    const user = await this.sessions.findUser(email);
    const matches = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matches) {
      await this.sessions.failed(email, source);
      throw failed();
    }
    return user.id;
  }

  /** A session of a person who has proved who they are. */
  async begin(userId: UserId, begun: Beginning): Promise<Begun> {
    const session = await this.sessions.begin(userId, begun);
    const me = await this.authentication.recognize(
      { kind: 'session', secret: session.secret },
      { incidentId: null, reference: null },
    );
    if (!me) {
      throw failed();
    }
    return { ...session, me };
  }

  /**
   * What is kept of a password that a person chooses.
   *
   * @throws {Invalid} at `password`: too short, too long, or among the first that anyone would try.
   */
  async choose(password: string, email: string): Promise<string> {
    const weakness = weaknessOf(password, email);
    if (weakness) {
      throw Invalid.at('password', weakness.code, weakness.message);
    }
    return await this.passwords.hash(password);
  }
}
