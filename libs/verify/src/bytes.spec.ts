import fc from 'fast-check';
import * as bytes from './bytes.js';

const refused = expect.objectContaining({ name: 'FormatError' });

const isBase64 = (text: string): boolean => {
  try {
    return bytes.toBase64(bytes.fromBase64(text)) === text;
  } catch {
    return false;
  }
};

describe('Base64', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('of %j is %j', (text, encoded) => {
    expect(bytes.toBase64(bytes.utf8(text))).toBe(encoded);
    expect(bytes.fromUtf8(bytes.fromBase64(encoded))).toBe(text);
    expect(bytes.toBase64Url(bytes.utf8(text))).toBe(encoded.replaceAll('=', ''));
    expect(bytes.fromUtf8(bytes.fromBase64Url(encoded.replaceAll('=', '')))).toBe(text);
  });

  it.each(['Zg', 'Zg=', 'Zh==', 'Zm9=', 'Zm8==', 'Z===', '====', '=', 'Zm9v\n', ' Zm9v', 'Zm-v', 'Zm9é', 'Zg==Zg=='])(
    'is not %j',
    (text) => {
      expect(() => bytes.fromBase64(text)).toThrow(refused);
    },
  );

  it.each(['Z', 'Zh', 'Zm9', 'Zg==', 'Zm+v', 'Zm/v', 'Zm9v\n'])('is not %j for addresses', (text) => {
    expect(() => bytes.fromBase64Url(text)).toThrow(refused);
  });

  it('is what Node makes of any bytes, and of nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (any) => {
        expect(bytes.toBase64(any)).toBe(Buffer.from(any).toString('base64'));
        expect(bytes.toBase64Url(any)).toBe(Buffer.from(any).toString('base64url'));
        expect(bytes.fromBase64(bytes.toBase64(any))).toEqual(any);
        expect(bytes.fromBase64Url(bytes.toBase64Url(any))).toEqual(any);
        expect(bytes.fromHex(bytes.toHex(any))).toEqual(any);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('A', 'Q', 'g', 'w', '+', '/', '='), maxLength: 12 }), (text) => {
        const isCanonical = Buffer.from(text, 'base64').toString('base64') === text;
        expect(isBase64(text)).toBe(isCanonical);
      }),
    );
  });
});

describe('Numbers', () => {
  it('have eight bytes, the highest first, to 2^53 - 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const encoded = Buffer.alloc(8);
        encoded.writeBigUInt64BE(BigInt(value));
        expect(bytes.toU64(value)).toEqual(new Uint8Array(encoded));
        expect(bytes.fromU64(encoded)).toBe(value);
        expect(bytes.fromDecimal(String(value))).toBe(value);
      }),
    );
    expect(() => bytes.fromU64(bytes.fromHex('0020000000000000'))).toThrow(refused);
  });

  it.each(['', '00', '+1', '-0', '1e3', '0x1', ' 1', '1\n', '9007199254740992', '99999999999999999999'])(
    'in decimal are not %j',
    (text) => {
      expect(() => bytes.fromDecimal(text)).toThrow(refused);
    },
  );
});

describe('Text', () => {
  it('is UTF-8, with nothing mended', () => {
    expect(() => bytes.fromUtf8(Uint8Array.of(0xc3, 0x28))).toThrow(refused);
    expect(() => bytes.fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toThrow(refused);
    expect(bytes.fromUtf8(bytes.fromHex('efbbbf41'))).toBe('\ufeffA');
  });

  it('in hexadecimal has small letters, in pairs', () => {
    for (const text of ['0', 'AB', '0g', ' 00', '00\n']) {
      expect(() => bytes.fromHex(text)).toThrow(refused);
    }
  });
});
