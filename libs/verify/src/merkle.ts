import { concat, equal } from './bytes.js';
import { sha256, type PlatformCrypto } from './platform-crypto.js';

/** RFC 9162, section 2.1.1: what stands before a leaf and before two nodes, so that neither passes for the other. */
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = 1;
const HASH_BYTES = 32;

export const leafHashInput = (leaf: Uint8Array): Uint8Array => concat(LEAF_PREFIX, leaf);

/** SHA-256(0x00 || leaf). */
export const leafHash = async (crypto: PlatformCrypto, leaf: Uint8Array): Promise<Uint8Array> =>
  await sha256(crypto, leafHashInput(leaf));

/** SHA-256(0x01 || left || right). */
export const nodeHash = async (crypto: PlatformCrypto, left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  await sha256(crypto, writeNode(new Uint8Array(1 + 2 * HASH_BYTES), left, right));

/** SHA-256 of nothing. */
export const emptyRoot = async (crypto: PlatformCrypto): Promise<Uint8Array> => await sha256(crypto, new Uint8Array());

function writeNode(into: Uint8Array, left: Uint8Array, right: Uint8Array): Uint8Array {
  into[0] = NODE_PREFIX;
  into.set(left, 1);
  into.set(right, 1 + HASH_BYTES);
  return into;
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
const isPlace = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const half = (n: number): number => Math.floor(n / 2);

/** RFC 9162, section 2.1.3.2. */
export async function verifyInclusion(crypto: PlatformCrypto, one: Inclusion): Promise<boolean> {
  const [verified] = await verifyInclusions(crypto, [one]);
  return verified === true;
}

/** Of each, in order. The proofs are walked side by side, so that the digests come in batches. */
export async function verifyInclusions(crypto: PlatformCrypto, all: readonly Inclusion[]): Promise<boolean[]> {
  const walks = all.map((one) => ({
    one,
    fn: one.index,
    sn: one.size - 1,
    at: 0,
    hash: one.leafHash,
    held: begins(one),
  }));
  for (;;) {
    const walking = walks.filter(({ held, at, one }) => held && at < one.proof.length);
    if (walking.length === 0) {
      return walks.map(({ one, held, sn, hash }) => held && sn === 0 && equal(hash, one.root));
    }
    const inputs = walking.map((walk) => {
      const node = new Uint8Array(1 + 2 * HASH_BYTES);
      const beside = walk.one.proof[walk.at++] as Uint8Array;
      return walksFromTheRight(walk) ? writeNode(node, beside, walk.hash) : writeNode(node, walk.hash, beside);
    });
    const hashes = await crypto.sha256All(inputs);
    walking.forEach((walk, i) => {
      walk.held = walk.sn !== 0;
      walk.hash = hashes[i] as Uint8Array;
      climb(walk);
    });
  }
}

const begins = ({ index, size, leafHash: leaf, root, proof }: Inclusion): boolean =>
  isPlace(index) && isPlace(size) && index < size && [leaf, root, ...proof].every(isHash);

/** Whether the node in hand is the right one of two, or the last of its row. */
const walksFromTheRight = ({ fn, sn }: { fn: number; sn: number }): boolean => fn % 2 === 1 || fn === sn;

/** To the row above in which the node in hand has a node beside it again. */
function climb(walk: { fn: number; sn: number }): void {
  if (walksFromTheRight(walk)) {
    while (walk.fn % 2 === 0 && walk.fn !== 0) {
      walk.fn = half(walk.fn);
      walk.sn = half(walk.sn);
    }
  }
  walk.fn = half(walk.fn);
  walk.sn = half(walk.sn);
}

export interface Consistency {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * RFC 9162, section 2.1.4.2. Of what the RFC leaves open: between equal sizes, and from size 0, the proof is empty; the
 * roots of equal sizes are equal, and that of size 0 is the digest of nothing (C2SP tlog-witness).
 */
export async function verifyConsistency(crypto: PlatformCrypto, given: Consistency): Promise<boolean> {
  const { first, second, firstRoot, secondRoot, proof } = given;
  if (!isPlace(first) || !isPlace(second) || first > second || ![firstRoot, secondRoot, ...proof].every(isHash)) {
    return false;
  }
  if (first === 0) {
    return (
      proof.length === 0 && equal(firstRoot, await emptyRoot(crypto)) && (second > 0 || equal(firstRoot, secondRoot))
    );
  }
  if (first === second) {
    return proof.length === 0 && equal(firstRoot, secondRoot);
  }
  return proof.length > 0 && (await leadsFromTo(crypto, given));
}

async function leadsFromTo(
  crypto: PlatformCrypto,
  { first, second, firstRoot, secondRoot, proof }: Consistency,
): Promise<boolean> {
  const walk = { fn: first - 1, sn: second - 1 };
  while (walk.fn % 2 === 1) {
    walk.fn = half(walk.fn);
    walk.sn = half(walk.sn);
  }
  // A tree that is full is a node of the second tree, and the proof leaves it out.
  const [start, ...path] = walk.fn === 0 ? [firstRoot, ...proof] : proof;
  let before = start as Uint8Array;
  let after = before;
  for (const beside of path) {
    if (walk.sn === 0) {
      return false;
    }
    if (walksFromTheRight(walk)) {
      before = await nodeHash(crypto, beside, before);
      after = await nodeHash(crypto, beside, after);
    } else {
      after = await nodeHash(crypto, after, beside);
    }
    climb(walk);
  }
  return walk.sn === 0 && equal(before, firstRoot) && equal(after, secondRoot);
}

/**
 * The root of a tree whose leaf hashes come one after another, and of the tree as it was at chosen earlier sizes. It
 * holds one node for each bit of the size.
 */
export class TreeHasher {
  /** By row from the leaves: the full subtree that waits for its right sibling. */
  private readonly waiting: (Uint8Array | undefined)[] = [];
  private readonly sizes: number[];
  private readonly roots = new Map<number, Uint8Array>();
  private readonly scratch: Uint8Array[] = [];
  private count = 0;

  /**
   * @param sizes at which `rootAt` will be asked for.
   * @param onRow told of the nodes of each row, counted from the leaves, as they come.
   */
  constructor(
    private readonly crypto: PlatformCrypto,
    sizes: Iterable<number> = [],
    private readonly onRow?: (row: number, nodes: readonly Uint8Array[]) => void,
  ) {
    this.sizes = [...new Set(sizes)].sort((a, b) => a - b);
  }

  get size(): number {
    return this.count;
  }

  async append(leafHashes: readonly Uint8Array[]): Promise<void> {
    let from = 0;
    await this.keepRoot();
    while (from < leafHashes.length) {
      const next = this.sizes[0];
      const to = next === undefined ? leafHashes.length : Math.min(leafHashes.length, from + next - this.count);
      await this.add(from === 0 && to === leafHashes.length ? leafHashes : leafHashes.slice(from, to));
      from = to;
      await this.keepRoot();
    }
  }

  async root(): Promise<Uint8Array> {
    let root: Uint8Array | undefined;
    for (const node of this.waiting) {
      root = node && root ? await nodeHash(this.crypto, node, root) : (root ?? node);
    }
    return root ?? (await emptyRoot(this.crypto));
  }

  /** Undefined where the size was not among those asked for, or is not reached. */
  rootAt(size: number): Uint8Array | undefined {
    return this.roots.get(size);
  }

  private async keepRoot(): Promise<void> {
    while (this.sizes[0] !== undefined && this.sizes[0] <= this.count) {
      const size = this.sizes.shift() as number;
      if (size === this.count) {
        this.roots.set(size, await this.root());
      }
    }
  }

  /** Row by row: the digests of a row are one batch. */
  private async add(leafHashes: readonly Uint8Array[]): Promise<void> {
    this.count += leafHashes.length;
    let row = leafHashes;
    for (let level = 0; row.length > 0; level++) {
      this.onRow?.(level, row);
      const left = this.waiting[level];
      const nodes = left ? [left, ...row] : row;
      this.waiting[level] = nodes.length % 2 === 1 ? nodes.at(-1) : undefined;
      row = nodes.length < 2 ? [] : await this.crypto.sha256All(this.pairs(nodes));
    }
  }

  private pairs(nodes: readonly Uint8Array[]): Uint8Array[] {
    const count = nodes.length >> 1;
    while (this.scratch.length < count) {
      this.scratch.push(new Uint8Array(1 + 2 * HASH_BYTES));
    }
    const pairs = this.scratch.slice(0, count);
    for (let i = 0; i < count; i++) {
      writeNode(pairs[i] as Uint8Array, nodes[2 * i] as Uint8Array, nodes[2 * i + 1] as Uint8Array);
    }
    return pairs;
  }
}
