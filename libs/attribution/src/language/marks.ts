import type { Word } from './words.js';

/** Something that a rule looks for, and where it stands. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** Of a term of ICD 203: its row. */
  readonly row?: 'a' | 'b' | undefined;
}

/** Phrases of up to this many words. */
const PHRASE_WORDS_MAX = 4;

const list = (text: string): string[] => text.split(', ');

/** The two rows of ICD 203, and the forms in which their terms stand in sentences. */
const ROW_A = list(
  'almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain, almost certainly',
);
const ROW_B = list(
  'remote chance, remote possibility, remote likelihood, remote probability, highly improbable, improbable, improbably, roughly even odds, probable, probably, highly probable, nearly certain, nearly certainly',
);
/** Of no row, and degrees of likelihood all the same. */
const NO_ROW = list('highly likely, highly unlikely, extremely likely, extremely unlikely, most likely, even chance');

const LIKELIHOOD = new Map<string, Mark['row']>([
  ...NO_ROW.map((term): [string, Mark['row']] => [term, undefined]),
  ...ROW_A.map((term): [string, Mark['row']] => [term, 'a']),
  ...ROW_B.map((term): [string, Mark['row']] => [term, 'b']),
]);
const CHANCE = new Set(list('chance, likelihood, probability, likely, sure, odds'));

/** Degrees of likelihood, by term or by percent ("70 % chance"). */
export function likelihoods(words: readonly Word[]): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const phrase = phraseAt(words, at, LIKELIHOOD);
    const percent = phrase ? undefined : percentAt(words, at);
    if (phrase) {
      marks.push({ ...span(words, at, phrase.length), row: LIKELIHOOD.get(phrase.text) });
      at += phrase.length - 1;
    } else if (percent && CHANCE.has(wordAt(words, at + percent.length))) {
      marks.push(span(words, at, percent.length + 1));
      at += percent.length;
    }
  }
  return marks;
}

const LEVELS = new Set(list('low, moderate, medium, high'));

/** Levels of confidence: "moderate confidence", "confidence is low", "we are confident". */
export function confidences(words: readonly Word[]): Mark[] {
  return words.flatMap(({ word }, at) => {
    if (word === 'confident' || word === 'confidently') {
      return [span(words, at, 1)];
    }
    if (word !== 'confidence') {
      return [];
    }
    const level = [-1, -2, -3, 1, 2, 3, 4].find((step) => LEVELS.has(wordAt(words, at + step)));
    return level === undefined ? [] : [span(words, Math.min(at, at + level), Math.abs(level) + 1)];
  });
}

const CERTAIN = new Set(
  list(
    'certainly, undoubtedly, undoubted, definitely, definitive, definitively, conclusively, conclusive, obviously, obvious, unquestionably, indisputably, indisputable, undeniably, undeniable, irrefutable, irrefutably, proves, proven, proved, prove, proof, no doubt, without doubt, without a doubt, beyond doubt, beyond any doubt, beyond a doubt, beyond reasonable doubt',
  ),
);
/** "Almost certainly" is a degree of likelihood. */
const SOFTENED = new Set(['almost', 'nearly']);

/** Words that claim certainty. "Does not prove" claims none. */
export function certainties(words: readonly Word[]): Mark[] {
  const marks: Mark[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const phrase = phraseAt(words, at, CERTAIN);
    if (phrase && !SOFTENED.has(wordAt(words, at - 1)) && !isNegated(words, at)) {
      marks.push(span(words, at, phrase.length));
    }
    at += (phrase?.length ?? 1) - 1;
  }
  return marks;
}

const CONFIRMED = new Set(list('confirmed, confirms, confirm, verified, verifies, verify'));

/** "Confirmed", "verified"; not "could not be confirmed". */
export const confirmations = (words: readonly Word[]): Mark[] =>
  words.flatMap(({ word }, at) => (CONFIRMED.has(word) && !isNegated(words, at) ? [span(words, at, 1)] : []));

const BEING = new Set(
  list("is, are, was, were, be, been, am, it's, we're, seems, absolutely, completely, entirely, fully, totally, quite"),
);

/** What no likelihood can be: 0 and 100 percent, impossible, certain. */
export function inexpressible(words: readonly Word[]): Mark[] {
  return words.flatMap(({ word }, at) => {
    const percent = percentAt(words, at);
    if (percent && (percent.value <= 0 || percent.value >= 100) && wordAt(words, at + percent.length) !== 'of') {
      return [span(words, at, percent.length)];
    }
    // "Impossible to tell" speaks of telling; "there are certain accounts" of some.
    const never = word === 'impossible' && wordAt(words, at + 1) !== 'to';
    const always = word === 'certain' && BEING.has(wordAt(words, at - 1)) && wordAt(words, at - 2) !== 'there';
    return (never || always) && !isNegated(words, at) ? [span(words, at, 1)] : [];
  });
}

const NEGATIONS = new Set(
  list('not, no, never, cannot, neither, nor, nobody, none, nothing, hardly, without, unable, failed'),
);
/** As many words before are looked at: "has not been independently verified". */
const NEGATION_REACH = 4;

function isNegated(words: readonly Word[], at: number): boolean {
  for (let step = 1; step <= NEGATION_REACH && !words[at - step + 1]?.afterStop; step += 1) {
    const word = wordAt(words, at - step);
    if (NEGATIONS.has(word) || word.endsWith("n't")) {
      return true;
    }
  }
  return false;
}

const wordAt = (words: readonly Word[], at: number): string => words[at]?.word ?? '';

/** The longest phrase that begins there. */
function phraseAt(
  words: readonly Word[],
  at: number,
  phrases: { has: (text: string) => boolean },
): { text: string; length: number } | undefined {
  for (let length = PHRASE_WORDS_MAX; length > 0; length -= 1) {
    const text = words
      .slice(at, at + length)
      .map(({ word }) => word)
      .join(' ');
    if (at + length <= words.length && phrases.has(text)) {
      return { text, length };
    }
  }
  return undefined;
}

/** "70 %", "70 percent", "70 per cent". */
function percentAt(words: readonly Word[], at: number): { value: number; length: number } | undefined {
  const number = wordAt(words, at);
  if (!/^\d/.test(number)) {
    return undefined;
  }
  const value = Number(number.replace(',', '.'));
  const [next, after] = [wordAt(words, at + 1), wordAt(words, at + 2)];
  if (next === '%' || next === 'percent') {
    return { value, length: 2 };
  }
  return next === 'per' && after === 'cent' ? { value, length: 3 } : undefined;
}

const span = (words: readonly Word[], at: number, length: number): Mark => ({
  start: words[at]?.start ?? 0,
  end: words[at + length - 1]?.end ?? 0,
});
