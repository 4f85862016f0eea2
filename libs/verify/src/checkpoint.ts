import { fromBase64, fromDecimal, toBase64 } from './bytes.js';
import { FormatError } from './format-error.js';

const HASH_BYTES = 32;

/** What a log says that it holds (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  /** Number of leaves, 0 to 2^53 - 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Lines after the third. Ours has none. */
  readonly extensions: readonly string[];
}

/**
 * Of the text of a note, without its signatures.
 *
 * @throws {FormatError} where it is none.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const end = rest.pop();
  if (origin === '' || end !== '' || rest.includes('')) {
    throw new FormatError('A checkpoint has lines of an origin, a size and a root, and none of them is empty.');
  }
  const hash = fromBase64(root);
  if (hash.length !== HASH_BYTES) {
    throw new FormatError('The root of a checkpoint has 32 bytes.');
  }
  return { origin, size: fromDecimal(size), root: hash, extensions: rest };
}

export const formatCheckpoint = ({ origin, size, root }: Omit<Checkpoint, 'extensions'>): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;
