import type { OnApplicationShutdown } from '@nestjs/common';
import { BellListener } from './bell-listener.js';
import { Database } from './database/database.js';
import { statement } from './database/statement.js';

/** Channel on which the processes that people follow changes on listen. The database rings it too: see the migration `Events`. */
export const CHANGE_CHANNEL = 'ascribe_change';

const RING = statement('ring_change', `SELECT pg_notify('${CHANGE_CHANNEL}', '')`);
const GATHER_MS = 20;

/**
 * Rings after every commit, and says nothing of it: whoever hears it looks for themselves, with
 * their own eyes. Not inside the transaction, for the reason that `OutboxBell` gives.
 */
export class ChangeBell implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private listener: BellListener | undefined;

  constructor(
    private readonly database: Database,
    private readonly databaseUrl: string,
  ) {}

  /** Many rings within a few milliseconds become one. One that is lost costs time: followers also look by themselves. */
  ring(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.database.bare(RING, []).catch(() => undefined);
    }, GATHER_MS);
  }

  /** One connection a process, made when somebody first wants to hear. */
  async listen(onRing: () => void): Promise<void> {
    this.listener = new BellListener(this.databaseUrl, CHANGE_CHANNEL);
    await this.listener.listen(onRing);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.listener?.close();
  }
}
