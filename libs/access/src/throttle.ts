import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Problem, statement, UnitOfWork, type Tx } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import { jobPrincipal } from './caller.js';
import { KnownDevices } from './known-devices.repository.js';
import {
  FailedAttempt,
  FAILURES_DAY_MS,
  FAILURES_FROM_SOURCE_MAX,
  FAILURES_HERE_MAX,
  FAILURES_IN_DAY_MAX,
  FAILURES_OF_DEVICE_MAX,
  FAILURES_OF_STRANGERS_MAX,
  FAILURES_WINDOW_MS,
  waitSeconds,
  type Budget,
} from './throttle.rules.js';

// Attempts for one e-mail, and strangers' from one source, are counted one after the other in all
// processes: else a thousand guesses at once would all be counted as the first.
const QUEUE = statement('sign_in_queue', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 7))');

const nth = (which: string, since: string, max: number): string =>
  `(SELECT at FROM sign_in_failure WHERE ${which} AND at > ${since} ORDER BY at DESC OFFSET ${max - 1} LIMIT 1)`;
const FULL_TO_STRANGER = statement(
  'sign_in_full_to_stranger',
  `SELECT ${nth('email_hash = $1 AND source = $2 AND device_hash IS NULL', '$3', FAILURES_HERE_MAX)} AS here,
     ${nth('email_hash = $1 AND device_hash IS NULL', '$3', FAILURES_OF_STRANGERS_MAX)} AS anywhere,
     ${nth('email_hash = $1 AND device_hash IS NULL', '$4', FAILURES_IN_DAY_MAX)} AS "inDay",
     ${nth('source = $2 AND device_hash IS NULL', '$3', FAILURES_FROM_SOURCE_MAX)} AS "fromSource"`,
);
const FULL_TO_DEVICE = statement(
  'sign_in_full_to_device',
  `SELECT ${nth('device_hash = $1', '$2', FAILURES_OF_DEVICE_MAX)} AS here,
     ${nth('device_hash = $1', '$3', FAILURES_IN_DAY_MAX)} AS "inDay"`,
);
const RESERVE = statement(
  'sign_in_reserve',
  'INSERT INTO sign_in_failure (email_hash, source, device_hash, at) VALUES ($1, $2, $3, $4) RETURNING id',
);
const RELEASE = statement('sign_in_release', 'DELETE FROM sign_in_failure WHERE id = $1');
const FORGIVE = statement('sign_in_forgive', 'DELETE FROM sign_in_failure WHERE id = $1 OR device_hash = $2');

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

/** An attempt that counts as a failure until it has succeeded. */
interface Reserved {
  readonly id: string;
  readonly device: Buffer | null;
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
    private readonly database: Database,
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
    const reserved = await this.reserve(attempt);
    try {
      const result = await check();
      await this.database.bare(FORGIVE, [reserved.id, reserved.device]);
      return { result, known: reserved.device !== null };
    } catch (error) {
      if (!(error instanceof FailedAttempt)) {
        await this.database.bare(RELEASE, [reserved.id]);
      }
      throw error;
    }
  }

  private async reserve({ emailKey, source, deviceToken, sessionId }: Attempt): Promise<Reserved> {
    const emailHash = hashSecret(emailKey);
    return await this.unitOfWork.run(jobPrincipal('sign_in', randomUUID()), async (tx) => {
      // Always in this order: two that wait for each other would be a deadlock.
      tx.write(QUEUE, [`source ${source}`]);
      tx.write(QUEUE, [`email ${emailKey}`]);
      const device = sessionId
        ? hashSecret(`session ${sessionId}`)
        : await this.devices.known(tx, deviceToken ?? '', emailKey);
      const wait = waitSeconds(await budgets(tx, { emailHash, source, device }), this.clock.now());
      if (wait > 0) {
        throw new Problem(429, 'too_many_failures', 'Too many failed attempts. Wait, then try again.', {
          retryAfterSeconds: wait,
        });
      }
      const [row] = await tx.sql<{ id: string }>(RESERVE, [emailHash, source, device, this.clock.now()]);
      return { id: row?.id ?? '', device };
    });
  }
}

async function budgets(
  tx: Tx,
  { emailHash, source, device }: { emailHash: Buffer; source: string; device: Buffer | null },
): Promise<Budget[]> {
  const [short, day] = [FAILURES_WINDOW_MS, FAILURES_DAY_MS].map((ms) => new Date(tx.at.getTime() - ms));
  const [full = {}] = device
    ? await tx.sql<Record<string, Date | null>>(FULL_TO_DEVICE, [device, short, day])
    : await tx.sql<Record<string, Date | null>>(FULL_TO_STRANGER, [emailHash, source, short, day]);
  return Object.entries(full).map(([name, usedUpBy]) => ({
    usedUpBy,
    windowMs: name === 'inDay' ? FAILURES_DAY_MS : FAILURES_WINDOW_MS,
  }));
}
