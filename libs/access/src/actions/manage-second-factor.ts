import { Injectable } from '@nestjs/common';
import { Clock, Conflict, Problem, UnitOfWork, type Tx } from '@app/platform';
import { Authentication, hashSecret, type Recognized } from '../authentication.repository.js';
import type { Caller } from '../caller.js';
import { emailKey } from '../people.entity.js';
import {
  enrolmentOf,
  newRecoveryCodes,
  newTotpSecret,
  recoveryCodeOf,
  stepOfCode,
  typedCode,
} from '../second-factor.rules.js';
import { SecondFactorCheck } from '../second-factor-check.js';
import { SecondFactorSeal } from '../second-factor-seal.js';
import { SecondFactors, type SecondFactorStanding } from '../second-factors.repository.js';
import { Sessions, type SessionSecret } from '../sessions.repository.js';
import { SignInEvents, type SignInEventKind } from '../sign-in-events.repository.js';
import { FailedAttempt } from '../throttle.rules.js';
import { Throttle } from '../throttle.js';

/** An authenticator that was offered has to give its first code within this time. */
const OFFER_MS = 15 * 60 * 1000;

/** A person in their session, and where they are. */
export interface InSession {
  readonly caller: Caller;
  readonly sessionId: string;
  readonly source: string;
}

const ended = (): Problem => new Problem(401, 'sign_in_required', 'Sign in first.');

/**
 * A person's own second factor. Each change ends their other sessions. Answers hold secrets
 * and are kept for no repeat.
 */
