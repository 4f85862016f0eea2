import type pg from 'pg';
import type { Writable } from 'node:stream';

/**
 * Holds back what is about to be written to the connection until the event loop has done what
 * it is at: statements sent one behind the other then leave in one system call and reach the
 * database in one piece. `pg` alone writes each by itself, which cost a quarter of our time.
 */
export function together(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked === 0) {
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}
