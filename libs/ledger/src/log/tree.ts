import { sha256 } from '../entries/commitment.js';

/** Bytes of a hash. */
export const HASH_BYTES = 32;
/** Height of a tile (C2SP tlog-tiles): stored levels are 8 apart. */
export const TILE_HEIGHT = 8;

/**
 * Stored hashes of one level, one after another: at level 0 leaf hashes, at level L hashes over 256^L leaves.
 * Those from `from` (included) to `to` (not included).
 */
export type Hashes = (level: number, from: number, to: number) => Promise<Uint8Array>;

const NODE = Buffer.of(0x01);

/** SHA-256(0x01 || left || right), RFC 9162, section 2.1.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);

/** What is stored of the log is not what was put there. */
export class MissingHashes extends Error {}

/** The root of nothing: SHA-256 of no bytes. */
export const EMPTY_ROOT = sha256(new Uint8Array(0));

/** A complete subtree: the hash over the 2^height leaves from `index * 2^height` on. */
interface Subtree {
  readonly height: number;
  readonly index: number;
}

/** The roots of the complete subtrees of a tree, the largest first; with their heights. Its right edge, and all that is needed to extend it. */
export class Edge {
  private readonly roots: { height: number; hash: Buffer }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  /** Appends the root of a complete subtree that begins where this tree ends, and is no larger than the last of it. */
  append(hash: Buffer, height = 0): void {
    let grown = { height, hash };
    for (let last = this.roots.at(-1); last?.height === grown.height; last = this.roots.at(-1)) {
      this.roots.pop();
      grown = { height: grown.height + 1, hash: nodeHash(last.hash, grown.hash) };
    }
    this.roots.push(grown);
    this.leaves += 2 ** height;
  }

  root(): Buffer {
    return (
      this.roots
        .map(({ hash }) => hash)
        .reduceRight<Buffer | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
      EMPTY_ROOT
    );
  }

  copy(): Edge {
    const copy = new Edge();
    copy.roots.push(...this.roots);
    copy.leaves = this.leaves;
    return copy;
  }
}

/** The right edge of the tree over the first `size` leaves, from what is stored. */
export async function edgeOf(hashes: Hashes, size: number): Promise<Edge> {
  const edge = new Edge();
  for (const subtree of completeSubtrees(0, size)) {
    edge.append(await subtreeHash(hashes, subtree), subtree.height);
  }
  return edge;
}

/** @throws {RangeError} where there is no such leaf in a tree of this size. */
export async function inclusionProof(hashes: Hashes, index: number, size: number): Promise<Buffer[]> {
  if (index < 0 || index >= size) {
    throw new RangeError('There is no such leaf in a tree of this size.');
  }
  const at = reading(hashes);
  return await Promise.all(inclusionPath(index, 0, size).map(async ([from, to]) => await rangeHash(at, from, to)));
}

/** @throws {RangeError} where the first is larger than the second. A proof from nothing is empty. */
export async function consistencyProof(hashes: Hashes, from: number, to: number): Promise<Buffer[]> {
  if (from < 0 || from > to) {
    throw new RangeError('A tree is no part of a smaller one.');
  }
  const at = reading(hashes);
  const path = from === 0 || from === to ? [] : consistencyPath(from, 0, to, true);
  return await Promise.all(path.map(async ([begin, end]) => await rangeHash(at, begin, end)));
}

type Range = readonly [from: number, to: number];

/** PATH(m, D[n]) of RFC 9162, section 2.1.3.1, as ranges of leaves. */
function inclusionPath(index: number, from: number, to: number): Range[] {
  if (to - from === 1) {
    return [];
  }
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...inclusionPath(index, from, middle), [middle, to]]
    : [...inclusionPath(index, middle, to), [from, middle]];
}

/** SUBPROOF(m, D[n], b) of RFC 9162, section 2.1.4.1, as ranges of leaves. */
function consistencyPath(size: number, from: number, to: number, whole: boolean): Range[] {
  if (size === to) {
    return whole ? [] : [[from, to]];
  }
  const middle = from + splitOf(to - from);
  return size <= middle
    ? [...consistencyPath(size, from, middle, whole), [middle, to]]
    : [...consistencyPath(size, middle, to, false), [from, middle]];
}

/** The largest power of two that is smaller than n. */
function splitOf(n: number): number {
  let split = 1;
  while (split * 2 < n) {
    split *= 2;
  }
  return split;
}

/** MTH(D[from:to]) where `from` is what a path through a tree gives: the parts are complete subtrees. */
async function rangeHash(hashes: Hashes, from: number, to: number): Promise<Buffer> {
  const parts = await Promise.all(
    completeSubtrees(from, to).map(async (subtree) => await subtreeHash(hashes, subtree)),
  );
  return parts.reduceRight((right, left) => nodeHash(left, right));
}

function completeSubtrees(from: number, to: number): Subtree[] {
  const parts: Subtree[] = [];
  for (let at = from; at < to;) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= to) {
      height += 1;
    }
    parts.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return parts;
}

/** From the nearest stored level below: at most 128 hashes are read, and at most 127 made. */
async function subtreeHash(hashes: Hashes, { height, index }: Subtree): Promise<Buffer> {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height % TILE_HEIGHT);
  const stored = await hashes(level, index * count, (index + 1) * count);
  if (stored.length !== count * HASH_BYTES) {
    throw new MissingHashes(`The log lacks hashes: level ${level}, from ${index * count}, ${count} of them.`);
  }
  return perfectRoot(split(stored));
}

/** Hashes that stand one after another. */
export const split = (hashes: Uint8Array): Buffer[] =>
  Array.from({ length: hashes.length / HASH_BYTES }, (_, at) =>
    Buffer.from(hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );

/** The root of a perfect tree over the given hashes, whose number is a power of two. */
export function perfectRoot(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const below = level;
    level = Array.from({ length: below.length / 2 }, (_, at) =>
      nodeHash(below[2 * at] as Buffer, below[2 * at + 1] as Buffer),
    );
  }
  return level[0] as Buffer;
}

/** Reads each tile once for one proof: the parts of a path lie in few of them. */
function reading(hashes: Hashes): Hashes {
  const kept = new Map<string, Promise<Uint8Array>>();
  return async (level, from, to) => {
    const tile = Math.floor(from / 256);
    const key = `${level}/${tile}`;
    const read = kept.get(key) ?? hashes(level, tile * 256, (tile + 1) * 256);
    kept.set(key, read);
    return (await read).subarray((from - tile * 256) * HASH_BYTES, (to - tile * 256) * HASH_BYTES);
  };
}
