import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Uint8Array =>
  new Uint8Array(parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest());
const node = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(Uint8Array.of(1), left, right);

/** Of RFC 6962, section 2.1, word by word: slow, and written by nobody who saw the verifier's way. */
export class TestTree {
  private readonly leafHashes: Uint8Array[] = [];
  private readonly known = new Map<string, Uint8Array>();

  static ofNumbers(size: number): TestTree {
    const tree = new TestTree();
    for (let i = 0; i < size; i++) {
      tree.append(new TextEncoder().encode(String(i)));
    }
    return tree;
  }

  get size(): number {
    return this.leafHashes.length;
  }

  append(leaf: Uint8Array): Uint8Array {
    this.leafHashes.push(sha256(Uint8Array.of(0), leaf));
    return this.leafHashAt(this.size - 1);
  }

  leafHashAt(index: number): Uint8Array {
    return this.leafHashes[index] as Uint8Array;
  }

  root(size = this.size): Uint8Array {
    return size === 0 ? sha256() : this.hash(0, size);
  }

  /** PATH(m, D[n]). */
  inclusion(index: number, size: number): Uint8Array[] {
    return this.path(index, 0, size);
  }

  /** PROOF(m, D[n]); empty from 0. */
  consistency(first: number, second: number): Uint8Array[] {
    return first === 0 ? [] : this.subproof(first, 0, second, true);
  }

  /** MTH(D[from:to]). */
  private hash(from: number, to: number): Uint8Array {
    if (to - from === 1) {
      return this.leafHashAt(from);
    }
    const name = `${from}-${to}`;
    const split = from + splitOf(to - from);
    const hash = this.known.get(name) ?? node(this.hash(from, split), this.hash(split, to));
    this.known.set(name, hash);
    return hash;
  }

  private path(index: number, from: number, to: number): Uint8Array[] {
    if (to - from === 1) {
      return [];
    }
    const split = from + splitOf(to - from);
    return index < split
      ? [...this.path(index, from, split), this.hash(split, to)]
      : [...this.path(index, split, to), this.hash(from, split)];
  }

  private subproof(first: number, from: number, to: number, whole: boolean): Uint8Array[] {
    if (first === to) {
      return whole ? [] : [this.hash(from, to)];
    }
    const split = from + splitOf(to - from);
    return first <= split
      ? [...this.subproof(first, from, split, whole), this.hash(split, to)]
      : [...this.subproof(first, split, to, false), this.hash(from, split)];
  }
}

/** The largest power of two smaller than n. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}
