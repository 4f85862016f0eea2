import { concat, fromU64, toU64, utf8 } from './bytes.js';
import { FormatError } from './format-error.js';

const SIGNATURE_BYTES = 64;

/** What a witness says of a checkpoint, and when (C2SP tlog-cosignature, v1). */
export interface Cosignature {
  /** POSIX seconds. */
  readonly time: number;
  /** Ed25519 over `cosignatureMessage`. */
  readonly signature: Uint8Array;
}

/** What is signed: the checkpoint's text with its last line feed, but no signature lines, under a time. */
export const cosignatureMessage = (time: number, checkpointText: string): Uint8Array =>
  utf8(`cosignature/v1\ntime ${time}\n${checkpointText}`);

/** @throws {FormatError} unless it is eight bytes of time and 64 of signature. */
export function parseCosignature(bytes: Uint8Array): Cosignature {
  if (bytes.length !== 8 + SIGNATURE_BYTES) {
    throw new FormatError('A cosignature has 72 bytes.');
  }
  return { time: fromU64(bytes), signature: bytes.subarray(8) };
}

export const formatCosignature = ({ time, signature }: Cosignature): Uint8Array => concat(toU64(time), signature);
