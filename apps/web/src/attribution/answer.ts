import { assessesInWords } from './likelihoods';
import type { HypothesisStanding, Judged, Standing } from './shapes';

/** What a reader is told first: the answer as it can be stated, and apart from it what to bear in mind. */
export interface Answer {
  /** Null: no organization has assessed anything. */
  readonly assessed: boolean;
  readonly lead: string;
  readonly caveats: readonly string[];
}

/**
 * The answer to "Who did this?" as it can be stated at a moment, made from the standing alone. A likelihood and a
 * confidence never stand in one sentence (ICD 203, D.6.e.(2)(b)).
 */
export function answerOf({ hypotheses }: Pick<Standing, 'hypotheses'>): Answer {
  if (hypotheses.length === 0) {
    return { assessed: false, lead: 'This case had not been recorded by then.', caveats: [] };
  }
  const judged = hypotheses.filter((one) => judgementsOf(one).length > 0);
  if (judged.length > 0) {
    return assessedAnswer(judged);
  }
  const claimed = hypotheses
    .filter((one) => claimsFor(one) > 0)
    .toSorted((a, b) => b.independentLines - a.independentLines || claimsFor(b) - claimsFor(a));
  const [first] = claimed;
  if (!first) {
    const denied = hypotheses.find((one) => one.disputed);
    return {
      assessed: false,
      lead: 'Nobody has said who did this, and no organization has assessed it.',
      caveats: denied ? [disputeInWords(denied)] : [],
    };
  }
  const others = claimed.slice(1).map((one) => one.label);
  return {
    assessed: false,
    lead: `No organization has assessed who did this. ${partiesInWords(claimsFor(first))} to ${named(first)}.`,
    caveats: [
      linesInWords(first),
      ...disputes(first),
      ...evidence(first),
      ...(others.length > 0 ? [`Others are named too: ${listed(others)}.`] : []),
    ],
  };
}

/** How sure the leaders are, who disagrees, and what carries it. */
function assessedAnswer(judged: readonly HypothesisStanding[]): Answer {
  const leading = leaders(judged);
  const [first] = leading;
  const sentences = leading.flatMap((one) => likelihoodSentences(one));
  const confidences = confidenceSentences(leading.flatMap((one) => judgementsOf(one)));
  const flagged = leading.some((one) => judgementsOf(one).some(({ withoutNewEvidence }) => withoutNewEvidence));
  return {
    assessed: true,
    lead: sentences.join(' '),
    caveats: [
      ...confidences,
      ...(first ? [linesInWords(first), ...disputes(first), ...evidence(first)] : []),
      ...(flagged ? ['What changed in it last cited no new evidence.'] : []),
    ],
  };
}

const judgementsOf = (one: HypothesisStanding): Judged[] => one.assessments.filter(({ likelihood }) => likelihood);
const claimsFor = (one: HypothesisStanding): number =>
  (one.claimsByStance['attributes'] ?? 0) + (one.claimsByStance['corroborates'] ?? 0);

const middle = ({ likelihood }: Judged): number =>
  likelihood ? (likelihood.percent ?? (likelihood.min + likelihood.max) / 2) : 0;

/** For each organization the hypothesis that it holds likeliest; in order of how many hold it. */
function leaders(judged: readonly HypothesisStanding[]): HypothesisStanding[] {
  const organizations = [
    ...new Set(judged.flatMap((one) => judgementsOf(one).map(({ organizationId }) => organizationId))),
  ];
  const votes = organizations.map((id) => {
    const of = (one: HypothesisStanding) =>
      Math.max(...judgementsOf(one).map((own) => (own.organizationId === id ? middle(own) : -1)), -1);
    return judged.toSorted((a, b) => of(b) - of(a))[0]?.id;
  });
  const count = (one: HypothesisStanding) => votes.filter((id) => id === one.id).length;
  return judged.filter((one) => count(one) > 0).toSorted((a, b) => count(b) - count(a));
}

/** One sentence for each degree that is held of it. */
function likelihoodSentences(one: HypothesisStanding): string[] {
  const byTerm = new Map<string, string[]>();
  for (const { likelihood, organization } of judgementsOf(one)) {
    const term = likelihood?.term ?? '';
    byTerm.set(term, [...(byTerm.get(term) ?? []), organization]);
  }
  return [...byTerm].map(([term, who]) =>
    assessesInWords(`${listed(who)} ${who.length === 1 ? 'assesses' : 'assess'}`, term, named(one)),
  );
}

function confidenceSentences(judged: readonly Judged[]): string[] {
  const byOrganization = new Map(judged.map((one) => [one.organization, one.confidence]));
  const several = byOrganization.size > 1;
  return [...byOrganization].map(([who, confidence]) => {
    const whose = several ? `${possessive(who)} confidence` : 'Its confidence';
    return confidence ? `${whose} in that is ${confidence}.` : `${whose} in that is not stated.`;
  });
}

const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
export const numberInWords = (count: number): string => NUMBERS[count] ?? String(count);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const partiesInWords = (count: number): string =>
  `${capital(numberInWords(count))} ${count === 1 ? 'claim attributes it' : 'claims attribute it'}`;

export function linesInWords(one: Pick<HypothesisStanding, 'independentLines' | 'claimsByStance'>): string {
  const supporting = (one.claimsByStance['attributes'] ?? 0) + (one.claimsByStance['corroborates'] ?? 0);
  if (one.independentLines === 0) {
    return supporting > 0 ? 'No independent line carries it.' : 'No claim supports it.';
  }
  return one.independentLines === 1
    ? 'One independent line carries it: everything goes back to one source.'
    : `${capital(numberInWords(one.independentLines))} independent lines carry it.`;
}

const disputes = (one: HypothesisStanding): string[] => (one.disputed ? [disputeInWords(one)] : []);

export function disputeInWords({ disputedBy }: Pick<HypothesisStanding, 'disputedBy'>): string {
  const parties = [...new Set(disputedBy.map(({ party }) => party))];
  const shown = parties.length > 3 ? [...parties.slice(0, 2), `${parties.length - 2} others`] : parties;
  return `Disputed by ${listed(shown.map(lowered))}.`;
}

const GRADES: Record<string, string> = {
  none: 'No evidence was shown for it.',
  described: 'Its evidence was described, and not shown.',
  technical: 'Technical evidence was shown for it.',
  verifiable: 'Evidence was shown that others can verify.',
};

function evidence({ evidence: { grade } }: HypothesisStanding): string[] {
  const words = grade && GRADES[grade];
  return words ? [words] : [];
}

/** How a hypothesis stands inside of a sentence. */
export function named({ label, kind }: Pick<HypothesisStanding, 'label' | 'kind'>): string {
  if (kind === 'unknown') {
    return 'somebody unknown';
  }
  return lowered(label);
}

/** "The candidate" at the beginning is "the candidate" inside of a sentence. */
const lowered = (name: string): string =>
  /^(an?|the|some(one|body)) /i.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

const possessive = (name: string): string => (name.endsWith('s') ? `${name}’` : `${name}’s`);

/** `A, B and C`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
