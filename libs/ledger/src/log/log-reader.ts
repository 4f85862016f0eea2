import { Injectable } from '@nestjs/common';
import { Database, statement } from '@app/platform';
import { consistencyProof, inclusionProof, type Hashes } from './tree.js';

/** The log as it is. */
export interface LogState {
  readonly size: number;
  readonly root: Buffer;
  /** Entries that have no place yet. */
  readonly pending: number;
  /** Why the sequencer refuses to sign; null while it works. */
  readonly halted: string | null;
}

/** A signed checkpoint and what witnesses said of it. */
export interface LogCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly signedAt: Date;
  /** C2SP tlog-checkpoint: the log's signatures, then cosignatures. */
  readonly note: string;
  readonly witnesses: readonly { readonly name: string; readonly at: Date }[];
}

/** A full tile has 256 hashes (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

const HEAD = statement(
  'log_head',
  `SELECT size::float8 AS size, root, halted, (SELECT count(*)::int FROM log_pending) AS pending FROM log_head`,
);

const checkpoint = (name: string, condition: string): ReturnType<typeof statement> =>
  statement(
    name,
    `SELECT c.size::float8 AS size, c.root, c.signed_at AS "signedAt",
       c.note || coalesce((SELECT string_agg(s.line, '' ORDER BY s.cosigned_at, s.witness) FROM log_cosignature s WHERE s.size = c.size), '') AS note,
       coalesce((SELECT json_agg(json_build_object('name', s.witness, 'at', s.cosigned_at) ORDER BY s.cosigned_at, s.witness)
         FROM log_cosignature s WHERE s.size = c.size), '[]') AS witnesses
     FROM log_checkpoint c WHERE ${condition} LIMIT $1`,
  );
const NEWEST = checkpoint('log_checkpoint_newest', 'true ORDER BY c.size DESC');
const OF_SIZE = checkpoint('log_checkpoint_of_size', 'c.size = $2');
const FROM_SIZE = checkpoint('log_checkpoint_from_size', 'c.size >= $2 ORDER BY c.size');
const SINCE = checkpoint('log_checkpoint_since', 'c.signed_at >= $2 ORDER BY c.signed_at, c.size');
const BEFORE = checkpoint('log_checkpoint_before', 'c.size < $2 ORDER BY c.size DESC');

// Ranges of a proof lie in several tiles: they are read in one round trip.
const HASHES = statement(
  'log_hashes',
  `SELECT CASE level
     WHEN 0 THEN (SELECT string_agg(leaf_hash, ''::bytea ORDER BY index) FROM log_leaf WHERE index >= first AND index < behind)
     ELSE (SELECT string_agg(hash, ''::bytea ORDER BY index) FROM log_node n WHERE n.level = r.level AND index >= first AND index < behind)
     END AS hashes
   FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS r (level, first, behind, place) ORDER BY place`,
);
const LEAVES = statement(
  'log_leaves',
  `SELECT l.index::float8 AS index, e.leaf FROM log_leaf l JOIN history_entry e ON e.id = l.entry_id
   WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index`,
);
const PLACES = statement(
  'log_places',
  'SELECT entry_id AS id, index::float8 AS index FROM log_leaf WHERE entry_id = ANY($1::uuid[])',
);

interface CheckpointRow extends Omit<LogCheckpoint, 'witnesses'> {
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
}

/** A range of hashes that somebody waits for. */
interface Asked {
  readonly level: number;
  readonly from: number;
  readonly to: number;
  readonly resolve: (hashes: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads the log: everyone who is signed in may, since it tells of nothing but its size and growth. */
@Injectable()
export class LogReader {
  /** Stored hashes, for whoever makes many proofs and keeps what was read. Gives fewer where the log is not that large. */
  readonly hashes: Hashes = async (level, from, to) => await this.range(level, from, to);
  private asked: Asked[] = [];

  constructor(private readonly database: Database) {}

  async state(): Promise<LogState> {
    const [row] = await this.database.bare<LogState>(HEAD, []);
    if (!row) {
      throw new Error('The log has no head.');
    }
    return row;
  }

  /** The newest checkpoint, or the one of exactly this size. */
  async checkpoint(size?: number): Promise<LogCheckpoint | null> {
    return await this.one(size === undefined ? NEWEST : OF_SIZE, size === undefined ? [1] : [1, size]);
  }

  /** The first checkpoint of at least this size. */
  async checkpointCovering(size: number): Promise<LogCheckpoint | null> {
    return await this.one(FROM_SIZE, [1, size]);
  }

  /** The first checkpoint that was signed at this moment or after it. */
  async checkpointSince(at: Date): Promise<LogCheckpoint | null> {
    return await this.one(SINCE, [1, at]);
  }

  /** Checkpoints below a size, the newest first. */
  async checkpoints(limit: number, below = Number.MAX_SAFE_INTEGER): Promise<LogCheckpoint[]> {
    return (await this.database.bare<CheckpointRow>(BEFORE, [limit, below])).map(presented);
  }

  /**
   * The hashes of a tile, one after another, 32 bytes each; null where the log is not that large.
   *
   * @param level 0 to 7: of leaves, of 256 leaves each, ...
   * @param width 1 to 256.
   */
  async tile(level: number, n: number, width: number): Promise<Buffer | null> {
    const hashes = await this.range(level, n * TILE_WIDTH, n * TILE_WIDTH + width);
    return hashes.length === width * 32 ? hashes : null;
  }

  /** Leaves of the indices from `from` (included) to `to` (not included), as they were published. */
  async leaves(from: number, to: number): Promise<{ index: number; leaf: Buffer }[]> {
    return await this.database.forPurpose('ledger', LEAVES, [from, to]);
  }

  /** The index in the log of each of these entries that has one. */
  async places(entryIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.bare<{ id: string; index: number }>(PLACES, [entryIds]);
    return new Map(rows.map(({ id, index }) => [id, index]));
  }

  /** RFC 9162, section 2.1.3.1. @param index below `size`. @param size of the tree, at most the log's. */
  async inclusionProof(index: number, size: number): Promise<Uint8Array[]> {
    return await inclusionProof(this.hashes, index, size);
  }

  /** RFC 9162, section 2.1.4.1. @param from 0 to `to`. @param to at most the log's size. */
  async consistencyProof(from: number, to: number): Promise<Uint8Array[]> {
    return await consistencyProof(this.hashes, from, to);
  }

  private async range(level: number, from: number, to: number): Promise<Buffer> {
    return await new Promise((resolve, reject) => {
      this.asked.push({ level, from, to, resolve, reject });
      if (this.asked.length === 1) {
        queueMicrotask(() => void this.readAsked());
      }
    });
  }

  /** Everything that was asked for in one turn. */
  private async readAsked(): Promise<void> {
    const { asked } = this;
    this.asked = [];
    try {
      const rows = await this.database.bare<{ hashes: Buffer | null }>(HASHES, [
        asked.map(({ level }) => level),
        asked.map(({ from }) => from),
        asked.map(({ to }) => to),
      ]);
      asked.forEach(({ resolve }, place) => resolve(rows[place]?.hashes ?? Buffer.alloc(0)));
    } catch (error) {
      asked.forEach(({ reject }) => reject(error));
    }
  }

  private async one(query: typeof NEWEST, values: readonly unknown[]): Promise<LogCheckpoint | null> {
    const [row] = await this.database.bare<CheckpointRow>(query, values);
    return row ? presented(row) : null;
  }
}

const presented = ({ witnesses, ...row }: CheckpointRow): LogCheckpoint => ({
  ...row,
  // Kept under the name and the id of the key.
  witnesses: witnesses.map(({ name, at }) => ({ name: name.split('+')[0] ?? name, at: new Date(at) })),
});
