import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isAlive, servesCluster } from './process-identity.js';

const POLL_MS = 20;

/** How to end a PostgreSQL, with how long to wait for each: fast, at once, by force. */
const ENDINGS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

/**
 * Ends what an earlier run left on the cluster. Whoever calls holds the lock of the data folder,
 * so a PostgreSQL that still serves it belongs to a process that is gone.
 */
export async function clearLeftover(clusterDir: string): Promise<void> {
  const pidFile = join(clusterDir, 'postmaster.pid');
  const pid = pidIn(pidFile);
  if (pid === undefined) {
    return;
  }
  if (isAlive(pid) && servesCluster(pid, clusterDir)) {
    await endPostgres(pid, clusterDir);
  }
  // After kill -9 the file stays, and its process id may by now be anybody's. PostgreSQL would not
  // start then. Children that outlived their server still hold its shared memory, and it looks for
  // that by the folder, without this file.
  rmSync(pidFile, { force: true });
}

/** Fast shutdown first: transactions are rolled back, everything is on disk. */
export async function endPostgres(pid: number, clusterDir: string): Promise<void> {
  for (const [signal, patienceMs] of ENDINGS) {
    signalTo(pid, signal);
    if (await waitUntil(() => !isAlive(pid) || !servesCluster(pid, clusterDir), patienceMs)) {
      return;
    }
  }
  throw new EmbeddedPostgresError(`A PostgreSQL that an earlier run left behind (process ${pid}) does not end.`);
}

export function pidIn(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

export async function waitUntil(holds: () => boolean, patienceMs: number): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > end) {
      return false;
    }
    await sleep(POLL_MS);
  }
  return true;
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
