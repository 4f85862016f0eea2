import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Problem, UnitOfWork } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import { jobPrincipal } from './caller.js';
import { KnownDevices } from './known-devices.repository.js';
import { Failures } from './throttle.repository.js';
import { FailedAttempt, waitSeconds } from './throttle.rules.js';

/** Whose guess it would be. */
export interface Attempt {
  /** As sign-in compares it. */
  readonly emailKey: string;
  readonly source: string;
  /** What the browser holds of an earlier sign-in; that it is known is for us to find out. */
  readonly deviceToken?: string | undefined;
  /** Where somebody who is signed in proves again who they are. */
  readonly sessionId?: string | undefined;
}

/**
 * Bounds guesses, in the database, so that all processes count together. A failure by a
 * stranger uses up the strangers' budgets; a device in which the person has signed in
 * before, and a session, have their own: nobody can lock a rival out (OWASP, "Slow down
 * online guessing attacks with device cookies").
 */
@Injectable()
export class Throttle {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly failures: Failures,
    readonly devices: KnownDevices,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs a check that counts as failed where it throws {@link FailedAttempt}; success forgives
   * what the same device failed at before. Says whether the device was known.
   *
   * @throws {Problem} 429 `too_many_failures`, with the seconds to wait; and what `check` throws.
   */
  async within<Result>(attempt: Attempt, check: () => Promise<Result>): Promise<{ result: Result; known: boolean }> {
    const { id, device } = await this.reserve(attempt);
    try {
      const result = await check();
      await this.failures.forgive(id, device);
      return { result, known: device !== null };
    } catch (error) {
      if (!(error instanceof FailedAttempt)) {
        await this.failures.release(id);
      }
      throw error;
    }
  }

  private async reserve({
    emailKey,
    source,
    deviceToken,
    sessionId,
  }: Attempt): Promise<{ id: string; device: Buffer | null }> {
    return await this.unitOfWork.run(jobPrincipal('sign_in', randomUUID()), async (tx) => {
      this.failures.queue(tx, { emailKey, source });
      const device = sessionId
        ? hashSecret(`session ${sessionId}`)
        : await this.devices.known(tx, deviceToken ?? '', emailKey);
      const origin = { emailKey, source, device };
      const wait = waitSeconds(await this.failures.budgets(tx, origin), this.clock.now());
      if (wait > 0) {
        throw new Problem(429, 'too_many_failures', 'Too many failed attempts. Wait, then try again.', {
          retryAfterSeconds: wait,
        });
      }
      return { id: await this.failures.reserve(tx, origin), device };
    });
  }
}
