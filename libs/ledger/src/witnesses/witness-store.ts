import type { Connection, StoredCheckpoint } from '../log/log-store.js';

/** What is read and written for witnesses, by the sequencer's role. Each method is one statement. */
export class WitnessStore {
  constructor(private readonly connection: Connection) {}

  async newestCheckpoint(): Promise<StoredCheckpoint | null> {
    return await this.one(
      'SELECT c.size::float8 AS size, c.root, c.note FROM log_checkpoint c ORDER BY c.size DESC LIMIT 1',
      [],
    );
  }

  /** The checkpoint of exactly this size, where one was signed. */
  async checkpointOf(size: number): Promise<StoredCheckpoint | null> {
    return await this.one('SELECT c.size::float8 AS size, c.root, c.note FROM log_checkpoint c WHERE c.size = $1', [
      size,
    ]);
  }

  /** The newest that this witness cosigned. */
  async lastCosigned(witness: string): Promise<{ size: number; at: Date } | null> {
    return await this.one(
      `SELECT s.size::float8 AS size, s.cosigned_at AS at FROM log_cosignature s
       WHERE s.witness = $1 ORDER BY s.size DESC LIMIT 1`,
      [witness],
    );
  }

  async keep(size: number, witness: string, line: string, at: Date): Promise<void> {
    await this.connection.query(
      `INSERT INTO log_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (size, witness) DO NOTHING`,
      [size, witness, line, at],
    );
  }

  private async one<Row>(text: string, values: unknown[]): Promise<Row | null> {
    const { rows } = await this.connection.query(text, values);
    return (rows[0] as Row | undefined) ?? null;
  }
}
