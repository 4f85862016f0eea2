import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ApplicationUnderTest } from './application.js';

/** How long a race may take to come about. */
const PATIENCE_MS = 10_000;

/**
 * Holds a row until `waiting` of the requests wait for a lock, and then lets go, so that they
 * truly race. Started without this, they finish one after the other and prove nothing.
 *
 * `lock` is a statement of the owner's that locks the row, such as `SELECT ... FOR UPDATE`.
 */
export async function whileLocked<Answer>(
  api: ApplicationUnderTest,
  { lock, values = [], waiting }: { lock: string; values?: readonly unknown[]; waiting: number },
  start: () => readonly PromiseLike<Answer>[],
): Promise<Answer[]> {
  return await holding(api, { lock, values }, async () => {
    const answers = start().map(async (answer) => await answer);
    await untilWaiting(api, waiting);
    return answers;
  });
}

/**
 * Holds a row while `within` runs, then lets go and waits for the promises that it returned.
 */
export async function holding<Answer>(
  api: ApplicationUnderTest,
  { lock, values = [] }: { lock: string; values?: readonly unknown[] },
  within: () => Promise<readonly Promise<Answer>[]>,
): Promise<Answer[]> {
  const holder = new pg.Client({ connectionString: api.database.ownerUrl });
  await holder.connect();
  let pending: readonly Promise<Answer>[];
  try {
    await holder.query('BEGIN');
    await holder.query(lock, [...values]);
    pending = await within();
    await holder.query('COMMIT');
  } finally {
    await holder.end();
  }
  return await Promise.all(pending);
}

/** Waits until this many sessions of the database wait for a lock. */
export async function untilWaiting(api: ApplicationUnderTest, waiting: number): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await waitingSessions(api);
    if (found.length >= waiting) {
      return;
    }
    if (Date.now() > until) {
      throw new Error(`${found.length} of ${waiting} wait for a lock: there is no race.`);
    }
    await sleep(5);
  }
}

/**
 * The sessions that wait for a lock, by process id of the server. Asked of pg_locks, since
 * pg_stat_activity tells the owner's role nothing of what the application's sessions wait for.
 */
export async function waitingSessions(api: ApplicationUnderTest): Promise<number[]> {
  const rows = await api.sql<{ pid: number }>(
    `SELECT DISTINCT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE NOT l.granted AND a.datname = current_database()`,
  );
  return rows.map((row) => row.pid);
}
