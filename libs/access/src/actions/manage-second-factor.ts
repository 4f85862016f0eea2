import { Injectable } from '@nestjs/common';
import { Conflict, type Tx } from '@app/platform';
import { Authentication, hashSecret, type Recognized } from '../authentication.repository.js';
import { enrolmentOf, newRecoveryCodes, newTotpSecret, recoveryCodeOf } from '../second-factor-codes.js';
import { noEnrollment, SecondFactorCheck } from '../second-factor-check.js';
import { SecondFactorSeal } from '../second-factor-seal.js';
import { SecondFactors, type SecondFactorStanding } from '../second-factors.repository.js';
import type { SessionSecret } from '../sessions.repository.js';
import { sessionOver, SignInChanges, type InSession } from '../sign-in-changes.js';

/** An authenticator that was offered has to give its first code within this time. */
const OFFER_MS = 15 * 60 * 1000;

/** An authenticator that is offered; told once. */
export interface Offer {
  readonly secret: string;
  readonly uri: string;
  readonly expiresAt: Date;
}

/** A person's own second factor. Each change ends their other sessions. */
@Injectable()
export class ManageSecondFactor {
  constructor(
    private readonly changes: SignInChanges,
    private readonly factors: SecondFactors,
    private readonly check: SecondFactorCheck,
    private readonly seal: SecondFactorSeal,
    private readonly authentication: Authentication,
  ) {}

  /**
   * Offers a secret for an authenticator. A person who has one already proves it by a code.
   *
   * @throws {Conflict} `second_factor_unavailable`. @throws {Problem} as {@link prove}.
   */
  async enroll(who: InSession, code: string | undefined): Promise<Offer> {
    const { userId, email } = who.caller;
    if (await this.factors.secret(userId)) {
      await this.prove(who, code);
    }
    const secret = newTotpSecret();
    const sealed = this.seal.seal(secret, userId);
    return await this.changes.run(who, async (tx) => {
      const expiresAt = new Date(tx.at.getTime() + OFFER_MS);
      this.factors.offer(tx, userId, sealed, expiresAt);
      return await Promise.resolve({ ...enrolmentOf(secret, email), expiresAt });
    });
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
    const { sealed, step } = await this.changes.bounded(who, async () => await this.check.firstCode(userId, code));
    const recoveryCodes = newRecoveryCodes();
    return await this.changes.run(who, async (tx) => {
      if (!(await this.factors.accept(tx, userId, sealed, step))) {
        throw noEnrollment();
      }
      this.putRecoveryCodes(tx, who, recoveryCodes);
      await this.changes.changed(tx, who, 'second_factor_enrolled');
      return { recoveryCodes, session: await this.changes.passed(tx, who) };
    });
  }

  /** For a session that began without one: passes the second factor now. @throws {Problem} as {@link prove}. */
  async verify(who: InSession, code: string): Promise<SessionSecret> {
    await this.prove(who, code);
    return await this.changes.run(who, async (tx) => await this.changes.passed(tx, who));
  }

  /** Whose session it is from now on, with what it gives since it has passed. @throws {Problem} 401: it ended meanwhile. */
  async me<View>(
    { secret }: SessionSecret,
    present: (me: Recognized, standing: SecondFactorStanding) => View,
  ): Promise<View> {
    const me = await this.authentication.recognize({ kind: 'session', secret }, { incidentId: null, reference: null });
    if (!me) {
      throw sessionOver();
    }
    return present(me, await this.factors.standing(me.userId));
  }

  /** Ten new recovery codes; those before are worth nothing. @throws {Problem} as {@link prove}. */
  async renewRecoveryCodes(who: InSession, code: string): Promise<string[]> {
    await this.prove(who, code);
    const recoveryCodes = newRecoveryCodes();
    await this.changes.run(who, async (tx) => {
      this.putRecoveryCodes(tx, who, recoveryCodes);
      await this.changes.changed(tx, who, 'recovery_codes_made');
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
    await this.changes.run(who, async (tx) => {
      await this.factors.remove(tx, userId);
      this.changes.unpass(tx, userId);
      await this.changes.changed(tx, who, 'second_factor_removed');
    });
  }

  /** @throws {FailedAttempt} 422 at `code`. @throws {Problem} 409 `no_second_factor`, 429 `too_many_failures`. */
  private async prove(who: InSession, code: string | undefined): Promise<void> {
    const { caller, source } = who;
    const given = { userId: caller.userId, code, source, requestId: caller.requestId };
    await this.changes.bounded(who, async () => await this.check.inSession(given));
  }

  private putRecoveryCodes(tx: Tx, { caller }: InSession, codes: readonly string[]): void {
    const hashes = codes.map((code) => hashSecret(recoveryCodeOf(code) ?? ''));
    this.factors.replaceRecoveryCodes(tx, caller.userId, hashes);
  }
}
