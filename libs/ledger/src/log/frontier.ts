import { Edge, HASH_BYTES, MissingHashes, perfectRoot, split, TILE_HEIGHT, type Hashes } from './tree.js';

const TILE_WIDTH = 2 ** TILE_HEIGHT;

/** A stored hash above the leaves: over 256^level leaves from `index * 256^level` on. */
export interface Node {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/** The right edge of the log: what of each level has no full tile yet. Enough to extend the tree and to give its root. */
export class Frontier {
  /** Hashes of the last, unfinished tile of each level, 0 to 255 of them. */
  private readonly tails: Buffer[][] = [[]];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  /** What is stored of a log of this size. */
  static async read(hashes: Hashes, size: number): Promise<Frontier> {
    const frontier = new Frontier();
    frontier.leaves = size;
    for (let level = 0, count = size; level === 0 || count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
      const stored = await hashes(level, count - (count % TILE_WIDTH), count);
      if (stored.length !== (count % TILE_WIDTH) * HASH_BYTES) {
        throw new MissingHashes(`The log lacks hashes at level ${level} before ${count}.`);
      }
      frontier.tails[level] = split(stored);
    }
    return frontier;
  }

  copy(): Frontier {
    const copy = new Frontier();
    this.tails.forEach((tail, level) => (copy.tails[level] = [...tail]));
    copy.leaves = this.leaves;
    return copy;
  }

  /** Appends leaf hashes, one after another, and gives the nodes that are complete by them. */
  append(leafHashes: Uint8Array): Node[] {
    const nodes: Node[] = [];
    for (const hash of split(leafHashes)) {
      this.leaves += 1;
      this.grow(hash, 0, nodes);
    }
    return nodes;
  }

  root(): Buffer {
    const edge = new Edge();
    for (const [level, tail] of [...this.tails.entries()].toReversed()) {
      tail.forEach((hash) => edge.append(hash, level * TILE_HEIGHT));
    }
    return edge.root();
  }

  private grow(hash: Buffer, level: number, nodes: Node[]): void {
    const tail = (this.tails[level] ??= []);
    tail.push(hash);
    if (tail.length < TILE_WIDTH) {
      return;
    }
    this.tails[level] = [];
    const node = { level: level + 1, index: this.leaves / TILE_WIDTH ** (level + 1) - 1, hash: perfectRoot(tail) };
    nodes.push(node);
    this.grow(node.hash, level + 1, nodes);
  }
}
