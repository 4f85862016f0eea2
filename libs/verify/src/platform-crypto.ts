export type MaybePromise<T> = T | Promise<T>;

export interface Sha256Stream {
  update(bytes: Uint8Array): void;
  /** Once, at the end. */
  digest(): Uint8Array;
}

/** Digests and signatures are the runtime's: node:crypto, or WebCrypto in a browser. Everything else is here. */
export interface PlatformCrypto {
  /** SHA-256 of each input, in order. The inputs may be overwritten once the answer is there. */
  sha256All(inputs: readonly Uint8Array[]): MaybePromise<Uint8Array[]>;
  /** Ed25519 (RFC 8032). A key or signature of another length is a signature that does not verify, not an error. */
  ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): MaybePromise<boolean>;
  /** Where the runtime has one. */
  sha256Stream?(): Sha256Stream;
}

export async function sha256(crypto: PlatformCrypto, input: Uint8Array): Promise<Uint8Array> {
  const [digest] = await crypto.sha256All([input]);
  return digest as Uint8Array;
}
