import { Injectable } from '@nestjs/common';
import { inclusionProof, LogReader, TILE_WIDTH, type Hashes, type LogCheckpoint, type LogState } from '@app/ledger';
import { Invalid, NotFound } from '@app/platform';
import { formatEntryBundle, parseTilePath, type Tile } from '@app/verify';

/** Levels of the tree that tiles are stored of: 256^8 leaves are more than there will be. */
const LEVEL_MAX = 7;
/** Tiles that are kept while proofs are made one after another: 8 KiB each. */
const TILES_KEPT = 256;

/** Proofs for the entries of one tree, one after another. */
export interface Proofs {
  /** In Base64, from the leaf to the root (RFC 9162, section 2.1.3.1). */
  of(index: number): Promise<string[]>;
}

/** The log as it was published: nothing beyond the newest checkpoint exists. */
@Injectable()
export class PublishedLog {
  constructor(private readonly log: LogReader) {}

  async state(): Promise<LogState> {
    return await this.log.state();
  }

  /** The newest checkpoint, or the one of exactly this size. @throws {NotFound} */
  async checkpoint(size?: number): Promise<LogCheckpoint> {
    const found = await this.log.checkpoint(size);
    if (!found) {
      throw new NotFound('checkpoint');
    }
    return found;
  }

  async newest(): Promise<LogCheckpoint | null> {
    return await this.log.checkpoint();
  }

  /** The newest first, below a size; one more than `limit`. */
  async checkpoints(limit: number, below?: number): Promise<LogCheckpoint[]> {
    return await this.log.checkpoints(limit + 1, below);
  }

  /** The last checkpoint that was signed before this moment, or at it. */
  async checkpointBy(at: Date): Promise<LogCheckpoint | null> {
    const since = await this.log.checkpointSince(new Date(at.getTime() + 1));
    const [before] = await this.log.checkpoints(1, since?.size);
    return before ?? null;
  }

  /**
   * What stands at the address of a tile (C2SP tlog-tiles), whole or partial.
   *
   * @param path `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`, exactly as the specification writes it.
   * @throws {NotFound} for any other path, and for what the newest checkpoint does not reach.
   */
  async tile(path: string): Promise<Buffer> {
    const tile = tileAt(path);
    const { size } = await this.checkpoint();
    const level = tile.level === 'entries' ? 0 : tile.level;
    const end = tile.index * TILE_WIDTH + tile.width;
    if (level > LEVEL_MAX || end > Math.floor(size / TILE_WIDTH ** level)) {
      throw new NotFound('tile');
    }
    if (tile.level !== 'entries') {
      return (await this.log.tile(level, tile.index, tile.width)) ?? nothing();
    }
    const leaves = await this.log.leaves(tile.index * TILE_WIDTH, end);
    return leaves.length === tile.width ? Buffer.from(formatEntryBundle(leaves.map(({ leaf }) => leaf))) : nothing();
  }

  /** @throws {NotFound} where there is no checkpoint that far. @throws {Invalid} where the tree has no such leaf. */
  async inclusionProof(index: number, size: number): Promise<string[]> {
    await this.requirePublished(size);
    if (index >= size) {
      throw Invalid.at('index', 'beyond_size', 'A tree of this size has no such leaf.');
    }
    return (await this.log.inclusionProof(index, size)).map(base64);
  }

  /** @throws {NotFound} where there is no checkpoint that far. @throws {Invalid} where `from` is above `to`. */
  async consistencyProof(from: number, to: number): Promise<string[]> {
    await this.requirePublished(to);
    if (from > to) {
      throw Invalid.at('from', 'beyond_size', 'A tree is no part of a smaller one.');
    }
    return (await this.log.consistencyProof(from, to)).map(base64);
  }

  /** Proofs in the tree of a checkpoint; what is read for one is kept for the next. */
  proofs(size: number): Proofs {
    const hashes = keeping(this.log.hashes);
    return { of: async (index) => (await inclusionProof(hashes, index, size)).map(base64) };
  }

  /** Leaves of indices, as they were published, for whoever may know no more of them. */
  async leaves(from: number, to: number): Promise<{ index: number; leaf: Buffer }[]> {
    return await this.log.leaves(from, to);
  }

  private async requirePublished(size: number): Promise<void> {
    const newest = await this.newest();
    if (!newest || size > newest.size) {
      throw new NotFound('checkpoint');
    }
  }
}

const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString('base64');

function nothing(): never {
  throw new NotFound('tile');
}

function tileAt(path: string): Tile {
  try {
    return parseTilePath(`tile/${path}`);
  } catch {
    return nothing();
  }
}

/** The last tiles that were read. A tree does not change, so that neither do they as far as it reaches. */
function keeping(hashes: Hashes): Hashes {
  const kept = new Map<string, Promise<Uint8Array>>();
  return async (level, from, to) => {
    const name = `${level}/${from}-${to}`;
    const found = kept.get(name) ?? hashes(level, from, to);
    kept.delete(name);
    kept.set(name, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= TILES_KEPT) {
        break;
      }
      kept.delete(oldest);
    }
    return await found;
  };
}
