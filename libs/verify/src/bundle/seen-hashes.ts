import { fromBase64 } from '../bytes.js';

/** Bytes of a hash that are kept: of a million hashes, two have the same with a chance of 1 in 30 million. */
const KEPT_BYTES = 8;

/** Which hashes there were, in little room. */
export class SeenHashes {
  private bytes = new Uint8Array(1024 * KEPT_BYTES);
  private count = 0;
  private sorted = true;

  add(hash: Uint8Array): void {
    const at = this.count++ * KEPT_BYTES;
    if (at === this.bytes.length) {
      const wider = new Uint8Array(2 * this.bytes.length);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes.set(hash.subarray(0, KEPT_BYTES), at);
    this.sorted = false;
  }

  /** How many came again. */
  repeats(): number {
    const words = this.words();
    let repeats = 0;
    for (let i = 1; i < words.length; i++) {
      repeats += words[i] === words[i - 1] ? 1 : 0;
    }
    return repeats;
  }

  /** @param hash as Base64. */
  has(hash: string): boolean {
    const sought = new BigUint64Array(fromBase64(hash).slice(0, KEPT_BYTES).buffer)[0] ?? 0n;
    const words = this.words();
    let low = 0;
    for (let high = words.length; low < high;) {
      const middle = (low + high) >> 1;
      [low, high] = (words[middle] ?? 0n) < sought ? [middle + 1, high] : [low, middle];
    }
    return words[low] === sought;
  }

  private words(): BigUint64Array {
    const words = new BigUint64Array(this.bytes.buffer, 0, this.count);
    if (!this.sorted) {
      words.sort();
      this.sorted = true;
    }
    return words;
  }
}
