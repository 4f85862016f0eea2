import {
  enrolmentOf,
  isTotpCode,
  newRecoveryCodes,
  newTotpSecret,
  recoveryCodeOf,
  stepOfCode,
  typedCode,
} from './second-factor-codes.js';

/** RFC 6238, appendix B: the last six of its eight figures, for SHA-1. */
const SECRET = Buffer.from('12345678901234567890', 'ascii');
const VECTORS = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const;

const at = (seconds: number): Date => new Date(seconds * 1000);
const stepAt = (seconds: number): number => Math.floor(seconds / 30);

describe('The code of an authenticator', () => {
  it.each(VECTORS)('at %d seconds is that of RFC 6238', (seconds, code) => {
    expect(stepOfCode(SECRET, code, at(seconds))).toBe(stepAt(seconds));
  });

  it.each(VECTORS)('of %d seconds is good one step before and after, and says which step it is of', (seconds, code) => {
    const first = stepAt(seconds) * 30;
    for (const now of [first - 30, first - 1, first, first + 29, first + 59]) {
      expect(stepOfCode(SECRET, code, at(now))).toBe(stepAt(seconds));
    }
    for (const now of [first - 31, first + 60]) {
      expect(stepOfCode(SECRET, code, at(now))).toBeNull();
    }
  });

  it('is of this secret alone, and six figures', () => {
    expect(stepOfCode(newTotpSecret(), '287082', at(59))).toBeNull();
    for (const text of ['', '28708', '2870820', '94287082', '28708a', ' 287082', '٢٨٧٠٨٢', '287082\n']) {
      expect(stepOfCode(SECRET, text, at(59))).toBeNull();
    }
  });

  it('is read with the spaces and hyphens that people put in', () => {
    for (const text of ['287 082', '287-082', ' 2 8 7 0 8 2 ', '287\u00a0082']) {
      expect(isTotpCode(typedCode(text))).toBe(true);
    }
  });

  it('comes from a secret of 160 bits, told as Base32 and as an address', () => {
    const { secret, uri } = enrolmentOf(SECRET, 'it@test.example');
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(uri).toBe(
      'otpauth://totp/Ascribe:it%40test.example?issuer=Ascribe&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30',
    );
    expect(newTotpSecret()).toHaveLength(20);
  });
});

describe('Recovery codes', () => {
  it('are ten of 120 bits, and none is like another', () => {
    const codes = newRecoveryCodes();
    expect(new Set([...codes, ...newRecoveryCodes()]).size).toBe(20);
    for (const code of codes) {
      expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    }
  });

  it('are read however they are typed, and as people misread them', () => {
    const [code = ''] = newRecoveryCodes();
    for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', ' ')]) {
      expect(recoveryCodeOf(typed)).toBe(code.replaceAll('-', ''));
    }
    expect(recoveryCodeOf('OIL0-1111-2222-3333-4444-5555')).toBe('011011112222333344445555');
  });

  it.each(['', '287082', 'UUUU-UUUU-UUUU-UUUU-UUUU-UUUU', '0'.repeat(23), '0'.repeat(25)])('%j is none', (text) => {
    expect(recoveryCodeOf(text)).toBeNull();
  });
});
