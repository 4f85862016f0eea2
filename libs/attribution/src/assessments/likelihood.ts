/**
 * Likelihood: the seven degrees of ICD 203 (Intelligence Community Directive 203, "Analytic Standards", 2 January
 * 2015, section D.6.e.(2)(a)). Each has two terms, one of each row of the standard's table, and a range in percent.
 *
 * The ranges of the standard meet (5, 20, 45, ...): here a degree takes its lower bound and not its upper one,
 * `[min, max)`, and the last one takes 99 as well. Nothing is ever 0 or 100 percent. STIX 2.1 has other ranges for the
 * same words (its DNI scale, Appendix A): these are not they.
 */
export const LIKELIHOODS = [
  { id: 'almost-no-chance', term: 'almost no chance', otherTerm: 'remote', min: 1, max: 5 },
  { id: 'very-unlikely', term: 'very unlikely', otherTerm: 'highly improbable', min: 5, max: 20 },
  { id: 'unlikely', term: 'unlikely', otherTerm: 'improbable', min: 20, max: 45 },
  { id: 'roughly-even-chance', term: 'roughly even chance', otherTerm: 'roughly even odds', min: 45, max: 55 },
  { id: 'likely', term: 'likely', otherTerm: 'probable', min: 55, max: 80 },
  { id: 'very-likely', term: 'very likely', otherTerm: 'highly probable', min: 80, max: 95 },
  { id: 'almost-certain', term: 'almost certain', otherTerm: 'nearly certain', min: 95, max: 99 },
] as const;

export type LikelihoodTerm = (typeof LIKELIHOODS)[number]['id'];
export const LIKELIHOOD_TERMS: readonly LikelihoodTerm[] = LIKELIHOODS.map(({ id }) => id);

/** Percent that can be said: whole numbers, neither 0 nor 100. */
export const PERCENT_MIN = 1;
export const PERCENT_MAX = 99;

/** What someone says of how likely it is: a degree, or a whole percent. */
export type LikelihoodSaid = { readonly term: LikelihoodTerm } | { readonly percent: number };

/** A likelihood as it is kept: the degree with its range in percent, and the number where one was said. */
export interface Likelihood {
  readonly term: LikelihoodTerm;
  readonly min: number;
  readonly max: number;
  /** Null where a degree was said, and no number. */
  readonly percent: number | null;
}

/** The degree that a whole percent from 1 to 99 falls into. @throws {RangeError} for any other number. */
export function termOfPercent(percent: number): LikelihoodTerm {
  const found = LIKELIHOODS.find(
    ({ min, max }) => percent >= min && (percent < max || (percent === PERCENT_MAX && max === PERCENT_MAX)),
  );
  if (!found || !Number.isInteger(percent)) {
    throw new RangeError('A likelihood is a whole percent from 1 to 99.');
  }
  return found.id;
}

/** The range of a degree, in percent. */
export function rangeOf(term: LikelihoodTerm): { readonly min: number; readonly max: number } {
  const { min, max } = LIKELIHOODS.find(({ id }) => id === term) ?? unknownTerm(term);
  return { min, max };
}

export const likelihoodOf = (said: LikelihoodSaid): Likelihood =>
  'term' in said
    ? { term: said.term, ...rangeOf(said.term), percent: null }
    : { term: termOfPercent(said.percent), ...rangeOf(termOfPercent(said.percent)), percent: said.percent };

function unknownTerm(term: string): never {
  throw new RangeError(`ICD 203 has no degree "${term}".`);
}

/**
 * Confidence: how good the grounds of an assessment are, which is not how likely anything is (ICD 203, D.6.e.(2);
 * levels as in JP 2-0, Joint Intelligence, appendix A). Never derived from a likelihood, nor the other way round.
 */
export const CONFIDENCES = ['low', 'moderate', 'high'] as const;
export type Confidence = (typeof CONFIDENCES)[number];
