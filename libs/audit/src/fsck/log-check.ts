import { leafHash } from '@app/ledger';
import { Ahead } from './ahead.js';
import type { Found } from './found.js';
import { GrowingTree, type StoredNode } from './growing-tree.js';
import type { Snapshot } from './snapshot.query.js';

interface LeafRow {
  readonly index: string;
  readonly entry: string;
  readonly hash: Buffer;
  readonly published: Buffer | null;
}

interface NodeRow {
  readonly level: number;
  readonly index: string;
  readonly hash: Buffer;
}

/** What was signed over the log at a size: a checkpoint of the database, or the one beside the key. */
export interface SignedRoot {
  readonly size: number;
  readonly root: string;
  readonly of: 'checkpoint' | 'memory';
}

interface Head {
  readonly size: string;
  readonly root: Buffer;
  readonly halted: string | null;
}

const LEAVES = `
  SELECT l.index, l.entry_id AS entry, l.leaf_hash AS hash, e.leaf AS published
  FROM log_leaf l LEFT JOIN history_entry e ON e.id = l.entry_id ORDER BY l.index`;
// In the order in which a growing tree completes them.
const NODES = `
  SELECT level, index, hash FROM log_node ORDER BY (index::numeric + 1) * power(256::numeric, level), level`;
const HEAD = 'SELECT size, root, halted FROM log_head';

/** Every leaf, every stored hash above them, the head, and the roots that were signed. */
export class LogCheck {
  private readonly tree = new GrowingTree();
  private readonly nodes: Ahead<NodeRow>;
  private next = 0;

  constructor(
    private readonly snapshot: Snapshot,
    private readonly found: Found,
    /** By rising size. */
    private readonly signed: Ahead<SignedRoot>,
  ) {
    this.nodes = new Ahead(snapshot.each<NodeRow>(NODES));
  }

  /** Gives the log's size, as its leaves have it. */
  async run(progress: (done: number) => void): Promise<number> {
    await this.compareSigned();
    for await (const leaf of this.snapshot.each<LeafRow>(LEAVES)) {
      this.leaf(leaf);
      for (const node of this.tree.append(leaf.hash)) {
        await this.node(node);
      }
      await this.compareSigned();
      if (this.tree.size % 50_000 === 0) {
        progress(this.tree.size);
      }
    }
    await this.nodes.takeWhile(
      () => true,
      (node) => this.unknownNode(node),
    );
    await this.signed.takeWhile(
      () => true,
      ({ size, of }) => {
        const code = of === 'memory' ? 'rolled_back' : 'checkpoint_beyond_log';
        this.found.add(code, { table: 'log_checkpoint', id: size, expected: size, found: this.tree.size });
      },
    );
    await this.head();
    return this.tree.size;
  }

  private leaf({ index, entry, hash, published }: LeafRow): void {
    if (Number(index) !== this.next) {
      this.found.add('leaf_missing', { table: 'log_leaf', id: this.next, expected: this.next, found: Number(index) });
    }
    this.next = Number(index) + 1;
    if (published === null) {
      this.found.add('leaf_of_nothing', { table: 'log_leaf', id: index, found: entry });
      return;
    }
    const pair = { expected: leafHash(published).toString('hex'), found: hash.toString('hex') };
    this.found.compare('leaf_differs', { table: 'log_leaf', id: index }, pair);
  }

  private async node({ level, index, hash }: StoredNode): Promise<void> {
    const at = (index + 1) * 256 ** level;
    const before = (row: NodeRow): boolean => {
      const place = (Number(row.index) + 1) * 256 ** row.level;
      return place < at || (place === at && row.level < level);
    };
    await this.nodes.takeWhile(before, (row) => this.unknownNode(row));
    const stored = await this.nodes.peek();
    const where = { table: 'log_node', id: `${level}/${index}` };
    if (stored?.level !== level || Number(stored.index) !== index) {
      this.found.add('node_missing', where);
      return;
    }
    await this.nodes.take();
    const pair = { expected: hash.toString('hex'), found: stored.hash.toString('hex') };
    this.found.compare('node_differs', where, pair);
  }

  private unknownNode({ level, index }: NodeRow): void {
    this.found.add('node_unknown', { table: 'log_node', id: `${level}/${index}` });
  }

  private async compareSigned(): Promise<void> {
    const { size } = this.tree;
    await this.signed.takeWhile(
      (next) => next.size <= size,
      (next) => {
        const code = next.of === 'memory' ? 'remembered_differs' : 'checkpoint_root_wrong';
        const pair = { expected: this.tree.root().toString('hex'), found: next.root };
        this.found.compare(code, { table: 'log_checkpoint', id: next.size }, pair);
      },
    );
  }

  private async head(): Promise<void> {
    const head = await this.snapshot.one<Head>(HEAD);
    const size = Number(head?.size ?? -1);
    if (this.next > size) {
      this.found.add('leaf_beyond_head', { table: 'log_leaf', id: this.next - 1, expected: size, found: this.next });
    }
    if (this.next < size) {
      this.found.add('leaf_missing', { table: 'log_leaf', id: this.next, expected: size, found: this.next });
    }
    const pair = { expected: this.tree.root().toString('hex'), found: head?.root.toString('hex') ?? null };
    this.found.compare('head_differs', { table: 'log_head', id: 'root' }, pair);
    if (head?.halted) {
      this.found.add('halted', { table: 'log_head', id: 'halted' });
    }
  }
}
