import fc from 'fast-check';
import { canonicalJson, parseCanonicalJson, type Json } from './canonical-json.js';

const refused = expect.objectContaining({ name: 'FormatError' });
const at = (depth: number): Json => (depth === 0 ? 1 : [at(depth - 1)]);

describe('Canonical JSON (RFC 8785)', () => {
  it('sorts keys by UTF-16 code units (the example of section 3.2.3)', () => {
    const object = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalJson(object)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  it('writes the bytes of section 3.2.4, without its fractions', () => {
    const value = { string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
    expect(Buffer.from(canonicalJson(value), 'utf8').toString('hex')).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  it('keeps the order of arrays, and looks into everything', () => {
    expect(canonicalJson({ b: [{ z: 1, a: [] }, 'x', {}], a: { '': null, ' ': -1 } })).toBe(
      '{"a":{"":null," ":-1},"b":[{"a":[],"z":1},"x",{}]}',
    );
  });

  it('refuses fractions, what JSON has not, half of a pair, and more than 64 levels', () => {
    for (const value of [0.5, 2 ** 53, Number.NaN, Infinity, undefined, 1n, '\ud83d', { '\udc00': 1 }, at(65)]) {
      expect(() => canonicalJson(value as Json)).toThrow(refused);
    }
    expect(canonicalJson(at(64))).toBe(`${'['.repeat(64)}1${']'.repeat(64)}`);
  });

  it.each([
    '',
    '{',
    ' {}',
    '{}\n',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '1.0',
    '1e2',
    '-0',
    '9007199254740993',
    '"\\u0041"',
    '"\\/"',
    '"\\ud800"',
    '"\\u000A"',
    '['.repeat(100_000),
    '['.repeat(100_000) + ']'.repeat(100_000),
  ])('is read in its one form only: not %j', (text) => {
    expect(() => parseCanonicalJson(text)).toThrow(refused);
  });

  it('is read as it was written, whatever the names', () => {
    expect(Object.keys(parseCanonicalJson('{"__proto__":{"a":1},"constructor":2}') as object)).toEqual([
      '__proto__',
      'constructor',
    ]);
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const whole = JSON.parse(JSON.stringify(value), (_, one: unknown) =>
          typeof one === 'number' ? Math.trunc(one) % 2 ** 53 || 0 : one,
        ) as Json;
        expect(parseCanonicalJson(canonicalJson(whole))).toEqual(whole);
      }),
    );
  });
});
