import { spawn } from 'node:child_process';

/**
 * Reads from a pipe that only this process holds. It ends when the process does, be it by
 * `kill -9`; then PostgreSQL is asked to shut down fast, if it is still the one that the
 * cluster's pid file names. A shell of half a megabyte: a second Node would cost forty.
 */
const SCRIPT = `
trap '' INT TERM HUP
read -r _
read -r pid < "$2" && [ "$pid" = "$1" ] && kill -INT "$1"
`;

/** Makes PostgreSQL end when this process does. @returns the function that calls the watch off. */
export function endWithThisProcess(postgresPid: number, pidFile: string): () => void {
  const watch = spawn('/bin/sh', ['-c', SCRIPT, 'ascribe-watch', String(postgresPid), pidFile], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {},
  });
  watch.on('error', () => undefined); // without it the next start cleans up
  watch.stdin.on('error', () => undefined);
  watch.unref();
  (watch.stdin as unknown as { unref(): void }).unref();
  return () => watch.kill('SIGKILL');
}
