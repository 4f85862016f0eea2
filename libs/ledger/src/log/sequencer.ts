import { formatCheckpoint, NoteError, parseCheckpoint, parseVerifierKey, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { Frontier } from './frontier.js';
import { Halted } from './halted.js';
import { LogStore, type Connection, type Head, type StoredCheckpoint } from './log-store.js';
import { signedNote, type NoteSigner } from './note-signer.js';
import type { SignedMemory } from './signed-memory.js';
import { edgeOf, MissingHashes } from './tree.js';

/** Entries that one round takes at the most: 32 bytes each in memory, and a transaction of some 200 ms. */
const ROUND_MAX = 10_000;

export interface Signing {
  /** The newest first. All of them sign, so that a reader who knows one key of a rotation can go on. */
  readonly signers: readonly [NoteSigner, ...NoteSigner[]];
  readonly memory: Pick<SignedMemory, 'read' | 'write'>;
  readonly now: () => Date;
}

/**
 * Gives entries their places in the log and signs its checkpoints, on one connection that holds the lock. It keeps
 * the tree's right edge and what it signed last; it signs nothing that is not an extension of that, as the database
 * has it stored and as the file beside the key remembers it.
 */
export class Sequencer {
  private readonly store: LogStore;
  private frontier = new Frontier();
  private signed: Head = { size: 0, root: this.frontier.root() };

  constructor(
    connection: Connection,
    private readonly signing: Signing,
  ) {
    this.store = new LogStore(connection);
  }

  /** Size of the newest checkpoint that was published. */
  get signedSize(): number {
    return this.signed.size;
  }

  /** Whether this one is the sequencer now: one is, for as long as its connection lives. */
  async lead(): Promise<boolean> {
    return await this.store.becomeLeader();
  }

  /**
   * Reads where the log stands, and takes it on only if it extends what was signed before.
   *
   * @throws {Halted} it does not: entries were lost or changed, as by a backup that was put back.
   */
  async takeUp(): Promise<void> {
    const head = await this.store.head();
    const stored = await this.store.newestCheckpoint();
    const remembered = await this.remembered();
    if (stored) {
      await this.believe(stored.note);
      await this.requireExtends(stored, head);
    }
    if (remembered) {
      await this.requireExtends(remembered, head);
    }
    this.frontier = await this.readFrontier(head);
    const newest = [stored, remembered].filter((one) => one !== null).toSorted((a, b) => b.size - a.size)[0];
    if (newest) {
      // Signed and remembered, and killed before it was published; or published by another machine.
      this.remember(newest.note, remembered);
      await this.store.publish(newest, this.signing.now());
      this.signed = newest;
    }
    await this.store.halt(null, this.signing.now());
  }

  /**
   * One round: gives waiting entries their places, in a transaction of its own.
   *
   * @returns how many it placed, at most 10,000: call it again where it was that many.
   * @throws {Halted} somebody else has written the log.
   */
  async round(): Promise<number> {
    await this.store.begin();
    try {
      const placed = await this.extend();
      await this.store.commit();
      return placed();
    } catch (error) {
      await this.store.rollback().catch(() => undefined);
      throw error;
    }
  }

  /**
   * Signs the tree as it is, remembers the signature on disk, and publishes it; nothing where it has not grown.
   *
   * @throws {Halted} what is stored does not give any more what was signed last.
   */
  async sign(): Promise<boolean> {
    const { size } = this.frontier;
    if (size === this.signed.size) {
      return false;
    }
    await this.requireStored(this.signed);
    const root = this.frontier.root();
    const text = formatCheckpoint({ origin: this.origin, size, root });
    const checkpoint = { size, root, note: signedNote(text, this.signing.signers) };
    this.signing.memory.write(checkpoint.note);
    await this.store.publish(checkpoint, this.signing.now());
    this.signed = checkpoint;
    return true;
  }

  /** Says in the database why nothing is signed any more. */
  async halt(reason: Halted): Promise<void> {
    await this.store.halt(reason.message, this.signing.now());
  }

  private get origin(): string {
    return this.signing.signers[0].name;
  }

  private async extend(): Promise<() => number> {
    const head = await this.store.lockedHead();
    if (head.size !== this.frontier.size || !head.root.equals(this.frontier.root())) {
      throw new Halted('The log was written by somebody else than the sequencer.');
    }
    const hashes = await this.store.take(head.size, ROUND_MAX);
    if (hashes.length === 0) {
      return () => 0;
    }
    const grown = this.frontier.copy();
    const nodes = grown.append(hashes);
    if (nodes.length > 0) {
      await this.store.addNodes(nodes);
    }
    await this.store.setHead({ size: grown.size, root: grown.root() });
    return () => {
      this.frontier = grown;
      return grown.size - head.size;
    };
  }

  private async readFrontier(head: Head): Promise<Frontier> {
    const frontier = await Frontier.read(this.store.hashes, head.size).catch(nothingWhereMissing);
    if (!frontier?.root().equals(head.root)) {
      throw new Halted('What is stored of the log does not give the root that it had.');
    }
    return frontier;
  }

  private async requireExtends(checkpoint: Head, head: Head): Promise<void> {
    if (head.size < checkpoint.size) {
      throw new Halted(
        `The log has ${head.size} entries, and ${checkpoint.size} were signed: entries are lost. Was an older backup put back?`,
      );
    }
    await this.requireStored(checkpoint);
  }

  private async requireStored({ size, root }: Head): Promise<void> {
    const edge = await edgeOf(this.store.hashes, size).catch(nothingWhereMissing);
    if (!edge?.root().equals(root)) {
      throw new Halted(`The first ${size} entries of the log are not those that were signed.`);
    }
  }

  private async remembered(): Promise<StoredCheckpoint | null> {
    const note = this.signing.memory.read();
    return note === null ? null : await this.believe(note);
  }

  private remember(note: string, remembered: StoredCheckpoint | null): void {
    if (note !== remembered?.note) {
      this.signing.memory.write(note);
    }
  }

  private async believe(note: string): Promise<StoredCheckpoint> {
    try {
      const keys = await Promise.all(
        this.signing.signers.map(async ({ vkey }) => await parseVerifierKey(nodeCrypto, vkey)),
      );
      const { text } = await verifyNote(nodeCrypto, note, keys);
      const { origin, size, root } = parseCheckpoint(text);
      if (origin !== this.origin) {
        throw new Halted(`The last checkpoint is of the log ${origin}, and the key is of ${this.origin}.`);
      }
      return { size, root: Buffer.from(root), note };
    } catch (error) {
      if (error instanceof Halted) {
        throw error;
      }
      throw new Halted(
        error instanceof NoteError && error.reason === 'no_known_signature'
          ? 'The last checkpoint is signed by none of the keys that are configured. Configure the old key behind the new one.'
          : 'The last checkpoint cannot be believed: it was changed, or is damaged.',
      );
    }
  }
}

/** A connection that breaks says nothing of the log. */
function nothingWhereMissing(error: unknown): null {
  if (error instanceof MissingHashes) {
    return null;
  }
  throw error;
}
