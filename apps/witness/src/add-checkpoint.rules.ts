import { FormatError, fromBase64, fromDecimal, fromUtf8, parseCheckpoint, parseNote } from '@app/verify';
import type { Checkpoint, Note } from '@app/verify';

/** C2SP tlog-witness, add-checkpoint: enough for a tree of 2^63 leaves. */
export const PROOF_LINES_MAX = 63;
const HASH_BYTES = 32;

/** What a log asks a witness for. */
export interface AddCheckpoint {
  /** Leaves in the tree from which the proof leads. */
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly note: Note;
  readonly checkpoint: Checkpoint;
}

/**
 * C2SP tlog-witness, add-checkpoint: an old size line, lines of a consistency proof, an empty line, a checkpoint.
 *
 * @throws {FormatError} where it is anything else.
 */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = fromUtf8(body);
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (!first.startsWith('old ')) {
    throw new FormatError('The body is an old size line, lines of a proof, an empty line, and a checkpoint.');
  }
  if (lines.length > PROOF_LINES_MAX) {
    throw new FormatError(`A proof has at most ${PROOF_LINES_MAX} lines.`);
  }
  const note = parseNote(text.slice(end + 2));
  return { old: fromDecimal(first.slice(4)), proof: lines.map(hashOf), note, checkpoint: parseCheckpoint(note.text) };
}

function hashOf(line: string): Uint8Array {
  const hash = fromBase64(line);
  if (hash.length !== HASH_BYTES) {
    throw new FormatError('A line of a proof is Base64 of 32 bytes.');
  }
  return hash;
}
