import fc from 'fast-check';
import { fieldsOf, type State } from '../test/test-log.js';
import { toBase64, toBase64Url, toHex, utf8 } from './bytes.js';
import { canonicalJson } from './canonical-json.js';
import * as commitment from './commitment.js';
import { nodeCrypto } from './node/index.js';
import { sha256 } from './platform-crypto.js';

const refused = expect.objectContaining({ name: 'FormatError' });

describe('What is published of an entry', () => {
  // The example of libs/ledger, byte for byte.
  it('is a version and a commitment to the payload under a salt', async () => {
    const salt = new Uint8Array(32).fill(7);
    const body = utf8('{"action":"incident.reported","reason":null,"v":1}');
    const digest = await sha256(nodeCrypto, commitment.commitmentInput(salt, body));
    const text = '{"commitment":"moXNQjt0DdXcjfD8oH5yAb2R9v9kb8waFeT+wGjfglI=","v":1}';
    expect(commitment.parseLeaf(text)).toEqual({ commitment: digest, version: 1 });
    expect(commitment.parseLeaf(text.replace('"v":1', '"v":2')).version).toBe(2);
    for (const wrong of ['', text.replace('1}', '3}'), ` ${text}`, text.replace('wGjfglI=', 'wGjfglJ='), `${text}\n`]) {
      expect(() => commitment.parseLeaf(wrong)).toThrow(refused);
    }
  });
});

describe('A disclosure (RFC 9901)', () => {
  // RFC 9901, section 4.2.3: the digest of this disclosure is published there. Its JSON has a space, which ours has not.
  it('has the digest of section 4.2.3', async () => {
    const published = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    expect(toBase64Url(await sha256(nodeCrypto, commitment.digestInput(published)))).toBe(
      'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0',
    );
    expect(() => commitment.parseDisclosure(published)).toThrow(refused);
  });

  it('is read as it was written, in its one form, with a salt of 16 bytes', () => {
    const one = { salt: new Uint8Array(16).fill(1), name: 'after.title', value: { a: [1, null] } };
    const salt = toBase64Url(one.salt);
    const text = toBase64Url(utf8(canonicalJson([salt, one.name, one.value])));
    expect(commitment.parseDisclosure(text)).toEqual(one);
    for (const parts of [[salt, 'a'], [salt, 'a', 1, 2], [salt, 1, 1], ['AAAA', 'a', 1], { salt }, [1, 'a', 1]]) {
      expect(() => commitment.parseDisclosure(toBase64Url(utf8(canonicalJson(parts))))).toThrow(refused);
    }
    expect(() => commitment.parseDisclosure(toBase64(utf8(canonicalJson([salt, 'a', 'xx']))))).toThrow(refused);
    expect(() => commitment.parseDisclosure(toBase64Url(Uint8Array.of(0xff)))).toThrow(refused);
  });
});

describe('Digests', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, i) => toBase64Url(new Uint8Array(32).fill(i))).sort();
  it('are at least 16, a multiple of 8, sorted and each once', () => {
    for (const count of [16, 24, 32]) {
      expect(() => commitment.checkDigests(many(count))).not.toThrow();
    }
    const [first = '', second = '', ...rest] = many(16);
    for (const wrong of [
      many(0),
      many(8),
      many(17),
      [second, first, ...rest],
      [first, first, ...rest],
      ['AA', second, ...rest],
    ]) {
      expect(() => commitment.checkDigests(wrong)).toThrow(refused);
    }
    const body = commitment.digestsBody(many(16));
    expect(body).toBe(canonicalJson({ v: 2, _sd: many(16), _sd_alg: 'sha-256' }));
    expect(toHex(utf8(body).slice(0, 8))).toBe(toHex(utf8('{"_sd":[')));
  });
});

describe('The fields of a payload', () => {
  const state = fc.oneof(
    fc.constant(null),
    fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
  );
  it('are its members, and those of before and after, from which it is put together again', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const payload: State = { v: 2, action: 'x', subject: { id: '1', kind: 'task' }, before, after };
        const { v: _, ...rest } = payload;
        const again = commitment.payloadOf(fieldsOf(payload));
        expect(canonicalJson(again)).toBe(canonicalJson(rest));
      }),
    );
  });

  it('are told once', () => {
    expect(() =>
      commitment.payloadOf([
        ['a', 1],
        ['a', 2],
      ]),
    ).toThrow(refused);
    expect(() =>
      commitment.payloadOf([
        ['after.a', 1],
        ['after.a', 1],
      ]),
    ).toThrow(refused);
    expect(() =>
      commitment.payloadOf([
        ['after', null],
        ['after.a', 1],
      ]),
    ).toThrow(refused);
  });
});
