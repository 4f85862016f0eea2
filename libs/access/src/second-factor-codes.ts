import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

// RFC 6238. SHA-1, six digits and thirty seconds are what authenticators take for granted.
const PERIOD_SECONDS = 30;
const DIGITS = 6;
const ALGORITHM = 'SHA1';
/** Steps before and after the present one (section 5.2: clocks drift, people type). */
const WINDOW = 1;
/** RFC 4226, section 4, R6: 160 bits are recommended. */
const SECRET_BYTES = 20;

const CODE = /^\d{6}$/;

/** Of a person who loses their authenticator: this many codes, each good once. */
export const RECOVERY_CODES = 10;
// Crockford's Base32: no letter that is read as another one.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 120 bits: NIST SP 800-63B-4, section 3.1.2.2, lets a code of 112 bits and more be stored by a plain hash. */
const RECOVERY_LENGTH = 24;
const RECOVERY = new RegExp(`^[${ALPHABET}]{${RECOVERY_LENGTH}}$`);

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES);

const totp = (secret: Buffer, label: string): TOTP =>
  new TOTP({
    issuer: 'Ascribe',
    label,
    algorithm: ALGORITHM,
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** What an authenticator takes: the secret to type (Base32), and the same as an `otpauth://` address to scan. */
export function enrolmentOf(secret: Buffer, email: string): { secret: string; uri: string } {
  const made = totp(secret, email);
  return { secret: made.secret.base32, uri: made.toString() };
}

/** What was typed, without the spaces and hyphens that people and pages put in. */
export const typedCode = (text: string): string => text.replaceAll(/[\s-]/gu, '').toUpperCase();

export const isTotpCode = (typed: string): boolean => CODE.test(typed);

/** The step of thirty seconds whose code this is, now or one before or after; null: none. */
export function stepOfCode(secret: Buffer, typed: string, now: Date): number | null {
  if (!isTotpCode(typed)) {
    return null;
  }
  const made = totp(secret, '');
  const present = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS);
  const given = Buffer.from(typed);
  let found: number | null = null;
  // Every step is compared, whichever matches: the time must not tell which.
  for (let step = present - WINDOW; step <= present + WINDOW; step += 1) {
    const expected = Buffer.from(made.generate({ timestamp: step * PERIOD_SECONDS * 1000 }));
    if (timingSafeEqual(given, expected)) {
      found = step;
    }
  }
  return found;
}

/** New codes as they are shown, such as `8KZ4-91QM-...`. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    // 32 letters: the low five bits of a byte are even.
    Array.from(randomBytes(RECOVERY_LENGTH), (byte) => ALPHABET[byte & 31])
      .join('')
      .replaceAll(/(.{4})(?=.)/g, '$1-'),
  );

/** A recovery code as it is compared, or null where the text cannot be one. O is read as zero, I and L as one. */
export function recoveryCodeOf(text: string): string | null {
  const code = typedCode(text).replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return RECOVERY.test(code) ? code : null;
}
