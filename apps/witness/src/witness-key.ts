import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  concat,
  COSIGNATURE_V1,
  cosignatureMessage,
  ED25519,
  FormatError,
  formatCosignature,
  formatSignature,
  fromBase64,
  toBase64,
  toHex,
  verifierKey,
  type VerifierKey,
} from '@app/verify';
import { nodeCrypto } from '@app/verify/node';

/** What stands before the 32 bytes of a seed in DER (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SEED_BYTES = 32;

/** The key by which one witness cosigns (C2SP tlog-cosignature, v1). */
export interface WitnessKey {
  /** Type 0x04, for policies. */
  readonly verifier: VerifierKey;
  /** The line that is added to a checkpoint of this text. `time` in POSIX seconds. */
  cosign(time: number, checkpointText: string): string;
}

/**
 * A new key as text: `PRIVATE+KEY+<name>+<id>+<b64 of type and seed>`, as golang.org/x/mod/sumdb/note writes a key. Its
 * type is 0x01 there, also for keys of witnesses (transparency-dev/formats, NewSignerForCosignatureV1).
 *
 * @throws {FormatError} where the name cannot be a key's.
 */
export async function newSigningKey(name: string): Promise<string> {
  return await signingKeyText(name, randomBytes(SEED_BYTES));
}

export async function signingKeyText(name: string, seed: Uint8Array): Promise<string> {
  const { id } = await verifierKey(nodeCrypto, { name, type: ED25519, publicKey: publicKeyOf(privateKeyOf(seed)) });
  return `PRIVATE+KEY+${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(ED25519), seed))}`;
}

/** @throws {FormatError} where it is no signing key; the message holds nothing of it. */
export async function readSigningKey(text: string): Promise<WitnessKey> {
  const parts = /^PRIVATE\+KEY\+([^+\s]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+=*)$/.exec(text.trim());
  const encoded = fromBase64(parts?.[2] ?? '');
  const [name = '', seed] = [parts?.[1], encoded.subarray(1)];
  if (encoded[0] !== ED25519 || seed.length !== SEED_BYTES || (await signingKeyText(name, seed)) !== text.trim()) {
    throw new FormatError('It is not a signing key of Ed25519.');
  }
  const key = privateKeyOf(seed);
  const verifier = await verifierKey(nodeCrypto, { name, type: COSIGNATURE_V1, publicKey: publicKeyOf(key) });
  return {
    verifier,
    cosign: (time, checkpointText) => {
      const signature = sign(null, cosignatureMessage(time, checkpointText), key);
      return formatSignature({ name, id: verifier.id, bytes: formatCosignature({ time, signature }) });
    },
  };
}

const privateKeyOf = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });

/** The last 32 bytes of its DER (RFC 8410, section 4). */
const publicKeyOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES));
