import { SESSION_LOCKS } from '@app/platform';
import type { Node } from './frontier.js';
import type { Hashes } from './tree.js';

/** What runs a statement: one connection of the sequencer's role. */
export interface Connection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const TAKE = `
  WITH taken AS (
    DELETE FROM log_pending p USING (SELECT position FROM log_pending ORDER BY position LIMIT $2) t
    WHERE p.position = t.position RETURNING p.entry_id, p.position, p.leaf_hash),
  placed AS (
    INSERT INTO log_leaf (index, entry_id, leaf_hash)
    SELECT $1::bigint + row_number() OVER (ORDER BY position) - 1, entry_id, leaf_hash FROM taken
    RETURNING index, leaf_hash)
  SELECT coalesce(string_agg(leaf_hash, ''::bytea ORDER BY index), ''::bytea) AS hashes FROM placed`;

const ADD_NODES = `
  INSERT INTO log_node (level, index, hash)
  SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`;

export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

export interface StoredCheckpoint extends Head {
  readonly note: string;
}

/** The log's tables, as the sequencer writes them. Each method is one statement. */
export class LogStore {
  constructor(private readonly connection: Connection) {}

  /** Held for as long as the connection is. */
  async becomeLeader(): Promise<boolean> {
    const [row] = await this.rows<{ led: boolean }>('SELECT pg_try_advisory_lock($1) AS led', [
      SESSION_LOCKS.sequencer,
    ]);
    return row?.led ?? false;
  }

  async begin(): Promise<void> {
    await this.rows('BEGIN');
  }

  async commit(): Promise<void> {
    await this.rows('COMMIT');
  }

  async rollback(): Promise<void> {
    await this.rows('ROLLBACK');
  }

  async head(): Promise<Head> {
    return await this.headBy('SELECT size::float8 AS size, root FROM log_head');
  }

  /** The same, and nobody else may take entries until this transaction ends. */
  async lockedHead(): Promise<Head> {
    return await this.headBy('SELECT size::float8 AS size, root FROM log_head FOR UPDATE');
  }

  /** Gives up to `limit` waiting entries the indices from `size` on, in the order of their writing; and their leaf hashes. */
  async take(size: number, limit: number): Promise<Buffer> {
    const [row] = await this.rows<{ hashes: Buffer }>(TAKE, [size, limit]);
    return row?.hashes ?? Buffer.alloc(0);
  }

  async addNodes(nodes: readonly Node[]): Promise<void> {
    await this.rows(ADD_NODES, [
      nodes.map(({ level }) => level),
      nodes.map(({ index }) => index),
      nodes.map(({ hash }) => hash),
    ]);
  }

  async setHead({ size, root }: Head): Promise<void> {
    await this.rows('UPDATE log_head SET size = $1, root = $2', [size, root]);
  }

  async newestCheckpoint(): Promise<StoredCheckpoint | null> {
    const [row] = await this.rows<StoredCheckpoint>(
      'SELECT size::float8 AS size, root, note FROM log_checkpoint ORDER BY log_checkpoint.size DESC LIMIT 1',
    );
    return row ?? null;
  }

  async publish({ size, root, note }: StoredCheckpoint, at: Date): Promise<void> {
    await this.rows(
      'INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING',
      [size, root, note, at],
    );
  }

  async halt(why: string | null, at: Date): Promise<void> {
    await this.rows('UPDATE log_head SET halted = $1, halted_at = $2 WHERE halted IS DISTINCT FROM $1', [
      why,
      why === null ? null : at,
    ]);
  }

  readonly hashes: Hashes = async (level, from, to) => {
    const [row] = await this.rows<{ hashes: Buffer | null }>(
      level === 0
        ? `SELECT string_agg(leaf_hash, ''::bytea ORDER BY index) AS hashes FROM log_leaf WHERE index >= $1 AND index < $2`
        : `SELECT string_agg(hash, ''::bytea ORDER BY index) AS hashes FROM log_node WHERE index >= $1 AND index < $2 AND level = $3`,
      level === 0 ? [from, to] : [from, to, level],
    );
    return row?.hashes ?? Buffer.alloc(0);
  };

  private async headBy(text: string): Promise<Head> {
    const [row] = await this.rows<Head>(text);
    if (!row) {
      throw new Error('The log has no head.');
    }
    return row;
  }

  private async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.connection.query(text, values);
    return rows as Row[];
  }
}