@Injectable()
export class ManageSecondFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactors,
    private readonly check: SecondFactorCheck,
    private readonly seal: SecondFactorSeal,
    private readonly sessions: Sessions,
    private readonly events: SignInEvents,
    private readonly throttle: Throttle,
    private readonly authentication: Authentication,
    private readonly clock: Clock,
  ) {}

  /**
   * Offers a secret for an authenticator. A person who has one already proves it by a code.
   *
   * @throws {Conflict} `second_factor_unavailable`. @throws {Problem} as {@link prove}.
   */
  async enroll(who: InSession, code: string | undefined): Promise<{ secret: string; uri: string; expiresAt: Date }> {
    const { userId, email } = who.caller;
    if (await this.factors.secret(userId)) {
      await this.prove(who, code);
    }
    const secret = newTotpSecret();
    const sealed = this.seal.seal(secret, userId);
    const expiresAt = new Date(this.clock.now().getTime() + OFFER_MS);
    await this.run(who, async (tx) => await Promise.resolve(this.factors.offer(tx, userId, sealed, expiresAt)));
    return { ...enrolmentOf(secret, email), expiresAt };
  }

  /**
   * Sets the offered authenticator up, by its first code. The session has passed a second
   * factor from here on, with another secret.
   *
   * @throws {Conflict} `no_enrollment`: none was offered, or too long ago.
   * @throws {FailedAttempt} 422: the code is wrong. @throws {Problem} 429.
   */
  async confirm(who: InSession, code: string): Promise<{ recoveryCodes: string[]; session: SessionSecret }> {
    const { userId } = who.caller;
    const { sealed, step } = await this.bounded(who, async () => await this.firstCode(who, code));
    const recoveryCodes = newRecoveryCodes();
    return await this.run(who, async (tx) => {
      if (!(await this.factors.accept(tx, userId, sealed, step))) {
        throw noEnrollment();
      }
      this.putRecoveryCodes(tx, who, recoveryCodes);
      await this.changed(tx, who, 'second_factor_enrolled');
      const session = await this.sessions.passed(tx, who.sessionId, userId);
      if (!session) {
        throw ended();
      }
      return { recoveryCodes, session };
    });
  }

  /** For a session that began without one: passes the second factor now. @throws {Problem} as {@link prove}. */
  async verify(who: InSession, code: string): Promise<SessionSecret> {
    await this.prove(who, code);
    const session = await this.run(
      who,
      async (tx) => await this.sessions.passed(tx, who.sessionId, who.caller.userId),
    );
    if (!session) {
      throw ended();
    }
    return session;
  }

  /** Whose session it is from now on, with what it gives since it has passed. @throws {Problem} 401: it ended meanwhile. */
  async me<View>(
    { secret }: SessionSecret,
    present: (me: Recognized, standing: SecondFactorStanding) => View,
  ): Promise<View> {
    const me = await this.authentication.recognize({ kind: 'session', secret }, { incidentId: null, reference: null });
    if (!me) {
      throw ended();
    }
    return present(me, await this.factors.standing(me.userId));
  }

  /** Ten new recovery codes; those before are worth nothing. @throws {Problem} as {@link prove}. */
  async renewRecoveryCodes(who: InSession, code: string): Promise<string[]> {
    await this.prove(who, code);
    const recoveryCodes = newRecoveryCodes();
    await this.run(who, async (tx) => {
      this.putRecoveryCodes(tx, who, recoveryCodes);
      await this.changed(tx, who, 'recovery_codes_made');
    });
    return recoveryCodes;
  }

  /**
   * Takes the second factor away.
   *
   * @throws {Conflict} `second_factor_required_here`: an organization of the person demands one.
   * @throws {Problem} as {@link prove}.
   */
  async remove(who: InSession, code: string): Promise<void> {
    const { userId } = who.caller;
    const { requiredBy } = await this.factors.standing(userId);
    if (requiredBy.length > 0) {
      throw new Conflict(
        'second_factor_required_here',
        `${requiredBy.map(({ name }) => name).join(', ')} demands a second factor. You can set up another one in its place.`,
      );
    }
    await this.prove(who, code);
    await this.run(who, async (tx) => {
      await this.factors.remove(tx, userId);
      this.sessions.unpass(tx, userId);
      await this.changed(tx, who, 'second_factor_removed');
    });
  }

  /** @throws {FailedAttempt} 422 at `code`. @throws {Problem} 409 `no_second_factor`, 429 `too_many_failures`. */
  private async prove(who: InSession, code: string | undefined): Promise<void> {
    const { caller, source } = who;
    const given = { userId: caller.userId, code, source, requestId: caller.requestId };
    await this.bounded(who, async () => await this.check.inSession(given));
  }

  private async bounded<Result>({ caller, source, sessionId }: InSession, check: () => Promise<Result>): Promise<Result> {
    const { result } = await this.throttle.within({ emailKey: emailKey(caller.email), source, sessionId }, check);
    return result;
  }

  private async firstCode({ caller }: InSession, code: string): Promise<{ sealed: Buffer; step: number }> {
    const now = this.clock.now();
    const sealed = await this.factors.offered(caller.userId, now);
    if (!sealed) {
      throw noEnrollment();
    }
    const step = stepOfCode(this.seal.open(sealed, caller.userId), typedCode(code), now);
    if (step === null) {
      throw FailedAttempt.at('code', 'wrong_code', 'This is not the code of the authenticator that was offered.');
    }
    return { sealed, step };
  }

  private putRecoveryCodes(tx: Tx, { caller }: InSession, codes: readonly string[]): void {
    const hashes = codes.map((code) => hashSecret(recoveryCodeOf(code) ?? ''));
    this.factors.replaceRecoveryCodes(tx, caller.userId, hashes);
  }

  private async changed(tx: Tx, { caller, sessionId, source }: InSession, kind: SignInEventKind): Promise<void> {
    this.events.add(tx, { userId: caller.userId, kind, source });
    await this.sessions.endAll(tx, caller.userId, sessionId);
  }

  private async run<Result>({ caller }: InSession, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const { userId, organizationIds, requestId } = caller;
    return await this.unitOfWork.run({ userId, organizationIds, requestId }, work);
  }
}

const noEnrollment = (): Conflict =>
  new Conflict('no_enrollment', 'No authenticator is waiting for its first code. Begin again.');
