import { Injectable } from '@nestjs/common';
import { Invalid, type UserId } from '@app/platform';
import { Authentication, type Recognized } from '../authentication.repository.js';
import { weaknessOf } from '../password.rules.js';
import { Passwords } from '../passwords.js';
import { emailKey } from '../people.entity.js';
import { SecondFactorCheck } from '../second-factor-check.js';
import { Sessions } from '../sessions.repository.js';
import type { Beginning } from '../sessions.rules.js';
import { FailedAttempt } from '../throttle.rules.js';
import { Throttle } from '../throttle.js';
import { Turns } from '../turns.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** A code of the authenticator, or a recovery code. */
  readonly code?: string | undefined;
  /** The address that the request came from. */
  readonly source: string;
  /** What the browser holds of an earlier sign-in. */
  readonly deviceToken?: string | undefined;
  readonly requestId: string;
}

/** Who has proved who they are, and how far. */
export interface Verified {
  readonly userId: UserId;
  readonly secondFactorPassed: boolean;
  /** They have signed in with this browser before. */
  readonly deviceKnown: boolean;
}

/** A session that was just begun, and whose it is. */
export interface Begun {
  readonly secret: string;
  readonly expiresAt: Date;
  readonly me: Recognized;
}

/** What a browser is to hold, to be known as this person's from now on. */
export interface DeviceToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Passwords of one source that are looked at in the same moment; each keeps a processor busy for 20 ms. */
const AT_ONCE_FROM_SOURCE_MAX = 4;
/** A whole office behind one address may come to work at nine. */
const WAITING_FROM_SOURCE_MAX = 1000;
const WAITING_FOR_EMAIL_MAX = 50;

const failed = (): FailedAttempt =>
  new FailedAttempt(401, 'sign_in_failed', 'The e-mail or the password is not right.');

@Injectable()
export class SignIn {
  private readonly perEmail = new Turns(1, WAITING_FOR_EMAIL_MAX);
  private readonly perSource = new Turns(AT_ONCE_FROM_SOURCE_MAX, WAITING_FROM_SOURCE_MAX);

  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly authentication: Authentication,
    private readonly secondFactor: SecondFactorCheck,
    private readonly throttle: Throttle,
  ) {}

  /** Begins a session. @throws {Problem} as {@link verify}. */
  async execute(
    credentials: Credentials,
    userAgent: string | undefined,
  ): Promise<Begun & { readonly device: DeviceToken | null }> {
    const { source } = credentials;
    const { userId, secondFactorPassed, deviceKnown } = await this.verify(credentials);
    const device = deviceKnown ? null : await this.throttle.devices.remember(userId);
    return { ...(await this.begin(userId, { userAgent, source, method: 'password', secondFactorPassed })), device };
  }

  /**
   * Who has this e-mail and password, and the second factor where one is set up.
   *
   * @throws {Problem} 429 `too_many_at_once`, or `too_many_failures` after too many failures; 401
   *   `sign_in_failed`, the same for an unknown e-mail and a wrong password; only to the right
   *   password 401 `second_factor_required` and `second_factor_failed`.
   */
  async verify(credentials: Credentials): Promise<Verified> {
    const { source, deviceToken = '' } = credentials;
    const key = emailKey(credentials.email);
    const attempt = { emailKey: key, source, deviceToken };
    return await this.perEmail.take(
      `${source} ${key} ${deviceToken}`,
      async () =>
        await this.perSource.take(source, async () => {
          const { result, known } = await this.throttle.within(attempt, async () => await this.check(key, credentials));
          return { ...result, deviceKnown: known };
        }),
    );
  }

  private async check(
    key: string,
    { password, code, source, requestId }: Credentials,
  ): Promise<Omit<Verified, 'deviceKnown'>> {
    const user = await this.sessions.findUser(key);
    const matches = await this.passwords.matches(user?.passwordHash, password);
    if (!user || !matches) {
      throw failed();
    }
    const userId = user.id;
    return { userId, secondFactorPassed: await this.secondFactor.atSignIn({ userId, code, source, requestId }) };
  }

  /** A session of a person who has proved who they are. */
  async begin(userId: UserId, begun: Beginning): Promise<Begun> {
    const { secret, expiresAt } = await this.sessions.begin(userId, begun);
    const me = await this.authentication.recognize({ kind: 'session', secret }, { incidentId: null, reference: null });
    if (!me) {
      throw failed();
    }
    return { secret, expiresAt, me };
  }

  /**
   * What is kept of a password that a person chooses.
   *
   * @throws {Invalid} at `path`: too short, too long, or among the first that anyone would try.
   */
  async choose(password: string, email: string, path = 'password'): Promise<string> {
    const weakness = weaknessOf(password, email);
    if (weakness) {
      throw Invalid.at(path, weakness.code, weakness.message);
    }
    return await this.passwords.hash(password);
  }
}
