import fc from 'fast-check';
import { sha256, TreeHasher, verifyConsistency, verifyInclusion } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { Frontier } from './frontier.js';
import { consistencyProof, edgeOf, EMPTY_ROOT, inclusionProof, type Hashes } from './tree.js';

/** A log in memory, stored as the tables store it: leaf hashes, and nodes above full tiles. */
class StoredLog {
  readonly frontier = new Frontier();
  private readonly levels: Buffer[][] = [[]];

  append(leafHashes: readonly Buffer[]): void {
    this.levels[0]?.push(...leafHashes);
    for (const { level, index, hash } of this.frontier.append(Buffer.concat(leafHashes))) {
      const row = (this.levels[level] ??= []);
      row[index] = hash;
    }
  }

  readonly hashes: Hashes = async (level, from, to) =>
    await Promise.resolve(Buffer.concat((this.levels[level] ?? []).slice(from, to)));
}

const leafHashAt = async (index: number): Promise<Buffer> =>
  Buffer.from(await sha256(nodeCrypto, Buffer.from(String(index))));

describe('The tree of the log', () => {
  const SIZE_MAX = 70_000;
  const log = new StoredLog();
  const roots = new Map<number, Uint8Array>();
  const sizes = [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, SIZE_MAX];

  beforeAll(async () => {
    const hashes = await Promise.all(Array.from({ length: SIZE_MAX }, async (_, index) => await leafHashAt(index)));
    // What the root is at each of some sizes says the verifier, which adds up in another way.
    const chosen = [...sizes, ...Array.from({ length: 300 }, (_, index) => index * 233)];
    const hasher = new TreeHasher(nodeCrypto, chosen);
    await hasher.append(hashes);
    chosen.forEach((size) => roots.set(size, hasher.rootAt(size) ?? EMPTY_ROOT));
    for (let from = 0; from < SIZE_MAX;) {
      const to = Math.min(SIZE_MAX, from + 1 + ((from * 7) % 1_000));
      log.append(hashes.slice(from, to));
      from = to;
    }
  });

  const size = fc.constantFrom(
    ...sizes.filter((one) => one > 0),
    ...Array.from({ length: 299 }, (_, at) => (at + 1) * 233),
  );

  it('has the root that the verifier finds, also when it is taken up from what is stored', async () => {
    expect(Buffer.from(roots.get(SIZE_MAX) ?? [])).toEqual(log.frontier.root());
    for (const [at, root] of roots) {
      expect((await edgeOf(log.hashes, at)).root()).toEqual(Buffer.from(root));
      expect((await Frontier.read(log.hashes, at)).root()).toEqual(Buffer.from(root));
    }
  });

  it('proves that a leaf is in it', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), async (of, any) => {
        const index = any % of;
        const proof = await inclusionProof(log.hashes, index, of);
        const root = roots.get(of) as Uint8Array;
        const leafHash = await leafHashAt(index);
        expect(await verifyInclusion(nodeCrypto, { index, size: of, leafHash, proof, root })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('proves that it only grew', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, async (one, other) => {
        const [first, second] = one < other ? [one, other] : [other, one];
        const proof = await consistencyProof(log.hashes, first, second);
        const [firstRoot, secondRoot] = [roots.get(first) as Uint8Array, roots.get(second) as Uint8Array];
        expect(await verifyConsistency(nodeCrypto, { first, second, firstRoot, secondRoot, proof })).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('goes on from what is stored as if it had never stopped', async () => {
    const whole = await Frontier.read(log.hashes, 513);
    const nodes = whole.append(await log.hashes(0, 513, 66_000));
    expect(whole.root()).toEqual((await edgeOf(log.hashes, 66_000)).root());
    expect(nodes.filter(({ level }) => level === 1)).toHaveLength(Math.floor(66_000 / 256) - 2);
    expect(nodes.filter(({ level }) => level === 2)).toEqual([
      { level: 2, index: 0, hash: Buffer.from(await log.hashes(2, 0, 1)) },
    ]);
  });

  it('has no proof of what it has not', async () => {
    await expect(inclusionProof(log.hashes, 5, 5)).rejects.toThrow(RangeError);
    await expect(consistencyProof(log.hashes, 6, 5)).rejects.toThrow(RangeError);
    await expect(inclusionProof(log.hashes, 1, SIZE_MAX + 1)).rejects.toThrow('The log lacks hashes');
    expect(await consistencyProof(log.hashes, 0, 5)).toEqual([]);
  });
});
