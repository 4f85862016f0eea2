/** By length, not by composition (NIST SP 800-63B, section 5.1.1.2). */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 200;
/** Fewer characters that differ than this is a pattern and no password. */
const DISTINCT_MIN = 5;

/** What everyone tries first, in the lengths that we take (same section: "commonly used, expected"). */
const COMMON = new Set([
  'password1234',
  'passwordpassword',
  'password12345',
  'qwertyuiop12',
  'qwertyuiopasdf',
  '123456789012',
  '1234567890123',
  'letmeinletmein',
  'administrator',
  'changemechangeme',
  'ascribe-demo',
]);

/** What is wrong with a password, as a code and a sentence; null where nothing is. */
export function weaknessOf(password: string, email: string): { code: string; message: string } | null {
  const plain = password.normalize('NFKC').toLowerCase();
  const characters = Array.from(plain);
  if (characters.length < PASSWORD_LENGTH_MIN || characters.length > PASSWORD_LENGTH_MAX) {
    return {
      code: 'wrong_length',
      message: `A password has ${PASSWORD_LENGTH_MIN} to ${PASSWORD_LENGTH_MAX} characters.`,
    };
  }
  if (new Set(characters).size < DISTINCT_MIN || COMMON.has(plain) || plain === email.trim().toLowerCase()) {
    return {
      code: 'too_common',
      message: 'That password is among the first that anyone would try. Choose another one.',
    };
  }
  return null;
}
