import type { HypothesisId, PartialTime, UserId } from '@app/platform';
import type { AssessmentState } from './assessments.js';
import { likelihoodOf, type Confidence, type LikelihoodSaid } from './likelihood.js';
import { changedWithoutNewEvidence, latestApproved } from './new-evidence.rules.js';

const assessed = (
  judgements: Readonly<Record<string, LikelihoodSaid>>,
  confidence: Confidence = 'low',
  cited: readonly string[] = ['f1'],
): Pick<AssessmentState, 'judgements' | 'confidence' | 'evidence'> => ({
  judgements: Object.entries(judgements).map(([id, said]) => ({
    hypothesisId: id as HypothesisId,
    likelihood: likelihoodOf(said),
  })),
  confidence,
  evidence: cited.map((id) => ({ kind: 'finding', id, bearing: 'supports' })),
});

const likely = { term: 'likely' } as const;
const unlikely = { term: 'unlikely' } as const;

test('nothing is flagged where nothing changed, where something new is cited, or where there is nothing before', () => {
  expect(changedWithoutNewEvidence(null, assessed({ h: likely }))).toBeNull();
  expect(changedWithoutNewEvidence(assessed({ h: likely }), assessed({ h: likely }))).toBeNull();
  expect(
    changedWithoutNewEvidence(assessed({ h: unlikely }), assessed({ h: likely }, 'high', ['f1', 'f2'])),
  ).toBeNull();
});

test('a likelihood that rose on what was cited before is flagged, and so is one that rose on less', () => {
  const flag = { likelihood: ['h'], confidence: false, raised: true };
  expect(changedWithoutNewEvidence(assessed({ h: unlikely }), assessed({ h: likely }))).toEqual(flag);
  expect(changedWithoutNewEvidence(assessed({ h: unlikely }), assessed({ h: likely }, 'low', []))).toEqual(flag);
  expect(changedWithoutNewEvidence(assessed({ h: { percent: 56 } }), assessed({ h: { percent: 79 } }))).toEqual(flag);
});

test('what fell is a change and no rise', () => {
  expect(changedWithoutNewEvidence(assessed({ h: likely }, 'high'), assessed({ h: unlikely }, 'low'))).toEqual({
    likelihood: ['h'],
    confidence: true,
    raised: false,
  });
});

test('confidence that rose alone is flagged alone', () => {
  expect(changedWithoutNewEvidence(assessed({ h: likely }), assessed({ h: likely }, 'moderate'))).toEqual({
    likelihood: [],
    confidence: true,
    raised: true,
  });
});

test('a hypothesis that is judged for the first time, or not any more, changed and did not rise', () => {
  expect(changedWithoutNewEvidence(assessed({ h: likely, i: unlikely }), assessed({ h: likely, j: likely }))).toEqual({
    likelihood: ['i', 'j'],
    confidence: false,
    raised: false,
  });
});

test('the assessment before is the latest by when it was said, then by when it was approved', () => {
  const one = (saidAt: string | null, approvedAt: string, status: AssessmentState['status'] = 'approved') => ({
    status,
    saidAt: { at: saidAt, precision: saidAt ? 'instant' : 'unknown' } as PartialTime,
    createdAt: '2024-08-01T00:00:00.000Z',
    approval: status === 'approved' ? { byId: 'u' as UserId, at: approvedAt } : null,
  });
  const early = one('2024-08-10T00:00:00.000Z', '2024-08-20T00:00:00.000Z');
  const late = one('2024-08-12T00:00:00.000Z', '2024-08-13T00:00:00.000Z');
  const later = one('2024-08-12T00:00:00.000Z', '2024-08-14T00:00:00.000Z');
  const draft = one('2024-09-01T00:00:00.000Z', '', 'draft');
  expect(latestApproved([early, late, later, draft])).toBe(later);
  expect(latestApproved([late, later, early])).toBe(later);
  expect(latestApproved([draft])).toBeNull();
});
