import type { HypothesisId } from '@app/platform';
import type { AssessmentState, ChangedWithoutNewEvidence } from './assessments.js';
import { CONFIDENCES, type Likelihood } from './likelihood.js';

type Assessed = Pick<AssessmentState, 'judgements' | 'confidence' | 'evidence'>;

/**
 * What changed against the assessment before although nothing is cited that was not cited then. Null where nothing
 * changed, where something new is cited, or where there is nothing before.
 */
export function changedWithoutNewEvidence(before: Assessed | null, now: Assessed): ChangedWithoutNewEvidence | null {
  if (!before || citesSomethingNew(before, now)) {
    return null;
  }
  const was = likelihoods(before);
  const is = likelihoods(now);
  const likelihood = [...new Set([...was.keys(), ...is.keys()])].filter((id) => differ(was.get(id), is.get(id)));
  const confidence = before.confidence !== now.confidence;
  if (likelihood.length === 0 && !confidence) {
    return null;
  }
  const raised = likelihood.some((id) => wentUp(was.get(id), is.get(id))) || rank(now) > rank(before);
  return { likelihood, confidence, raised };
}

const citesSomethingNew = (before: Assessed, now: Assessed): boolean => {
  const cited = new Set(before.evidence.map(({ kind, id }) => `${kind} ${id}`));
  return now.evidence.some(({ kind, id }) => !cited.has(`${kind} ${id}`));
};

const likelihoods = ({ judgements }: Assessed): Map<HypothesisId, Likelihood> =>
  new Map(judgements.map(({ hypothesisId, likelihood }) => [hypothesisId, likelihood]));

/** Said otherwise: another degree, or another number. Judged now and not before, or the other way round, is a change too. */
const differ = (was: Likelihood | undefined, is: Likelihood | undefined): boolean =>
  was?.term !== is?.term || was?.percent !== is?.percent;

/** Up by its range, or by its number within the range. A hypothesis that was not judged before was not lower. */
const wentUp = (was: Likelihood | undefined, is: Likelihood | undefined): boolean =>
  was !== undefined &&
  is !== undefined &&
  (is.min > was.min || (is.min === was.min && is.percent !== null && was.percent !== null && is.percent > was.percent));

/** Confidence that was not stated before is no lower one. */
const rank = ({ confidence }: Assessed): number => (confidence ? CONFIDENCES.indexOf(confidence) : -1);

/** The latest of an organization's approved assessments: by when it was said, then by when it was approved. */
export function latestApproved<Of extends Pick<AssessmentState, 'status' | 'saidAt' | 'approval' | 'createdAt'>>(
  assessments: readonly Of[],
): Of | null {
  const approved = assessments.filter(({ status }) => status === 'approved');
  return approved.toSorted((a, b) => compare(position(b), position(a)))[0] ?? null;
}

const position = (of: Pick<AssessmentState, 'saidAt' | 'approval' | 'createdAt'>): string =>
  `${of.saidAt.at ?? of.createdAt} ${of.approval?.at ?? ''}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
