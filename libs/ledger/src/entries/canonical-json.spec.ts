import fc from 'fast-check';
import type { Value } from '@app/platform';
import { canonicalJson } from './canonical-json.js';

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

  it('escapes as little as can be (the example of section 3.2.2, without its fractions)', () => {
    const value = { string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false] };
    const canonical = canonicalJson(value);
    expect(canonical).toBe('{"literals":[null,true,false],"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}');
    // Section 3.2.4 gives the bytes.
    expect(Buffer.from(canonical, 'utf8').toString('hex')).toBe(
      '7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d',
    );
  });

  it('sorts inside objects and arrays, and keeps the order of arrays', () => {
    const value = { b: [{ z: 1, a: [] }, 'x', {}], a: { '': null, ' ': -1 } };
    expect(canonicalJson(value)).toBe('{"a":{"":null," ":-1},"b":[{"a":[],"z":1},"x",{}]}');
  });

  it('writes whole numbers as RFC 8785 does, and takes no other', () => {
    expect([0, -0, -1, 42, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER].map(canonicalJson)).toEqual([
      '0',
      '0',
      '-1',
      '42',
      '9007199254740991',
      '-9007199254740991',
    ]);
    for (const number of [0.5, 1e-7, 2 ** 53, 1e30, Number.NaN, Infinity, -Infinity]) {
      expect(() => canonicalJson(number)).toThrow(TypeError);
    }
  });

  it('has no form for half of a surrogate pair, for undefined, or for anything that JSON has not', () => {
    for (const value of [
      '\ud83d',
      'a\udc00b',
      { '\udc00': 1 },
      [undefined],
      { a: undefined },
      1n,
      () => 1,
      Symbol('x'),
    ]) {
      expect(() => canonicalJson(value as Value)).toThrow(TypeError);
    }
  });

  const json: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger(),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 5 }),
    ),
  })).value;
  const shuffled = (value: Value): Value =>
    Array.isArray(value)
      ? (value as readonly Value[]).map(shuffled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, item]) => [key, shuffled(item as Value)]),
          )
        : value;

  it('is one form of each value, and says the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        const canonical = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).toBe(canonical);
        expect(canonicalJson(JSON.parse(canonical) as Value)).toBe(canonical);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
