import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { toHex, utf8 } from './bytes.js';
import { PlainSha256 } from './sha256-stream.js';

describe('SHA-256 in parts', () => {
  // FIPS 180-4 (its examples): one block, two blocks, and a million times «a».
  it.each([
    ['abc', 1, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 1, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      1,
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['aaaaaaaaaa', 100_000, 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('of %j, %i times, is that of FIPS 180-4', (text, times, digest) => {
    const hash = new PlainSha256();
    for (let i = 0; i < times; i++) {
      hash.update(utf8(text));
    }
    expect(toHex(hash.digest())).toBe(digest);
  });

  it('is that of Node, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 6 }), (parts) => {
        const hash = new PlainSha256();
        parts.forEach((part) => hash.update(part));
        expect(toHex(hash.digest())).toBe(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
      }),
    );
  });
});
