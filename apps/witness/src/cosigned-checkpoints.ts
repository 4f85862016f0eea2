import { join } from 'node:path';
import {
  FormatError,
  NoteError,
  parseCheckpoint,
  sha256,
  toHex,
  utf8,
  verifyNote,
  type Checkpoint,
  type VerifierKey,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import type { Files } from './files.js';
import { makeFile } from './new-file.js';
import { WitnessRefusal } from './refusal.js';

/** How often a file may vanish between being found and being read; each time another process has gone on. */
const READS_MAX = 100;
/** The newest and some before it. */
const GENERATIONS_KEPT = 16;
const NAME = /^([0-9a-f]{64})\.(0|[1-9][0-9]{0,14})\.checkpoint$/;

/** The newest checkpoint of a log that this witness has cosigned. */
export interface Cosigned {
  readonly checkpoint: Checkpoint;
  /** POSIX seconds. */
  readonly time: number;
  /** With the log's signatures and ours. */
  readonly note: string;
  /** From 0, for the empty tree with which every log begins. */
  readonly generation: number;
}

/** Lower-case hexadecimal of SHA-256, as C2SP tlog-witness addresses logs. */
export const originHash = async (origin: string): Promise<string> => toHex(await sha256(nodeCrypto, utf8(origin)));

/**
 * What the witness remembers: for each log one file, the cosigned checkpoint itself, named
 * `<SHA-256 of the origin>.<generation>.checkpoint`. The highest generation counts.
 *
 * Node has no flock(2), and a lock that names a process is misread across containers. Instead, of all who follow the
 * same checkpoint only one succeeds, in whatever process: see `follow`.
 */
export class CosignedCheckpoints {
  constructor(
    private readonly files: Files,
    private readonly folder: string,
    private readonly witness: VerifierKey,
  ) {}

  /**
   * Undefined where nothing is kept of that log.
   *
   * @throws {WitnessRefusal} where the file is not what this witness wrote. An older one is never taken instead.
   */
  async newest(origin: string): Promise<Cosigned | undefined> {
    const hash = await originHash(origin);
    for (let read = 0; read < READS_MAX; read++) {
      const generations = await this.generationsOf(hash);
      const generation = generations.at(-1);
      if (generation === undefined) {
        return undefined;
      }
      const name = nameOf(hash, generation);
      const note = await this.files.read(join(this.folder, name));
      if (note !== undefined) {
        return { ...(await this.parse(name, note, origin)), generation };
      }
    }
    throw new WitnessRefusal('The state changes faster than it can be read.');
  }

  /**
   * Keeps a cosigned checkpoint as the one that follows `last`, for good: it may leave only when this has returned true.
   * False: somebody else was first.
   *
   * link(2) fails where the next generation is there already. Where it was there and has since been removed, a higher
   * one is there, since the highest is never removed: whoever finds one higher than their own was too late. That some
   * older ones stay makes it certain that a reader of the folder meets one, whatever happens in it meanwhile.
   */
  async follow(last: Cosigned, note: string): Promise<boolean> {
    const hash = await originHash(last.checkpoint.origin);
    const next = last.generation + 1;
    if (!(await makeFile(this.files, this.folder, nameOf(hash, next), note))) {
      return false;
    }
    const generations = await this.generationsOf(hash);
    if (generations.at(-1) !== next) {
      return false;
    }
    for (const generation of generations.filter((older) => older <= next - GENERATIONS_KEPT)) {
      await this.files.remove(join(this.folder, nameOf(hash, generation)));
    }
    return true;
  }

  /** Begins with the empty tree, where nothing is kept of that log. */
  async begin(origin: string, note: string): Promise<void> {
    await makeFile(this.files, this.folder, nameOf(await originHash(origin), 0), note);
  }

  /** Everything that is kept, sorted by origin. @throws {WitnessRefusal} where any of it does not hold. */
  async all(): Promise<Cosigned[]> {
    const kept: Cosigned[] = [];
    for (const [hash, generation] of await this.newestGenerations()) {
      const name = nameOf(hash, generation);
      const note = (await this.files.read(join(this.folder, name))) ?? '';
      const one = { ...(await this.parse(name, note)), generation };
      if ((await originHash(one.checkpoint.origin)) !== hash) {
        throw new WitnessRefusal(`${name} has the name of another log. ${WHAT_TO_DO}`);
      }
      kept.push(one);
    }
    return kept.toSorted((a, b) => (a.checkpoint.origin < b.checkpoint.origin ? -1 : 1));
  }

  private async newestGenerations(): Promise<Map<string, number>> {
    const newest = new Map<string, number>();
    for (const name of await this.files.names(this.folder)) {
      const [, hash, generation] = NAME.exec(name) ?? [];
      if (hash !== undefined) {
        newest.set(hash, Math.max(newest.get(hash) ?? 0, Number(generation)));
      } else if (name.endsWith('.checkpoint')) {
        throw new WitnessRefusal(`${name} is no name of a file of the state. ${WHAT_TO_DO}`);
      }
    }
    return newest;
  }

  /** Rising. */
  private async generationsOf(hash: string): Promise<number[]> {
    const names = await this.files.names(this.folder);
    return names
      .flatMap((name) => {
        const parts = NAME.exec(name);
        return parts?.[1] === hash ? [Number(parts[2])] : [];
      })
      .toSorted((a, b) => a - b);
  }

  private async parse(name: string, note: string, origin?: string): Promise<Omit<Cosigned, 'generation'>> {
    try {
      const { text, signers } = await verifyNote(nodeCrypto, note, [this.witness]);
      const checkpoint = parseCheckpoint(text);
      if (origin !== undefined && checkpoint.origin !== origin) {
        throw new FormatError('It is of another log.');
      }
      return { checkpoint, time: Math.max(...signers.map(({ time }) => time ?? 0)), note };
    } catch (error) {
      if (error instanceof FormatError || error instanceof NoteError) {
        throw new WitnessRefusal(`${name} is not a checkpoint that this witness cosigned. ${WHAT_TO_DO}`);
      }
      throw error;
    }
  }
}

const nameOf = (hash: string, generation: number): string => `${hash}.${generation}.checkpoint`;

export const WHAT_TO_DO =
  'The state is damaged or not whole, and this key must not cosign any more: keep the folder as it is, ' +
  'and begin with a new folder and a new key (docs/guides/witness.md).';
