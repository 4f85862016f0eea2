import fc from 'fast-check';
import { emptyRoot, leafHash, nodeHash, TreeHasher, verifyConsistency, verifyInclusion } from './merkle.js';
import { fromHex, toHex } from './bytes.js';
import { nodeCrypto } from './node/index.js';
import { webCrypto } from './web-crypto.js';
import { TestTree } from '../test/test-tree.js';

// The tree of eight leaves of Certificate Transparency, its roots and proofs: google/certificate-transparency,
// `merkletree/merkle_tree_test.cc`, and transparency-dev/merkle, `proof/verify_test.go` (leaves count from 1 there).
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INCLUSION: [index: number, size: number, proof: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const CONSISTENCY: [first: number, second: number, proof: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];
const SOME_HASH = fromHex('abacaba000000000000000000000000000000000000000000060061e00123456');

const root = (size: number): Uint8Array => fromHex(ROOTS[size - 1] as string);
const leaf = async (index: number) => await leafHash(nodeCrypto, fromHex(LEAVES[index] as string));
const flipped = (hash: Uint8Array): Uint8Array => hash.map((byte, i) => (i === 0 ? byte ^ 8 : byte));

/** A proof with something wrong: none of them leads where the right one leads. */
const spoilt = (proof: readonly Uint8Array[], of: Uint8Array): Uint8Array[][] => [
  [...proof, new Uint8Array()],
  [...proof, of],
  [new Uint8Array(), ...proof],
  [of, ...proof],
  ...proof.map((_, i) => proof.map((hash, j) => (i === j ? flipped(hash) : hash))),
  ...(proof.length > 0 ? [proof.slice(0, -1), [...proof.slice(0, 1), SOME_HASH, ...proof.slice(1)]] : []),
];

describe.each([
  ['node:crypto', nodeCrypto],
  ['WebCrypto', webCrypto()],
])('The Merkle tree of RFC 9162, by %s', (_, crypto) => {
  it('hashes nothing, a leaf and a node as RFC 6962 does (transparency-dev/merkle, rfc6962_test.go)', async () => {
    const hex = async (hash: Promise<Uint8Array>) => toHex(await hash);
    expect(await hex(emptyRoot(crypto))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(await hex(leafHash(crypto, new Uint8Array()))).toBe(ROOTS[0]);
    expect(await hex(leafHash(crypto, new TextEncoder().encode('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
    expect(await hex(nodeHash(crypto, await leaf(0), await leaf(1)))).toBe(ROOTS[1]);
  });

  it('has the published roots, at every size on the way', async () => {
    const hasher = new TreeHasher(crypto, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await hasher.append(await Promise.all(LEAVES.slice(0, 3).map(async (_leaf, i) => await leaf(i))));
    await hasher.append(await Promise.all(LEAVES.slice(3).map(async (_leaf, i) => await leaf(i + 3))));
    expect(ROOTS.map((_root, i) => toHex(hasher.rootAt(i + 1) as Uint8Array))).toEqual(ROOTS);
    expect(toHex(await hasher.root())).toBe(ROOTS[7]);
    expect(hasher.rootAt(0)).toEqual(await emptyRoot(crypto));
    expect(hasher.rootAt(9)).toBeUndefined();
  });

  it.each(INCLUSION)('shows leaf %i in the tree of %i, by that proof and no other', async (index, size, hexes) => {
    const proof = hexes.map(fromHex);
    const right = { index, size, leafHash: await leaf(index), proof, root: root(size) };
    expect(await verifyInclusion(crypto, right)).toBe(true);
    const wrong = [
      ...[index - 1, index + 1, index ^ 2, index + 2 ** 53].map((other) => ({ ...right, index: other })),
      ...[size * 2, Math.floor(size / 2)].map((other) => ({ ...right, size: other })),
      ...[new Uint8Array(9), new Uint8Array(), SOME_HASH].map((other) => ({ ...right, leafHash: other })),
      ...[await emptyRoot(crypto), SOME_HASH, new Uint8Array()].map((other) => ({ ...right, root: other })),
      ...spoilt(proof, right.root).map((other) => ({ ...right, proof: other })),
    ];
    for (const one of wrong) {
      expect(await verifyInclusion(crypto, one)).toBe(false);
    }
  });

  it.each(CONSISTENCY)('leads from size %i to size %i by that proof and no other', async (first, second, hexes) => {
    const proof = hexes.map(fromHex);
    const right = { first, second, firstRoot: root(first), secondRoot: root(second), proof };
    expect(await verifyConsistency(crypto, right)).toBe(true);
    const wrong = [
      ...(first === second ? [] : [first - 1, first + 1, first ^ 2].map((other) => ({ ...right, first: other }))),
      ...[second * 2, Math.floor(second / 2)].map((other) => ({ ...right, second: other })),
      ...[new Uint8Array(9), SOME_HASH].map((other) => ({ ...right, firstRoot: other })),
      ...[new Uint8Array(9), SOME_HASH].map((other) => ({ ...right, secondRoot: other })),
      ...spoilt(proof, right.firstRoot).map((other) => ({ ...right, proof: other })),
      ...(first === second ? [] : [{ ...right, firstRoot: right.secondRoot, secondRoot: right.firstRoot }]),
    ];
    for (const one of wrong) {
      expect(await verifyConsistency(crypto, one)).toBe(false);
    }
  });

  // C2SP tlog-witness: from 0 the proof is empty and the root is the digest of nothing.
  it('leads from nothing to everything by an empty proof, and only from nothing', async () => {
    const nothing = await emptyRoot(crypto);
    const from = async (first: number, firstRoot: Uint8Array, second: number, proof: Uint8Array[] = []) =>
      await verifyConsistency(crypto, { first, firstRoot, second, secondRoot: second ? root(second) : nothing, proof });
    expect(await from(0, nothing, 0)).toBe(true);
    expect(await from(0, nothing, 1)).toBe(true);
    expect(await from(0, nothing, 8)).toBe(true);
    expect(await from(0, SOME_HASH, 8)).toBe(false);
    expect(await from(0, SOME_HASH, 0)).toBe(false);
    expect(await from(0, nothing, 8, [nothing])).toBe(false);
    expect(await from(1, root(1), 0)).toBe(false);
    expect(await from(2, root(2), 1)).toBe(false);
    expect(await from(1, root(1), 2)).toBe(false);
    expect(await from(1, SOME_HASH, 1)).toBe(false);
  });
});

describe('A tree of any size', () => {
  const sizes = fc.integer({ min: 1, max: 300 });

  it('shows each of its leaves, and that it holds each tree that it was', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, a, b) => {
        const tree = TestTree.ofNumbers(size);
        const index = a % size;
        const first = b % (size + 1);
        const proof = tree.inclusion(index, size);
        const leafAt = tree.leafHashAt(index);
        expect(await verifyInclusion(nodeCrypto, { index, size, leafHash: leafAt, proof, root: tree.root() })).toBe(
          true,
        );
        const roots = { firstRoot: tree.root(first), secondRoot: tree.root() };
        expect(
          await verifyConsistency(nodeCrypto, { first, second: size, ...roots, proof: tree.consistency(first, size) }),
        ).toBe(true);
      }),
    );
  });

  it('has one root, however its leaves come', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.integer({ min: 1, max: 64 })), fc.nat(), async (size, steps, at) => {
        const tree = TestTree.ofNumbers(size);
        const leaves = Array.from({ length: size }, (_, i) => tree.leafHashAt(i));
        const hasher = new TreeHasher(nodeCrypto, [at % (size + 1)]);
        for (const step of [...steps, size]) {
          await hasher.append(leaves.splice(0, step));
        }
        expect(hasher.size).toBe(size);
        expect(await hasher.root()).toEqual(tree.root());
        expect(hasher.rootAt(at % (size + 1))).toEqual(tree.root(at % (size + 1)));
      }),
    );
  });
});
