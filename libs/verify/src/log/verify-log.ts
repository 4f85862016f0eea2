import { said } from '../bundle/keyring.js';
import { SeenHashes } from '../bundle/seen-hashes.js';
import { concat, equal, fromUtf8, utf8 } from '../bytes.js';
import { Findings } from '../findings.js';
import { FormatError } from '../format-error.js';
import { leafHashInput, TreeHasher } from '../merkle.js';
import type { MaybePromise, PlatformCrypto } from '../platform-crypto.js';
import { Receipts } from '../receipt.js';
import { parseEntryBundle, TILE_WIDTH, tilePath, tilesOf, type Tile } from '../tiles.js';
import { readTrust, type Trust } from '../trust.js';
import { summaryOf, verdictOf, type Verification } from '../verification.js';
import { signing } from './signing.js';

/** The folder of a log (C2SP tlog-tiles as static files), wherever it is. Undefined for what is not there. */
export type ReadFile = (path: string) => MaybePromise<Uint8Array | undefined>;

/** Tiles hold the nodes of every eighth row of the tree. */
const ROWS_PER_TILE = 8;

/**
 * Reads all entries of a log, and holds checkpoint and tiles against them.
 *
 * @throws {FormatError} where a key or policy that the auditor gave cannot be read.
 */
export async function verifyLog(crypto: PlatformCrypto, read: ReadFile, options: Trust = {}): Promise<Verification> {
  const trust = await readTrust(crypto, options);
  const findings = new Findings();
  const note = await textOf(read, 'checkpoint');
  if (note === undefined) {
    findings.add('not_a_bundle', {}, 'there is no checkpoint in this folder');
    return { verdict: verdictOf(findings), findings: findings.list(), omitted: 0 };
  }
  const { keyring, checkpoints } = await signing(crypto, findings, trust, { note, keys: await textOf(read, 'key') });
  const last = checkpoints.last;
  if (last) {
    const receipts = new Receipts(findings, trust.receipts);
    await receipts.read(keyring, last.origin);
    const entries = new EntryFolder(crypto, findings, read, receipts);
    checkpoints.conclude(last.size, await entries.hash(last.size, checkpoints.sizes));
    receipts.conclude(true);
  }
  keyring.conclude();
  return {
    verdict: verdictOf(findings),
    findings: findings.list(),
    omitted: findings.omitted,
    ...(last && {
      checkpoint: summaryOf(last),
      counts: { entries: last.size, untold: 0, redactions: 0, states: 0, evidence: 0 },
    }),
  };
}

async function textOf(read: ReadFile, path: string): Promise<string | undefined> {
  const bytes = await read(path);
  try {
    return bytes && fromUtf8(bytes);
  } catch {
    // Neither a note nor a key.
    return '\ufffd';
  }
}

/** The entries, tile by tile, and on the way the tiles of hashes, where they are there. */
class EntryFolder {
  private readonly seen = new SeenHashes();
  private readonly tiles = new TileRows();
  private readonly inputs = Array.from({ length: TILE_WIDTH }, () => new Uint8Array(1 + LEAF.length));
  private count = 0;

  constructor(
    private readonly crypto: PlatformCrypto,
    private readonly findings: Findings,
    private readonly read: ReadFile,
    private readonly receipts: Receipts,
  ) {}

  /** @returns the tree, with the roots at these sizes; nothing where entries are missing. */
  async hash(size: number, sizes: readonly number[]): Promise<TreeHasher | undefined> {
    const tree = new TreeHasher(this.crypto, sizes, (row, nodes) => this.tiles.take(row, nodes));
    for (const tile of tilesOf(size, 'entries')) {
      const leaves = await this.leavesOf(tile);
      if (!leaves) {
        return undefined;
      }
      const hashes = await this.crypto.sha256All(leaves.map((leaf, i) => this.input(leaf, i)));
      for (const hash of hashes) {
        this.seen.add(hash);
        this.receipts.see(hash);
      }
      this.count += hashes.length;
      await tree.append(hashes);
      await this.checkTiles(this.tiles.full());
    }
    await tree.append([]);
    await this.checkTiles(this.tiles.rest());
    const repeats = this.seen.repeats();
    if (repeats > 0) {
      this.findings.add('entry_repeated', {}, `${repeats} leaves`);
    }
    return tree;
  }

  private async leavesOf(tile: Tile): Promise<Uint8Array[] | undefined> {
    // A log that has grown since may have the full tile in place of the partial one.
    const bytes = (await this.read(tilePath(tile))) ?? (await this.read(tilePath({ ...tile, width: TILE_WIDTH })));
    if (!bytes) {
      this.findings.add('entry_missing', { index: this.count }, tilePath(tile));
      return undefined;
    }
    try {
      const leaves = parseEntryBundle(bytes);
      if (leaves.length < tile.width || leaves.length > TILE_WIDTH) {
        throw new FormatError(`it has ${leaves.length} entries`);
      }
      return leaves.slice(0, tile.width);
    } catch (error) {
      this.findings.add('entries_malformed', { index: this.count }, `${tilePath(tile)}: ${said(error)}`);
      return undefined;
    }
  }

  /** 0x00 and the leaf, in a place that is used again. */
  private input(leaf: Uint8Array, i: number): Uint8Array {
    if (!isLeaf(leaf)) {
      this.findings.add('leaf_malformed', { index: this.count + i });
      return leafHashInput(leaf);
    }
    const input = this.inputs[i] as Uint8Array;
    input.set(leaf, 1);
    return input;
  }

  private async checkTiles(tiles: readonly { tile: Tile; hashes: Uint8Array }[]): Promise<void> {
    for (const { tile, hashes } of tiles) {
      const found = await this.read(tilePath(tile));
      if (found && !equal(found, hashes)) {
        this.findings.add('tile_differs', {}, tilePath(tile));
      }
    }
  }
}

/** A leaf but for its commitment and its version. */
const LEAF = utf8(`{"commitment":"${'?'.repeat(44)}","v":?}`);
const ANY = 0x3f;

function isLeaf(leaf: Uint8Array): boolean {
  if (leaf.length !== LEAF.length) {
    return false;
  }
  for (let i = 0; i < LEAF.length; i++) {
    if (LEAF[i] !== ANY && LEAF[i] !== leaf[i]) {
      return false;
    }
  }
  return true;
}

/** Collects the nodes of every eighth row into tiles. */
class TileRows {
  private readonly rows: Uint8Array[][] = [];
  private readonly counts: number[] = [];

  take(row: number, nodes: readonly Uint8Array[]): void {
    if (row % ROWS_PER_TILE === 0) {
      (this.rows[row / ROWS_PER_TILE] ??= []).push(...nodes);
    }
  }

  /** Those that became full. */
  full(): { tile: Tile; hashes: Uint8Array }[] {
    return this.rows.flatMap((hashes, level) =>
      Array.from({ length: Math.floor(hashes.length / TILE_WIDTH) }, () => this.next(level, TILE_WIDTH)),
    );
  }

  /** Those at the right edge. */
  rest(): { tile: Tile; hashes: Uint8Array }[] {
    return this.rows.flatMap((hashes, level) => (hashes.length > 0 ? [this.next(level, hashes.length)] : []));
  }

  private next(level: number, width: number): { tile: Tile; hashes: Uint8Array } {
    const index = this.counts[level] ?? 0;
    this.counts[level] = index + 1;
    return { tile: { level, index, width }, hashes: concat(...(this.rows[level] ?? []).splice(0, width)) };
  }
}
