import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database/database.js';
import { statement } from './database/statement.js';

/** Channel on which a relay listens for new outbox messages. */
export const OUTBOX_CHANNEL = 'ascribe_outbox';

const RING = statement('ring', `SELECT pg_notify('${OUTBOX_CHANNEL}', '')`);
const GATHER_MS = 5;

/**
 * Wakes the relay after a commit. Not inside the transaction: NOTIFY there takes a lock
 * of the whole database and would queue all commits behind each other's disk write. A
 * ring that is lost costs only time: the relay looks by itself every second.
 */
@Injectable()
export class OutboxBell implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  /** Many rings within a few milliseconds become one. */
  ring(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.database.bare(RING, []).catch(() => undefined);
    }, GATHER_MS);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }
}
