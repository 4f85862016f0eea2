import { Injectable } from '@nestjs/common';
import { Clock, Problem } from '@app/platform';
import { Authentication, type Recognized } from '../authentication.repository.js';
import { Passwords } from '../passwords.js';
import { Sessions } from '../sessions.repository.js';
import { FAILURES_WINDOW_MS, waitSeconds } from '../throttle.rules.js';

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** The address that the request came from. */
  readonly source: string;
  readonly userAgent: string | undefined;
}

@Injectable()
export class SignIn {
  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly authentication: Authentication,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a session.
   *
   * @throws {Problem} 429 `too_many_failures` after too many failures; 401
   *   `sign_in_failed`, the same for an unknown e-mail and a wrong password.
   */
  async execute({ email, password, source, userAgent }: SignInInput): Promise<{ secret: string; expiresAt: Date; me: Recognized }> {
    const emailKey = email.trim().toLowerCase();
    const now = this.clock.now();
    const failures = await this.sessions.failures(emailKey, source, new Date(now.getTime() - FAILURES_WINDOW_MS));
    const wait = waitSeconds(failures, now);
    if (wait > 0) {
      throw new Problem(429, 'too_many_failures', 'Too many failed attempts. Wait, then try again.', { retryAfterSeconds: wait });
    }
    const user = await this.sessions.findUser(emailKey);
    const matches = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matches) {
      await this.sessions.failed(emailKey, source);
      throw new Problem(401, 'sign_in_failed', 'The e-mail or the password is not right.');
    }
    const session = await this.sessions.begin(user.id, userAgent);
    const me = await this.authentication.recognize({ kind: 'session', secret: session.secret }, { incidentId: null, reference: null });
    if (!me) {
      throw new Problem(401, 'sign_in_failed', 'The e-mail or the password is not right.');
    }
    return { ...session, me };
  }
}
