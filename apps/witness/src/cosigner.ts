import {
  emptyRoot,
  equal,
  FormatError,
  formatSignature,
  NoteError,
  verifyConsistency,
  verifyNote,
  type VerifierKey,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { parseAddCheckpoint, type AddCheckpoint } from './add-checkpoint.rules.js';
import { originHash, type Cosigned, type CosignedCheckpoints } from './cosigned-checkpoints.js';
import type { Evidence } from './evidence.js';
import type { WitnessKey } from './witness-key.js';

/** How often an update may find that another process was first. */
const TRIES_MAX = 5;
const TOLD_OF_COSIGNING_MS = 3_600_000;
const TOLD_OF_REFUSING_MS = 60_000;
/** The type that C2SP tlog-witness gives to the size in a 409. */
const SIZE_TYPE = 'text/x.tlog.size';
const TEXT_TYPE = 'text/plain; charset=utf-8';

export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503;
  readonly type: string;
  readonly body: string;
}

const answer = (status: Answer['status'], sentence: string): Answer => ({
  status,
  type: TEXT_TYPE,
  body: `${sentence}\n`,
});
const heldSize = (size: number): Answer => ({ status: 409, type: SIZE_TYPE, body: `${size}\n` });

export interface CosignerOptions {
  readonly cosigned: CosignedCheckpoints;
  readonly evidence: Evidence;
  readonly key: WitnessKey;
  /** By origin. More than one key while a log replaces its own. */
  readonly logs: ReadonlyMap<string, readonly VerifierKey[]>;
  /** POSIX milliseconds. */
  readonly now: () => number;
  /** A line for whoever runs the witness. */
  readonly tell: (line: string) => void;
}

/** Cosigns checkpoints of the logs that it knows, and no two of one log that are inconsistent with each other. */
export class Cosigner {
  /** The update of each origin that runs last. */
  private readonly running = new Map<string, Promise<unknown>>();

  /** When each kind of line was told last, in POSIX milliseconds. */
  private readonly told = new Map<string, number>();

  constructor(private readonly options: CosignerOptions) {}

  /** C2SP tlog-witness, add-checkpoint. The checks come in the order of the specification. */
  async addCheckpoint(body: Uint8Array): Promise<Answer> {
    let asked: AddCheckpoint;
    try {
      asked = parseAddCheckpoint(body);
    } catch (error) {
      return refusalOf(error, FormatError, 400);
    }
    const keys = this.options.logs.get(asked.checkpoint.origin);
    if (!keys) {
      return answer(404, 'This log is not known here.');
    }
    try {
      await verifyNote(nodeCrypto, asked.note, keys);
    } catch (error) {
      return refusalOf(error, NoteError, 403);
    }
    if (asked.old > asked.checkpoint.size) {
      return answer(400, 'The old size is greater than that of the checkpoint.');
    }
    return await this.inTurn(asked.checkpoint.origin, async () => await this.update(asked, keys));
  }

  /** The newest checkpoint with our cosignature, by the hash of its origin. Undefined where none was ever cosigned. */
  async newest(hash: string): Promise<string | undefined> {
    for (const origin of this.options.logs.keys()) {
      if ((await originHash(origin)) === hash) {
        const newest = await this.options.cosigned.newest(origin);
        return newest && newest.generation > 0 ? newest.note : undefined;
      }
    }
    return undefined;
  }

  /** One after another within this process; against other processes `follow` guards. */
  private async inTurn(origin: string, work: () => Promise<Answer>): Promise<Answer> {
    const turn = (this.running.get(origin) ?? Promise.resolve()).then(work, work);
    this.running.set(origin, turn);
    try {
      return await turn;
    } finally {
      if (this.running.get(origin) === turn) {
        this.running.delete(origin);
      }
    }
  }

  private async update(asked: AddCheckpoint, keys: readonly VerifierKey[]): Promise<Answer> {
    const { cosigned, key } = this.options;
    for (let tried = 0; tried < TRIES_MAX; tried++) {
      const last = await cosigned.newest(asked.checkpoint.origin);
      if (!last) {
        return answer(404, 'This log is not known here.');
      }
      const refused = await this.refused(asked, last);
      if (refused) {
        return refused;
      }
      const line = key.cosign(this.timeAfter(last), asked.note.text);
      if (await cosigned.follow(last, noteOf(asked, keys, line))) {
        const { origin, size } = asked.checkpoint;
        this.tellSeldom(`${origin}: cosigned`, String(size), TOLD_OF_COSIGNING_MS);
        return { status: 200, type: TEXT_TYPE, body: line };
      }
    }
    return answer(503, 'Others were first each time. Ask again.');
  }

  /** Why it is not cosigned after `last`; undefined where it may be. */
  private async refused(asked: AddCheckpoint, last: Cosigned): Promise<Answer | undefined> {
    const { old, proof, checkpoint } = asked;
    const { size, root } = checkpoint;
    const held = last.checkpoint;
    if (old !== held.size) {
      return heldSize(held.size);
    }
    if (size === 0 && !equal(root, await emptyRoot(nodeCrypto))) {
      return answer(422, 'The root of a tree without leaves is the hash of nothing.');
    }
    if (size === held.size && !equal(root, held.root)) {
      await this.alarm('fork', asked, last);
      return heldSize(held.size);
    }
    const consistency = { first: old, second: size, firstRoot: held.root, secondRoot: root, proof };
    if (!(await verifyConsistency(nodeCrypto, consistency))) {
      await this.alarm('unproven', asked, last);
      return answer(422, 'The proof does not lead from the checkpoint that was cosigned last to this one.');
    }
    return undefined;
  }

  private async alarm(kind: 'fork' | 'unproven', { note, checkpoint }: AddCheckpoint, last: Cosigned): Promise<void> {
    const what = kind === 'fork' ? 'signed another tree of the same size' : 'did not prove that it only grew';
    const sizes = `${checkpoint.size} after ${last.checkpoint.size}`;
    this.tellSeldom(`${checkpoint.origin}: REFUSED, the log ${what}:`, sizes, TOLD_OF_REFUSING_MS);
    try {
      await this.options.evidence.keep(kind, checkpoint.origin, note, last.note);
    } catch (error) {
      this.options.tell(`${checkpoint.origin}: what was refused could not be kept (${(error as Error).message})`);
    }
  }

  /** Whoever asks often must not fill the log, nor hide in it what matters. */
  private tellSeldom(what: string, details: string, everyMs: number): void {
    const now = this.options.now();
    const told = this.told.get(what);
    if (told === undefined || Math.abs(now - told) >= everyMs) {
      this.told.set(what, now);
      this.options.tell(`${what} ${details}`);
    }
  }

  /** POSIX seconds, never before the last time: a clock that was set back must not make us say so. */
  private timeAfter(last: Cosigned): number {
    return Math.max(Math.floor(this.options.now() / 1000), last.time);
  }
}

function refusalOf(error: unknown, kind: typeof FormatError | typeof NoteError, status: 400 | 403): Answer {
  if (error instanceof kind) {
    return answer(status, error.message);
  }
  throw error;
}

/** The checkpoint with one signature of each of the log's keys, and ours. All of them were verified. */
function noteOf({ note }: AddCheckpoint, keys: readonly VerifierKey[], line: string): string {
  const ofLog = keys.flatMap(({ name, id }) => {
    const signature = note.signatures.find((one) => one.name === name && equal(one.id, id));
    return signature ? [formatSignature(signature)] : [];
  });
  return [note.text, '\n', ...ofLog, line].join('');
}
