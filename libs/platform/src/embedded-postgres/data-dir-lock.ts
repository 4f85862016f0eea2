import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { startOf } from './process-identity.js';

/** Another Ascribe runs on this data folder. */
export class DataDirInUse extends EmbeddedPostgresError {
  constructor(dataDir: string, pid: number) {
    super(
      `Ascribe is already running on the data folder ${dataDir} (process ${pid}). Stop it, or set ASCRIBE_DATA_DIR to another folder.`,
    );
  }
}

/**
 * Takes the data folder for this process; the lock of a process that is gone counts for nothing.
 * Node has no flock(2): the lock is a file that names the process by id and time of its start.
 *
 * @returns the function that gives the folder back.
 * @throws {DataDirInUse}
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = join(dataDir, 'ascribe.lock');
  const mine = `${lock}.${process.pid}`;
  const content = `${process.pid} ${startOf(process.pid)}\n`;
  writeFileSync(mine, content);
  try {
    while (!tryLink(mine, lock)) {
      const holder = readLock(lock);
      const pid = Number.parseInt(holder, 10);
      if (holder && startOf(pid) === holder.trim().slice(String(pid).length + 1)) {
        throw new DataDirInUse(dataDir, pid);
      }
      setAside(lock, holder, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (readLock(lock) === content) {
      rmSync(lock, { force: true });
    }
  };
}

/** link(2) fails when the name is taken, and the file appears with its content. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function readLock(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}

/** Removes a lock that was found stale, unless a third process has taken the folder since. */
function setAside(lock: string, stale: string, aside: string): void {
  try {
    renameSync(lock, aside);
  } catch {
    return; // somebody else removed it
  }
  if (readLock(aside) !== stale) {
    tryLink(aside, lock);
  }
  rmSync(aside, { force: true });
}
