import { concat, equal, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.js';
import { cosignatureMessage, parseCosignature } from './cosignature.js';
import { FormatError } from './format-error.js';
import { sha256, type PlatformCrypto } from './platform-crypto.js';

/** Signature types of C2SP signed-note that we know. */
export const ED25519 = 0x01;
export const COSIGNATURE_V1 = 0x04;

/** The specification demands at least 16; the reference implementation refuses more than 100. */
export const NOTE_SIGNATURES_MAX = 100;
const PUBLIC_KEY_BYTES = 32;
const KEY_ID_BYTES = 4;

/** A key that signs notes, as one writes it: `<name>+<hex of the id>+<b64 of type and key>`. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name || 0x0A || type || key). */
  readonly id: Uint8Array;
  readonly type: typeof ED25519 | typeof COSIGNATURE_V1;
  readonly publicKey: Uint8Array;
  readonly vkey: string;
}

export interface NoteSignature {
  readonly name: string;
  readonly id: Uint8Array;
  /** Without the id. */
  readonly bytes: Uint8Array;
}

/** A note whose signatures nobody has looked at yet: its text is not to be believed. */
export interface Note {
  /** With its last line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifiedNote {
  readonly text: string;
  /** `time` in POSIX seconds, for cosignatures. */
  readonly signers: readonly { readonly key: VerifierKey; readonly time?: number }[];
  /** Signatures by keys that were not given. They say nothing. */
  readonly unknown: readonly NoteSignature[];
}

/** The note is well-formed and not to be believed. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
  constructor(readonly reason: 'wrong_signature' | 'no_known_signature') {
    super(
      reason === 'wrong_signature'
        ? 'A signature is under a known name and is not by its key.'
        : 'None of the signatures is by a known key.',
    );
  }
}

const isKeyName = (name: string): boolean => /^[^\s\u0085+]+$/u.test(name) && !hasControlCharacters(name);
// eslint-disable-next-line no-control-regex
const hasControlCharacters = (text: string): boolean => /[\u0000-\u0009\u000b-\u001f]/.test(text);

/**
 * @throws {FormatError} where it is not a vkey of type 0x01 or 0x04, or its id is not the key's.
 */
export async function parseVerifierKey(crypto: PlatformCrypto, vkey: string): Promise<VerifierKey> {
  const [name = '', idText = '', ...rest] = vkey.split('+');
  // The Base64 may have plus signs of its own.
  const encoded = fromBase64(rest.join('+'));
  const type = encoded[0];
  if (!isKeyName(name) || !/^[0-9a-f]{8}$/.test(idText) || encoded.length !== 1 + PUBLIC_KEY_BYTES) {
    throw new FormatError('A key is written <name>+<id in hexadecimal>+<Base64>.');
  }
  if (type !== ED25519 && type !== COSIGNATURE_V1) {
    throw new FormatError(`Keys of type ${type} are not known here; 1 and 4 are.`);
  }
  const publicKey = encoded.slice(1);
  const id = await keyId(crypto, name, type, publicKey);
  if (!equal(id, fromHex(idText))) {
    throw new FormatError('The id of this key is not the one that follows from its name and its bytes.');
  }
  return { name, id, type, publicKey, vkey };
}

/** @throws {FormatError} where the name cannot be a key's. */
export async function verifierKey(
  crypto: PlatformCrypto,
  key: Pick<VerifierKey, 'name' | 'type' | 'publicKey'>,
): Promise<VerifierKey> {
  if (!isKeyName(key.name) || key.publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new FormatError('A key has a name without spaces and plus signs, and 32 bytes.');
  }
  const id = await keyId(crypto, key.name, key.type, key.publicKey);
  const encoded = toBase64(concat(Uint8Array.of(key.type), key.publicKey));
  return { ...key, id, vkey: `${key.name}+${toHex(id)}+${encoded}` };
}

async function keyId(crypto: PlatformCrypto, name: string, type: number, key: Uint8Array): Promise<Uint8Array> {
  return (await sha256(crypto, concat(utf8(`${name}\n`), Uint8Array.of(type), key))).slice(0, KEY_ID_BYTES);
}

/** @throws {FormatError} where it is not a signed note, or has more than 100 signatures. */
export function parseNote(note: string): Note {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || hasControlCharacters(note) || !note.isWellFormed()) {
    throw new FormatError('A signed note is text, an empty line, and signatures, without control characters.');
  }
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > NOTE_SIGNATURES_MAX) {
    throw new FormatError(`A note has at most ${NOTE_SIGNATURES_MAX} signatures.`);
  }
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = fromBase64(encoded);
  if (dash !== '\u2014' || !isKeyName(name) || more.length > 0 || bytes.length <= KEY_ID_BYTES) {
    throw new FormatError('A signature line is an em dash, a name, and Base64 of more than four bytes.');
  }
  return { name, id: bytes.slice(0, KEY_ID_BYTES), bytes: bytes.slice(KEY_ID_BYTES) };
}

/** The line by which a signature is added to a note, with its line feed. */
export const formatSignature = ({ name, id, bytes }: NoteSignature): string =>
  `\u2014 ${name} ${toBase64(concat(id, bytes))}\n`;

/**
 * Believes a note if every signature under a known name and id is by that key, and there is one. Signatures of others
 * are passed over (C2SP signed-note, "Signatures").
 *
 * @throws {FormatError} where it is not a note.
 * @throws {NoteError} where it is not to be believed.
 */
export async function verifyNote(
  crypto: PlatformCrypto,
  note: string | Note,
  keys: readonly VerifierKey[],
): Promise<VerifiedNote> {
  const { text, signatures } = typeof note === 'string' ? parseNote(note) : note;
  const signers: { key: VerifierKey; time?: number }[] = [];
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && equal(id, signature.id));
    if (key) {
      signers.push(await verifySignature(crypto, text, signature, key));
    } else {
      unknown.push(signature);
    }
  }
  if (signers.length === 0) {
    throw new NoteError('no_known_signature');
  }
  return { text, signers, unknown };
}

async function verifySignature(crypto: PlatformCrypto, text: string, { bytes }: NoteSignature, key: VerifierKey) {
  const cosigned = key.type === COSIGNATURE_V1 ? cosignature(bytes) : undefined;
  const message = cosigned ? cosignatureMessage(cosigned.time, text) : utf8(text);
  if (!(await crypto.ed25519Verify(key.publicKey, message, cosigned?.signature ?? bytes))) {
    throw new NoteError('wrong_signature');
  }
  return cosigned ? { key, time: cosigned.time } : { key };
}

function cosignature(bytes: Uint8Array) {
  try {
    return parseCosignature(bytes);
  } catch {
    throw new NoteError('wrong_signature');
  }
}
