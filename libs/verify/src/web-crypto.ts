import type { PlatformCrypto } from './platform-crypto.js';

const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * By WebCrypto: browsers (Ed25519 since Chrome 137, Firefox 129, Safari 17) and Node.
 *
 * @throws {Error} where the page has no WebCrypto, which is so on plain http.
 */
export function webCrypto(): PlatformCrypto {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) {
    throw new Error('This page has no WebCrypto. Open it from a file or by https, in a current browser.');
  }
  return {
    sha256All: async (inputs) =>
      await Promise.all(
        inputs.map(async (input) => new Uint8Array(await subtle.digest('SHA-256', input as Uint8Array<ArrayBuffer>))),
      ),
    ed25519Verify: async (publicKey, message, signature) => {
      if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) {
        return false;
      }
      const bytes = (view: Uint8Array) => view as Uint8Array<ArrayBuffer>;
      try {
        const key = await subtle.importKey('raw', bytes(publicKey), 'Ed25519', false, ['verify']);
        return await subtle.verify('Ed25519', key, bytes(signature), bytes(message));
      } catch (error) {
        // Some refuse 32 bytes that are no point of the curve; others verify nothing by them.
        if ((error as Error).name === 'DataError') {
          return false;
        }
        throw error;
      }
    },
  };
}
