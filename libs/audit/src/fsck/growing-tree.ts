import { nodeHash } from '@app/ledger';

/** A hash as the log stores it above the leaves: over 256^level leaves from `index * 256^level` on. */
export interface StoredNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

const EMPTY = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

/**
 * The tree over leaves that come one after another (RFC 9162, section 2.1.1), of which only the right edge is kept.
 * Written anew, and not the sequencer's: what is checked must not check itself.
 */
export class GrowingTree {
  private readonly edge: { readonly height: number; readonly hash: Buffer }[] = [];
  private leaves = 0;

  get size(): number {
    return this.leaves;
  }

  /** Gives what is stored above the leaves once this one is there, the lowest first. */
  append(leafHash: Buffer): StoredNode[] {
    this.leaves += 1;
    const stored: StoredNode[] = [];
    let grown = { height: 0, hash: leafHash };
    for (let left = this.edge.at(-1); left?.height === grown.height; left = this.edge.at(-1)) {
      this.edge.pop();
      grown = { height: grown.height + 1, hash: nodeHash(left.hash, grown.hash) };
      if (grown.height % 8 === 0) {
        stored.push({ level: grown.height / 8, index: this.leaves / 2 ** grown.height - 1, hash: grown.hash });
      }
    }
    this.edge.push(grown);
    return stored;
  }

  root(): Buffer {
    return this.edge.length === 0
      ? EMPTY
      : this.edge.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }
}
