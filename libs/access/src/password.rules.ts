import { COMMON_PASSWORDS, COMMON_WORDS, KEYBOARD_ROWS } from './password-words.js';

/** By length, not by composition (NIST SP 800-63B-4, section 3.1.1.2). */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 200;
/** Fewer characters that differ than this is a pattern and no password. */
const DISTINCT_MIN = 5;
/** What is left of a password when all that anyone would guess is taken out of it; fewer than this is too little. */
const OWN_CHARACTERS_MIN = 4;
/** Shorter parts of an e-mail are no name. */
const NAME_LENGTH_MIN = 3;

/** How people write letters as figures and signs. */
const LEET: Readonly<Record<string, string>> = {
  a: '[a4@]',
  e: '[e3]',
  i: '[i1!]',
  l: '[l1]',
  o: '[o0]',
  s: '[s5$]',
  t: '[t7]',
};

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
  const address = email.trim().toLowerCase();
  if (new Set(characters).size < DISTINCT_MIN || plain === address || isCommon(plain, address)) {
    return {
      code: 'too_common',
      message: 'That password is among the first that anyone would try. Choose another one.',
    };
  }
  return null;
}

/**
 * Whether it is one of the passwords that everyone tries ("commonly used, expected, or
 * compromised", same section), or made of nothing but common words, the person's own name in
 * the e-mail, runs of keys, years and other figures.
 */
function isCommon(plain: string, address: string): boolean {
  if (COMMON_PASSWORDS.has(plain)) {
    return true;
  }
  const [own = ''] = address.split('@');
  const names = own.split(/[^\p{L}]+/u).filter((part) => part.length >= NAME_LENGTH_MIN);
  const rest = [...names.map(spellings), WORDS, RUNS].reduce((text, expected) => text.replaceAll(expected, ' '), plain);
  return Array.from(rest.replaceAll(/[\p{N}\p{P}\p{Sc}\p{Sk}\p{Sm}\s]/gu, '')).length < OWN_CHARACTERS_MIN;
}

const leet = (word: string): string => Array.from(word, (letter) => LEET[letter] ?? letter).join('');
const spellings = (word: string): RegExp => new RegExp(leet(word), 'gu');

/** The longest first, so that no rest of a longer word is left over. */
const WORDS = new RegExp(
  COMMON_WORDS.toSorted((a, b) => b.length - a.length)
    .map(leet)
    .join('|'),
  'gu',
);

/** Four keys and more that lie side by side, in either direction. */
const RUNS = new RegExp(
  KEYBOARD_ROWS.flatMap((row) => [row, Array.from(row).toReversed().join('')])
    .flatMap((row) => Array.from({ length: row.length - 3 }, (_, at) => row.slice(at, at + 4)))
    .join('|'),
  'gu',
);
