import type { PlatformCrypto, Sha256Stream } from './platform-crypto.js';

const BLOCK_BYTES = 64;
/** FIPS 180-4, section 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
const K = rootsOfPrimes(64, Math.cbrt);
/** Section 5.3.3: of the square roots of the first eight. */
const INITIAL = rootsOfPrimes(8, Math.sqrt);

/** A digest of what comes in parts. WebCrypto has none: there, the one below is taken. */
export const sha256Stream = (crypto: PlatformCrypto): Sha256Stream => crypto.sha256Stream?.() ?? new PlainSha256();

/** SHA-256 (FIPS 180-4) without the runtime's help. */
export class PlainSha256 implements Sha256Stream {
  private readonly state = Uint32Array.from(INITIAL);
  private readonly words = new Uint32Array(64);
  private readonly block = new Uint8Array(BLOCK_BYTES);
  private held = 0;
  private length = 0;

  update(bytes: Uint8Array): void {
    this.length += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const taken = Math.min(BLOCK_BYTES - this.held, bytes.length - at);
      this.block.set(bytes.subarray(at, at + taken), this.held);
      this.held += taken;
      at += taken;
      if (this.held === BLOCK_BYTES) {
        this.compress();
      }
    }
  }

  digest(): Uint8Array {
    const bits = this.length * 8;
    this.block.fill(0, this.held);
    this.block[this.held] = 0x80;
    if (this.held > BLOCK_BYTES - 9) {
      this.compress();
      this.block.fill(0);
    }
    const view = new DataView(this.block.buffer);
    view.setUint32(56, Math.floor(bits / 2 ** 32));
    view.setUint32(60, bits % 2 ** 32);
    this.compress();
    const digest = new DataView(new ArrayBuffer(32));
    this.state.forEach((word, i) => digest.setUint32(4 * i, word));
    return new Uint8Array(digest.buffer);
  }

  /** Section 6.2.2. */
  private compress(): void {
    const w = this.words as unknown as number[];
    const view = new DataView(this.block.buffer);
    for (let t = 0; t < 16; t++) {
      w[t] = view.getUint32(4 * t);
    }
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15] as number;
      const y = w[t - 2] as number;
      const s0 = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
      const s1 = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
      w[t] = (s1 + (w[t - 7] as number) + s0 + (w[t - 16] as number)) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.state as unknown as Eight;
    for (let t = 0; t < 64; t++) {
      const t1 =
        (h +
          (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) +
          ((e & f) ^ (~e & g)) +
          (K[t] as number) +
          (w[t] as number)) |
        0;
      const t2 = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (this.state[i] = (this.state[i] as number) + word));
    this.held = 0;
  }
}

type Eight = [number, number, number, number, number, number, number, number];
const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function rootsOfPrimes(count: number, root: (n: number) => number): Uint32Array {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) {
      primes.push(n);
    }
  }
  return Uint32Array.from(primes, (prime) => Math.floor((root(prime) % 1) * 2 ** 32));
}
