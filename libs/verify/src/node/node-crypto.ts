import * as node from 'node:crypto';
import type { PlatformCrypto } from '../platform-crypto.js';

/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410, section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

// `crypto.hash` (Node 20.12) spares an object for each digest.
const sha256: (input: Uint8Array) => Uint8Array =
  typeof node.hash === 'function'
    ? (input) => node.hash('sha256', input, 'buffer')
    : (input) => node.createHash('sha256').update(input).digest();

/** By node:crypto, without waiting. */
export const nodeCrypto: PlatformCrypto & {
  sha256All(inputs: readonly Uint8Array[]): Uint8Array[];
  ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
} = {
  sha256All: (inputs) => inputs.map(sha256),
  ed25519Verify: (publicKey, message, signature) => {
    if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) {
      return false;
    }
    const key = node.createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' });
    return node.verify(null, message, key, signature);
  },
  sha256Stream: () => {
    const hash = node.createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },
};
