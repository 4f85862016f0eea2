import { equal, fromBase64, toBase64 } from '../bytes.js';
import { parseCheckpoint, type Checkpoint } from '../checkpoint.js';
import type { Findings, Where } from '../findings.js';
import { verifyConsistency, type TreeHasher } from '../merkle.js';
import { COSIGNATURE_V1, NoteError } from '../note.js';
import type { PlatformCrypto } from '../platform-crypto.js';
import { quorumIsMet, type Policy } from '../policy.js';
import { said, type Keyring } from './keyring.js';

export interface Cosigner {
  readonly name: string;
  /** POSIX seconds. */
  readonly time: number;
}
export interface SignedCheckpoint extends Checkpoint {
  readonly cosigners: readonly Cosigner[];
  readonly where: Where;
}

/** Three lines and no extension; size 0 has the root of nothing, which the tree says by itself. */
const LINES = 3;

/** The checkpoints that came, and those that the auditor holds: signed, rising, and each holding the one before it. */
export class Checkpoints {
  readonly seen: SignedCheckpoint[] = [];
  /** Whose cosignatures count. */
  policy: Policy | undefined;
  private readonly own: Checkpoint[] = [];

  constructor(
    private readonly crypto: PlatformCrypto,
    private readonly findings: Findings,
    private readonly keyring: Keyring,
    private readonly origin: string,
  ) {}

  get last(): SignedCheckpoint | undefined {
    return this.seen.at(-1);
  }

  /** At which the roots are needed. */
  get sizes(): number[] {
    return [...this.seen, ...this.own].map(({ size }) => size);
  }

  /** @param consistency from the one before. */
  async add(note: string, consistency: readonly string[], where: Where): Promise<void> {
    const before = this.last;
    const checkpoint = await this.read(note, where);
    if (!checkpoint) {
      return;
    }
    this.seen.push(checkpoint);
    const proof = consistency.map(fromBase64);
    if (!before) {
      this.require(proof.length === 0, 'checkpoints_inconsistent', where);
      return;
    }
    this.require(checkpoint.size > before.size, 'checkpoint_order', where);
    const roots = { firstRoot: before.root, secondRoot: checkpoint.root };
    const holds = await verifyConsistency(this.crypto, {
      first: before.size,
      second: checkpoint.size,
      ...roots,
      proof,
    });
    this.require(holds, 'checkpoints_inconsistent', where, `from size ${before.size} to ${checkpoint.size}`);
  }

  private async read(note: string, where: Where): Promise<SignedCheckpoint | undefined> {
    try {
      const witnesses = this.policy?.witnesses ?? [];
      const { text, signers } = await this.keyring.verify(
        'log',
        note,
        witnesses.map(({ key }) => key),
      );
      const checkpoint = parseCheckpoint(text);
      const cosigners = signers.flatMap(({ key, time }) =>
        key.type === COSIGNATURE_V1
          ? witnesses.filter((witness) => witness.key === key).map(({ name }) => ({ name, time: time ?? 0 }))
          : [],
      );
      const signing = signers.filter(({ key }) => key.type !== COSIGNATURE_V1);
      signing.forEach(({ key }) => this.keyring.used('log', key, checkpoint.size));
      this.keyring.relyOn(
        'log',
        signing.map(({ key }) => key),
      );
      this.require(signing.length > 0, 'checkpoint_not_signed', where);
      this.require(checkpoint.origin === this.origin, 'checkpoint_of_another_log', where, checkpoint.origin);
      this.require(text.split('\n').length === LINES + 1, 'checkpoint_malformed', where, 'it has an extension');
      return { ...checkpoint, cosigners, where };
    } catch (error) {
      this.findings.add(codeOf(error), where, said(error));
      return undefined;
    }
  }

  /** One that the auditor holds. */
  async addOwn(note: string): Promise<void> {
    try {
      const { text } = await this.keyring.verify('log', note);
      const checkpoint = parseCheckpoint(text);
      this.require(checkpoint.origin === this.origin, 'own_checkpoint_not_of_this_log', {}, checkpoint.origin);
      this.own.push(checkpoint);
    } catch (error) {
      const code = error instanceof NoteError ? 'own_checkpoint_not_of_this_log' : 'own_checkpoint_malformed';
      this.findings.add(code, {}, said(error));
    }
  }

  /**
   * @param size that the last checkpoint has to have.
   * @param tree of all leaves, where they were all there.
   */
  conclude(size: number, tree: TreeHasher | undefined): void {
    const last = this.last;
    if (!last) {
      return;
    }
    this.require(last.size === size, 'checkpoint_order', last.where, `it is of size ${last.size}, not ${size}`);
    const names = last.cosigners.map(({ name }) => name);
    const wanted = this.policy ? `of ${this.policy.quorum}` : '';
    this.require(!this.policy || quorumIsMet(this.policy, names), 'quorum_not_met', last.where, wanted);
    for (const { size: at, root, where } of tree ? this.seen : []) {
      const found = tree?.rootAt(at);
      this.require(found !== undefined && equal(found, root), 'root_differs', where, `at size ${at}`);
    }
    for (const own of this.own) {
      this.compare(own, last, tree);
    }
    if (this.own.length === 0) {
      this.findings.add('no_own_checkpoint');
    }
  }

  private compare(own: Checkpoint, last: Checkpoint, tree: TreeHasher | undefined): void {
    const found = tree?.rootAt(own.size) ?? this.seen.find(({ size }) => size === own.size)?.root;
    const detail = `yours is of size ${own.size} and root ${toBase64(own.root)}`;
    if (own.size > last.size) {
      this.findings.add('older_than_own_checkpoint', {}, detail);
    } else if (!found) {
      this.findings.add('own_checkpoint_not_reached', {}, detail);
    } else {
      this.findings.add(equal(found, own.root) ? 'own_checkpoint_held' : 'own_checkpoint_contradicted', {}, detail);
    }
  }

  private require(holds: boolean, code: Parameters<Findings['add']>[0], where: Where, detail = ''): void {
    if (!holds) {
      this.findings.add(code, where, detail);
    }
  }
}

function codeOf(error: unknown) {
  if (error instanceof NoteError) {
    return error.reason === 'wrong_signature' ? 'signature_wrong' : 'checkpoint_not_signed';
  }
  return 'checkpoint_malformed';
}
