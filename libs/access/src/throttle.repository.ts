import { Injectable } from '@nestjs/common';
import { Clock, Database, statement, type Tx } from '@app/platform';
import { hashSecret } from './authentication.repository.js';
import {
  FAILURES_DAY_MS,
  FAILURES_FROM_SOURCE_MAX,
  FAILURES_HERE_MAX,
  FAILURES_IN_DAY_MAX,
  FAILURES_OF_DEVICE_MAX,
  FAILURES_OF_STRANGERS_MAX,
  FAILURES_WINDOW_MS,
  type Budget,
} from './throttle.rules.js';

// Attempts for one e-mail, and those from one source, are counted one after the other in all
// processes: else a thousand guesses at once would all be counted as the first.
const QUEUE = statement('sign_in_queue', 'SELECT pg_advisory_xact_lock(hashtextextended($1, 7))');

/** When the failure was made by which a budget of `max` was used up. */
const usedUp = (which: string, since: string, max: number): string =>
  `(SELECT at FROM sign_in_failure WHERE ${which} AND at > ${since} ORDER BY at DESC OFFSET ${max - 1} LIMIT 1)`;

const OF_STRANGER = statement(
  'sign_in_budgets_of_stranger',
  `SELECT ${usedUp('email_hash = $1 AND source = $2 AND device_hash IS NULL', '$3', FAILURES_HERE_MAX)} AS here,
     ${usedUp('email_hash = $1 AND device_hash IS NULL', '$3', FAILURES_OF_STRANGERS_MAX)} AS anywhere,
     ${usedUp('email_hash = $1 AND device_hash IS NULL', '$4', FAILURES_IN_DAY_MAX)} AS "inDay",
     ${usedUp('source = $2 AND device_hash IS NULL', '$3', FAILURES_FROM_SOURCE_MAX)} AS "fromSource"`,
);
const OF_DEVICE = statement(
  'sign_in_budgets_of_device',
  `SELECT ${usedUp('device_hash = $1', '$2', FAILURES_OF_DEVICE_MAX)} AS here,
     ${usedUp('device_hash = $1', '$3', FAILURES_IN_DAY_MAX)} AS "inDay"`,
);
const RESERVE = statement(
  'sign_in_reserve',
  'INSERT INTO sign_in_failure (email_hash, source, device_hash, at) VALUES ($1, $2, $3, $4) RETURNING id',
);
const RELEASE = statement('sign_in_release', 'DELETE FROM sign_in_failure WHERE id = $1');
const FORGIVE = statement('sign_in_forgive', 'DELETE FROM sign_in_failure WHERE id = $1 OR device_hash = $2');

/** From where a guess comes, and for whom. */
export interface Origin {
  /** As sign-in compares it. */
  readonly emailKey: string;
  readonly source: string;
  /** Hash of the known device, or of the session; null: a stranger. */
  readonly device: Buffer | null;
}

/** Failures to sign in. An attempt is one until it has succeeded. */
@Injectable()
export class Failures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Until the transaction ends, nobody else counts for this e-mail or this source. */
  queue(tx: Tx, { emailKey, source }: Omit<Origin, 'device'>): void {
    // Always in this order: two that wait for each other would be a deadlock.
    tx.write(QUEUE, [`source ${source}`]);
    tx.write(QUEUE, [`email ${emailKey}`]);
  }

  async budgets(tx: Tx, { emailKey, source, device }: Origin): Promise<Budget[]> {
    const now = this.clock.now().getTime();
    const [short, day] = [FAILURES_WINDOW_MS, FAILURES_DAY_MS].map((ms) => new Date(now - ms));
    const [found = {}] = device
      ? await tx.sql<Record<string, Date | null>>(OF_DEVICE, [device, short, day])
      : await tx.sql<Record<string, Date | null>>(OF_STRANGER, [hashSecret(emailKey), source, short, day]);
    return Object.entries(found).map(([name, usedUpBy]) => ({
      usedUpBy,
      windowMs: name === 'inDay' ? FAILURES_DAY_MS : FAILURES_WINDOW_MS,
    }));
  }

  /** Counts an attempt as failed, before it is looked at; its id. */
  async reserve(tx: Tx, { emailKey, source, device }: Origin): Promise<string> {
    const [row] = await tx.sql<{ id: string }>(RESERVE, [hashSecret(emailKey), source, device, this.clock.now()]);
    return row?.id ?? '';
  }

  /** It was no guess. */
  async release(id: string): Promise<void> {
    await this.database.bare(RELEASE, [id]);
  }

  /** It succeeded, which forgives what the same device failed at before. */
  async forgive(id: string, device: Buffer | null): Promise<void> {
    await this.database.bare(FORGIVE, [id, device]);
  }
}
