import { certainties, confidences, confirmations, inexpressible, likelihoods, type Mark } from './marks.js';
import { sentencesOf, wordsOf } from './words.js';

/** A rule of analytic writing, with where it is laid down. */
interface Rule {
  readonly rule: string;
  readonly source: string;
}

export const LANGUAGE_RULES = {
  likelihood_with_confidence: {
    rule: 'Say how likely something is and how good the grounds are in two sentences: in one, each is taken for the other.',
    source: 'ICD 203 (2015), D.6.e.(2)(b)',
  },
  mixed_term_rows: {
    rule: 'Keep to one row of terms. "Probable" and "likely" mean the same range, and side by side they seem to differ.',
    source: 'ICD 203 (2015), D.6.e.(2)(a)',
  },
  certainty_without_basis: {
    rule: 'This claims certainty. Say how likely it is instead, or cite evidence of two independent originators.',
    source: 'ICD 203 (2015), D.6.e.(2), on expressing uncertainty',
  },
  confirmed_single_originator: {
    rule: 'Confirmed means: by another, independent source. What is cited here goes back to one originator, or to none.',
    source: 'NATO AJP-2.1 and FM 2-22.3, appendix B: credibility 1',
  },
  more_than_whole: {
    rule: 'The hypotheses exclude each other: together they cannot be more likely than 100 percent, and "unknown" keeps a share.',
    source: 'Axioms of probability (Kolmogorov 1933): additivity, norm',
  },
  not_expressible: {
    rule: 'Nothing is certain or impossible here: a likelihood lies between 1 and 99 percent.',
    source: 'ICD 203 (2015), D.6.e.(2)(a): the ranges begin at 1 and end at 99 percent',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type LanguageCode = keyof typeof LANGUAGE_RULES;
export const LANGUAGE_CODES = Object.keys(LANGUAGE_RULES) as LanguageCode[];

/** A place in a text that a reader may misunderstand. It blocks nothing. */
export interface LanguageWarning extends Rule {
  readonly code: LanguageCode;
  /** What stands there. */
  readonly text: string;
  /** UTF-16 code units from the beginning of the text; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The field that holds the text; null where nobody said which. */
  readonly field: string | null;
}

/** What the text stands on, as far as it is known. */
export interface Basis {
  /** How many records are cited. */
  readonly evidenceCited?: number | undefined;
  /** Independent lines (roots of different parties) under the hypothesis that is judged. */
  readonly independentLines?: number | undefined;
}

/** Two lines, or more, make a basis; one record alone never is two. */
const LINES_MIN = 2;

/** What may be misunderstood in a text of an assessment; in the order of the text. */
export function checkLanguage(text: string, basis: Basis = {}, field: string | null = null): LanguageWarning[] {
  const words = wordsOf(text);
  const likely = likelihoods(words);
  const found: [LanguageCode, Mark][] = [
    ...together(text, likely, confidences(words)).map((mark): [LanguageCode, Mark] => [
      'likelihood_with_confidence',
      mark,
    ]),
    ...mixed(likely).map((mark): [LanguageCode, Mark] => ['mixed_term_rows', mark]),
    ...inexpressible(words).map((mark): [LanguageCode, Mark] => ['not_expressible', mark]),
  ];
  if (!isGrounded(basis)) {
    found.push(...certainties(words).map((mark): [LanguageCode, Mark] => ['certainty_without_basis', mark]));
  }
  if (isSingle(basis)) {
    found.push(...confirmations(words).map((mark): [LanguageCode, Mark] => ['confirmed_single_originator', mark]));
  }
  return found
    .toSorted(([, a], [, b]) => a.start - b.start || a.end - b.end)
    .map(([code, { start, end }]) => ({
      code,
      ...LANGUAGE_RULES[code],
      text: text.slice(start, end),
      start,
      end,
      field,
    }));
}

/**
 * Whether the judgements say more than a whole: the least that each of them says, added up. `field` is `judgements`,
 * and no text is marked.
 */
export function checkShares(
  judgements: readonly { readonly likelihood: { readonly min: number; readonly percent: number | null } }[],
): LanguageWarning[] {
  const least = judgements.reduce((sum, { likelihood }) => sum + (likelihood.percent ?? likelihood.min), 0);
  const mark = { text: '', start: 0, end: 0, field: 'judgements' };
  return least > 100 ? [{ code: 'more_than_whole', ...LANGUAGE_RULES.more_than_whole, ...mark }] : [];
}

/** Words of certainty have a basis where something is cited and two independent lines are known. Unknown is no basis. */
const isGrounded = ({ evidenceCited = 0, independentLines = 0 }: Basis): boolean =>
  evidenceCited > 0 && independentLines >= LINES_MIN;

/** One originator or none: as far as the lines are known, else by what is cited. Where neither is known, nothing is said. */
const isSingle = ({ evidenceCited, independentLines }: Basis): boolean =>
  (independentLines ?? evidenceCited ?? LINES_MIN) < LINES_MIN;

/** The sentences that hold a degree of likelihood and a level of confidence: from the first of them to the last. */
function together(text: string, likely: readonly Mark[], confident: readonly Mark[]): Mark[] {
  if (likely.length === 0 || confident.length === 0) {
    return [];
  }
  const marks = [likely, confident];
  const next = [0, 0];
  // Both lists are in the order of the text, and so are the sentences: one walk over each.
  return sentencesOf(text).flatMap((sentence) => {
    const [ours = [], theirs = []] = marks.map((list, index) => {
      const begin = next[index] ?? 0;
      let end = begin;
      while ((list[end]?.start ?? Infinity) < sentence.end) {
        end += 1;
      }
      next[index] = end;
      return list.slice(begin, end);
    });
    const both = [...ours, ...theirs];
    return ours.length > 0 && theirs.length > 0
      ? [{ start: Math.min(...both.map(({ start }) => start)), end: Math.max(...both.map(({ end }) => end)) }]
      : [];
  });
}

/** The first term of the row that comes second; none where the text keeps to one row. */
function mixed(likely: readonly Mark[]): Mark[] {
  const first = likely.find(({ row }) => row)?.row;
  const other = likely.find(({ row }) => row && row !== first);
  return other ? [other] : [];
}
