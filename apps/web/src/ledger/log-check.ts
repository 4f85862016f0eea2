import {
  COSIGNATURE_V1,
  ED25519,
  fromBase64,
  parseCheckpoint,
  parseVerifierKey,
  toBase64,
  toHex,
  verifyConsistency,
  verifyNote,
  type Checkpoint,
  type PlatformCrypto,
  type VerifierKey,
} from '@app/verify';
import type { Seen } from './memory';

/** A checkpoint whose signature was checked in this browser. */
export interface CheckedCheckpoint extends Checkpoint {
  readonly note: string;
  /** Names and ids of the log's keys that signed it. */
  readonly signers: readonly { readonly vkey: string; readonly name: string; readonly id: string }[];
  readonly cosigners: readonly { readonly name: string; readonly id: string; readonly at: string }[];
  /** Names under signatures by keys that are not known here. They say nothing. */
  readonly unknown: readonly string[];
}

/** Something that the log, or whoever answers for it, cannot have done honestly. The message says it to people. */
export class Alarm extends Error {
  override readonly name = 'Alarm';
}

/** Keys that can be read; others are as if they were not there. */
export async function readKeys(crypto: PlatformCrypto, vkeys: readonly string[]): Promise<VerifierKey[]> {
  const keys = await Promise.all(
    vkeys.map(async (vkey) => {
      try {
        return [await parseVerifierKey(crypto, vkey)];
      } catch {
        return [];
      }
    }),
  );
  return keys.flat();
}

/** @throws {Alarm} where it is not signed by a key of the log, or says nothing of a log. */
export async function checkCheckpoint(
  crypto: PlatformCrypto,
  note: string,
  keys: { log: readonly VerifierKey[]; witnesses: readonly VerifierKey[] },
): Promise<CheckedCheckpoint> {
  const { text, signers, unknown } = await verified(crypto, note, [...keys.log, ...keys.witnesses]);
  const own = signers.filter(({ key }) => key.type === ED25519);
  const checkpoint = parsed(text);
  if (own.length === 0) {
    throw new Alarm('This checkpoint is not signed by a key of the log.');
  }
  if (own.some(({ key }) => key.name !== checkpoint.origin)) {
    throw new Alarm('This checkpoint is signed by the key of another log.');
  }
  return {
    ...checkpoint,
    note,
    signers: own.map(({ key }) => ({ vkey: key.vkey, name: key.name, id: toHex(key.id) })),
    cosigners: signers.flatMap(({ key, time }) =>
      key.type === COSIGNATURE_V1 && time !== undefined
        ? [{ name: key.name, id: toHex(key.id), at: new Date(time * 1000).toISOString() }]
        : [],
    ),
    unknown: unknown.map(({ name }) => name),
  };
}

async function verified(crypto: PlatformCrypto, note: string, keys: readonly VerifierKey[]) {
  try {
    return await verifyNote(crypto, note, keys);
  } catch (error) {
    throw new Alarm(`The signature of this checkpoint does not hold. ${error instanceof Error ? error.message : ''}`);
  }
}

function parsed(text: string): Checkpoint {
  try {
    return parseCheckpoint(text);
  } catch {
    throw new Alarm('What was signed is not a checkpoint.');
  }
}

/** A tree by its size and root (b64). */
export interface Tree {
  readonly size: number;
  readonly root: string;
}

export const treeOf = ({ size, root }: Pick<Checkpoint, 'size' | 'root'>): Tree => ({ size, root: toBase64(root) });

/**
 * That the later tree holds everything that the earlier one held, unchanged.
 *
 * @param proofOf asks the server; of equal sizes and from size 0 there is nothing to ask.
 * @throws {Alarm} where it does not.
 */
export async function checkContinues(
  crypto: PlatformCrypto,
  [earlier, later]: readonly [Tree, Tree],
  proofOf: (from: number, to: number) => Promise<readonly string[]>,
): Promise<void> {
  if (earlier.size > later.size) {
    throw new Alarm(
      `The log has ${later.size} entries, and had ${earlier.size} before. Entries are missing at its end, or an older state of it was put back.`,
    );
  }
  if (earlier.size === later.size && earlier.root !== later.root) {
    throw new Alarm(`There are two different logs of ${later.size} entries. One of them was rewritten.`);
  }
  if (earlier.size === later.size || earlier.size === 0) {
    return;
  }
  const proof = await proofOf(earlier.size, later.size);
  const holds = await verifyConsistency(crypto, {
    first: earlier.size,
    second: later.size,
    firstRoot: fromBase64(earlier.root),
    secondRoot: fromBase64(later.root),
    proof: hashes(proof),
  });
  if (!holds) {
    throw new Alarm(
      `The log of ${later.size} entries does not continue the log of ${earlier.size} entries that this browser checked before. Something that was in it was rewritten, taken out or put in between.`,
    );
  }
}

function hashes(proof: readonly string[]): Uint8Array[] {
  try {
    return proof.map(fromBase64);
  } catch {
    throw new Alarm('The proof that the log was not rewritten cannot be read.');
  }
}

/** Which remembered checkpoint a given one is to be compared with: the nearest that is not larger, else the first. */
export const comparedWith = (seen: readonly Seen[], size: number): Seen | null =>
  seen.findLast((one) => one.size <= size) ?? seen[0] ?? null;
