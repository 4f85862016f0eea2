import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Conflict, Problem, UnitOfWork, type Tx, type UserId } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import { isTotpCode, recoveryCodeOf, stepOfCode, typedCode } from './second-factor-codes.js';
import { SecondFactorSeal } from './second-factor-seal.js';
import { SecondFactors } from './second-factors.repository.js';
import { SignInEvents } from './sign-in-events.repository.js';
import { FailedAttempt } from './throttle.rules.js';

/** A code that a person gives, and where they give it. */
export interface CodeGiven {
  readonly userId: UserId;
  /** A code of the authenticator or a recovery code, as it was typed. */
  readonly code: string | undefined;
  readonly source: string;
  readonly requestId: string;
}

export const noEnrollment = (): Conflict =>
  new Conflict('no_enrollment', 'No authenticator is waiting for its first code. Begin again.');

/** Whether codes are right. Whoever calls bounds the guesses (`Throttle`). */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly factors: SecondFactors,
    private readonly seal: SecondFactorSeal,
    private readonly events: SignInEvents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * At sign-in, after the password was right. Whether a second factor was passed: false for a
   * person who has none.
   *
   * @throws {Problem} 401 `second_factor_required`: a code is needed and none was given.
   * @throws {FailedAttempt} 401 `second_factor_failed`: the code is wrong, or was used before.
   */
  async atSignIn(given: CodeGiven): Promise<boolean> {
    const sealed = await this.factors.secret(given.userId);
    if (!sealed) {
      return false;
    }
    if (given.code === undefined) {
      throw new Problem(401, 'second_factor_required', 'The code of the second factor is needed too.');
    }
    if (!(await this.isRight(given, sealed))) {
      throw new FailedAttempt(401, 'second_factor_failed', 'This code is not right, or was used before.');
    }
    return true;
  }

  /**
   * In a session, of a person who has a second factor.
   *
   * @throws {FailedAttempt} 422 at `code`: it is missing, wrong, or was used before.
   * @throws {Problem} 409 `no_second_factor`: the person has none.
   */
  async inSession(given: CodeGiven): Promise<void> {
    const sealed = await this.factors.secret(given.userId);
    if (!sealed) {
      throw new Problem(409, 'no_second_factor', 'You have no second factor set up.');
    }
    if (!(await this.isRight(given, sealed))) {
      throw FailedAttempt.at('code', 'wrong_code', 'This code is not right, or was used before.');
    }
  }

  /**
   * The first code of an authenticator that was offered, with its step.
   *
   * @throws {Conflict} `no_enrollment`. @throws {FailedAttempt} 422 at `code`.
   */
  async firstCode(userId: UserId, code: string): Promise<{ sealed: Buffer; step: number }> {
    const now = this.clock.now();
    const sealed = await this.factors.offered(userId, now);
    if (!sealed) {
      throw noEnrollment();
    }
    const step = stepOfCode(this.seal.open(sealed, userId), typedCode(code), now);
    if (step === null) {
      throw FailedAttempt.at('code', 'wrong_code', 'This is not the code of the authenticator that was offered.');
    }
    return { sealed, step };
  }

  private async isRight(given: CodeGiven, sealed: Buffer): Promise<boolean> {
    const typed = typedCode(given.code ?? '');
    if (!isTotpCode(typed)) {
      return await this.useRecoveryCode(given);
    }
    const step = stepOfCode(this.seal.open(sealed, given.userId), typed, this.clock.now());
    return step !== null && (await this.factors.takeStep(given.userId, step));
  }

  private async useRecoveryCode({ userId, code, source, requestId }: CodeGiven): Promise<boolean> {
    const typed = recoveryCodeOf(code ?? '');
    const given = hashSecret(typed ?? '');
    let found: Buffer | undefined;
    // All are compared, whichever it is.
    for (const hash of await this.factors.recoveryCodes(userId)) {
      found = timingSafeEqual(hash, given) ? hash : found;
    }
    if (!found || typed === null) {
      return false;
    }
    const principal = { userId, organizationIds: [], requestId };
    return await this.unitOfWork.run(principal, async (tx) => await this.use(tx, userId, found, source));
  }

  private async use(tx: Tx, userId: UserId, codeHash: Buffer, source: string): Promise<boolean> {
    if (!(await this.factors.useRecoveryCode(tx, userId, codeHash))) {
      return false;
    }
    this.events.add(tx, { userId, kind: 'recovery_code_used', source });
    return true;
  }
}
