import type { Connection, StoredCheckpoint } from '../log/log-store.js';
import type { Standing } from './witness-standing.js';

/** `unreachable` is what the policy says, and the others what was found: neither outlives the other. */
const KEEP_WITNESS = `
  INSERT INTO log_witness AS w (witness, name, place, status, why, since) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (witness) DO UPDATE SET name = excluded.name, place = excluded.place,
    (status, why, since) = (
      SELECT excluded.status, excluded.why, excluded.since
      WHERE (excluded.status = 'unreachable') <> (w.status = 'unreachable')
      UNION ALL SELECT w.status, w.why, w.since
      WHERE (excluded.status = 'unreachable') = (w.status = 'unreachable'))`;

export interface StoredStanding {
  readonly witness: string;
  /** As the policy names it. */
  readonly name: string;
  readonly status: string;
  readonly why: string | null;
  readonly since: Date;
}

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

  /** The witnesses of the policy, in its order. How it stood with one that was there before is kept. */
  async keepWitnesses(witnesses: readonly StoredStanding[]): Promise<void> {
    await this.connection.query('DELETE FROM log_witness WHERE witness <> ALL ($1::text[])', [
      witnesses.map(({ witness }) => witness),
    ]);
    for (const [place, { witness, name, status, why, since }] of witnesses.entries()) {
      await this.connection.query(KEEP_WITNESS, [witness, name, place, status, why, since]);
    }
  }

  async standing(witness: string): Promise<Pick<Standing, 'status' | 'why' | 'since'> | null> {
    return await this.one(`SELECT status, why, since FROM log_witness WHERE witness = $1 AND status <> 'unreachable'`, [
      witness,
    ]);
  }

  async keepStanding({ witness, status, why, since }: Omit<StoredStanding, 'name'>): Promise<void> {
    await this.connection.query('UPDATE log_witness SET status = $2, why = $3, since = $4 WHERE witness = $1', [
      witness,
      status,
      why,
      since,
    ]);
  }

  private async one<Row>(text: string, values: unknown[]): Promise<Row | null> {
    const { rows } = await this.connection.query(text, values);
    return (rows[0] as Row | undefined) ?? null;
  }
}
