import pg from 'pg';

/** Rows that are in memory at a time, of each cursor. An entry has a few kB, at the most some 100. */
const BATCH = 500;

/**
 * The whole database at one instant, read by the owner of its tables and never written: one connection, one
 * transaction (REPEATABLE READ), and cursors, so that its size does not matter.
 */
export class Snapshot {
  private cursors = 0;

  private constructor(private readonly client: Pick<pg.Client, 'query'>) {}

  /** Runs `work` over the database as it is now. @throws what the database says where it cannot be read. */
  static async of<Result>(ownerUrl: string, work: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: ownerUrl, application_name: 'ascribe fsck', keepAlive: true });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      return await work(await Snapshot.within(client));
    } finally {
      await client.end();
    }
  }

  /** What this transaction sees. */
  static async within(client: Pick<pg.Client, 'query'>): Promise<Snapshot> {
    // Instants are read as text in UTC: a Date would lose their microseconds.
    await client.query(`SET LOCAL timezone = 'UTC'; SET LOCAL work_mem = '64MB'`);
    // The owner is not held by row policies, unless they are forced on it: then nothing could be vouched for.
    await client.query('SET LOCAL row_security = off');
    return new Snapshot(client);
  }

  async all<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, [...values])).rows;
  }

  async one<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.all<Row>(text, values))[0];
  }

  /** The rows of a query, a batch at a time. Many may be read side by side. */
  async *each<Row extends object>(text: string): AsyncGenerator<Row, undefined> {
    this.cursors += 1;
    const name = `fsck_${this.cursors}`;
    await this.client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`);
    for (;;) {
      const { rows } = await this.client.query<Row>(`FETCH ${BATCH} FROM ${name}`);
      yield* rows;
      if (rows.length < BATCH) {
        await this.client.query(`CLOSE ${name}`);
        return;
      }
    }
  }
}

/** Columns of a table, as the database has them. */
export async function columnsOf(snapshot: Snapshot, table: string): Promise<string[]> {
  const rows = await snapshot.all<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}
