import { toBase64, utf8 } from '@app/verify';
import { TestSigner } from '../../../libs/verify/test/test-signer.js';
import { TestTree } from '../../../libs/verify/test/test-tree.js';

export interface Asked {
  readonly old: number;
  readonly size: number;
  /** Another tree's, where the log is to lie. */
  readonly root?: Uint8Array;
  readonly proof?: readonly Uint8Array[];
  readonly signer?: TestSigner;
  readonly origin?: string;
}

/** A log as a witness meets it; `branch` gives it another future from there on. */
export class TestLog {
  /** Signing is what takes time in tests. */
  private readonly notes = new Map<string, string>();

  private constructor(
    readonly signer: TestSigner,
    readonly tree: TestTree,
  ) {}

  static make(origin: string, leaves: number): TestLog {
    return new TestLog(TestSigner.make(origin), TestTree.ofNumbers(leaves));
  }

  get origin(): string {
    return this.signer.name;
  }

  /** The same log with the same first `from` leaves, and others after them. */
  branch(from: number, leaves: number): TestLog {
    const tree = TestTree.ofNumbers(from);
    for (let leaf = from; leaf < leaves; leaf++) {
      tree.append(utf8(`other ${leaf}`));
    }
    return new TestLog(this.signer, tree);
  }

  text({ size, root = this.tree.root(size), origin = this.origin }: Pick<Asked, 'size' | 'root' | 'origin'>): string {
    return `${origin}\n${size}\n${toBase64(root)}\n`;
  }

  note(asked: Pick<Asked, 'size' | 'root' | 'origin' | 'signer'>): string {
    const text = this.text(asked);
    const note = asked.signer?.note(text) ?? this.notes.get(text) ?? this.signer.note(text);
    if (!asked.signer) {
      this.notes.set(text, note);
    }
    return note;
  }

  /** The body of add-checkpoint. */
  request(asked: Asked): Uint8Array {
    const proof = asked.proof ?? this.tree.consistency(asked.old, asked.size);
    return bodyOf(asked.old, proof, this.note(asked));
  }
}

export function bodyOf(old: number, proof: readonly Uint8Array[], note: string): Uint8Array {
  return utf8([`old ${old}`, ...proof.map(toBase64), '', note].join('\n'));
}
