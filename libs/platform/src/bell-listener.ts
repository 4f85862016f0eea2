import { Logger } from '@nestjs/common';
import pg from 'pg';

const RECONNECT_AFTER_MS = 1_000;

/** Hears a bell that rings after commits, on a connection of its own that is made again when it breaks. */
export class BellListener {
  private readonly log = new Logger('bell');
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;
  private onBell: () => void = () => undefined;

  constructor(
    private readonly databaseUrl: string,
    /** A name from code: it stands in the statement as it is. */
    private readonly channel: string,
  ) {}

  async listen(onBell: () => void): Promise<void> {
    this.onBell = onBell;
    await this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: 'ascribe bell',
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', this.onBell);
    client.on('error', () => this.again(client));
    client.on('end', () => this.again(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      // Something may have rung while nobody listened.
      this.onBell();
    } catch (error) {
      this.log.warn(`Cannot listen on ${this.channel}: ${(error as Error).message}`);
      this.again(client);
    }
  }

  private again(broken: pg.Client): void {
    if (this.closed || this.client !== broken) {
      return;
    }
    this.client = undefined;
    broken.end().catch(() => undefined);
    this.timer = setTimeout(() => void this.connect(), RECONNECT_AFTER_MS);
  }
}
