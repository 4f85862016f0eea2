import { twoPlaces, weigh } from './ach.rules.js';
import type { Column, Matrix } from './ach.counts.rules.js';
import { WEIGHT_TABLE, weightOf, type AchLevel, type AchRating } from './ach.scale.js';

const HYPOTHESES = ['actor', 'insider', 'unknown'];

/** A column from rows of ratings in the order of the hypotheses; '-' is not judged. */
function column(authorId: string, rows: Readonly<Record<string, string>>, weights: Column['weights'] = []): Column {
  const cells = Object.entries(rows).flatMap(([evidence, row]) =>
    row.split(' ').flatMap((rating, at) => {
      const hypothesisId = HYPOTHESES[at] ?? '';
      return rating === '-' ? [] : [{ evidence, hypothesisId, rating: rating as AchRating }];
    }),
  );
  return { authorId, cells, weights };
}

function matrix(columns: readonly Column[], withdrawn: readonly string[] = []): Matrix {
  const keys = [...new Set(columns.flatMap(({ cells }) => cells.map(({ evidence }) => evidence)))];
  return {
    hypothesisIds: HYPOTHESES,
    evidence: keys.map((key) => ({ key, inForce: !withdrawn.includes(key) })),
    columns,
  };
}

const inconsistencies = (given: Matrix): (number | null)[] => weigh(given).scores.map((score) => score.inconsistency);
const ranks = (given: Matrix): (number | null)[] => weigh(given).scores.map(({ rank }) => rank);

test('inconsistency counts against a hypothesis, and consistency counts nothing for it', () => {
  const given = matrix([column('ann', { e1: 'CC I II', e2: 'C II I', e3: 'N CC CC' })]);
  expect(inconsistencies(given)).toEqual([0, 4 * (1 + 2), 4 * (2 + 1)]);
  expect(weigh(given).leaders).toEqual(['actor']);
  expect(ranks(given)).toEqual([1, 2, 2]);
});

test('a judgement weighs credibility times relevance, and what is not stated is medium', () => {
  const stated = (credibility?: AchLevel, relevance?: AchLevel) => weightOf({ credibility, relevance });
  expect([stated(), stated('low'), stated('low', 'low'), stated('high', 'high'), stated(undefined, 'high')]).toEqual([
    4, 2, 1, 9, 6,
  ]);
  expect(WEIGHT_TABLE).toHaveLength(9);
  const heavy = [{ evidence: 'e1', credibility: 'high' as const, relevance: 'high' as const }];
  expect(inconsistencies(matrix([column('ann', { e1: 'II I N' }, heavy)]))).toEqual([18, 9, 0]);
});

test('the score of several analysts is the mean of those who judged', () => {
  const given = matrix([
    column('ann', { e1: 'I - N' }),
    column('ben', { e1: 'II - N' }),
    column('cyd', { e1: 'N - N' }),
  ]);
  expect(weigh(given).scores[0]).toEqual({
    hypothesisId: 'actor',
    byAuthor: [
      { authorId: 'ann', inconsistency: 4, judged: 1 },
      { authorId: 'ben', inconsistency: 8, judged: 1 },
      { authorId: 'cyd', inconsistency: 0, judged: 1 },
    ],
    inconsistency: 4,
    rank: 2,
    judged: 3,
    unjudged: 0,
  });
  const uneven = matrix([column('ann', { e1: 'I' }), column('ben', { e1: 'II' }), column('cyd', { e1: 'II' })]);
  expect(inconsistencies(uneven)).toEqual([6.67, null, null]);
});

test('a hypothesis that nobody judged is not ranked, and does not lead', () => {
  const given = matrix([column('ann', { e1: 'I - II', e2: 'I - N' })]);
  expect(ranks(given)).toEqual([1, null, 1]);
  expect(weigh(given).scores[1]).toMatchObject({ inconsistency: null, judged: 0, unjudged: 2, byAuthor: [] });
  expect(weigh(matrix([])).leaders).toEqual([]);
});

test('withdrawn evidence counts nowhere', () => {
  const given = matrix([column('ann', { e1: 'N II II', e2: 'I N N' }), column('ben', { e1: 'N I II' })], ['e1']);
  const { scores, diagnosticity, disagreement, sensitivity, deciding } = weigh(given);
  expect(scores.map(({ inconsistency, judged, unjudged }) => [inconsistency, judged, unjudged])).toEqual([
    [4, 1, 0],
    [0, 1, 0],
    [0, 1, 0],
  ]);
  expect([...diagnosticity]).toEqual([
    ['e1', null],
    ['e2', expect.closeTo(0.471, 3)],
  ]);
  expect(disagreement.map(({ evidence }) => evidence)).toEqual(['e2', 'e2', 'e2']);
  expect(sensitivity.map(({ evidence }) => evidence)).toEqual(['e2']);
  expect(deciding.map(({ evidence }) => evidence)).toEqual(['e2']);
});

test('evidence that stands to all hypotheses alike tells nothing apart', () => {
  const { diagnosticity } = weigh(
    matrix([column('ann', { e1: 'C C C', e2: 'CC N II', e3: 'I - -' }), column('ben', { e2: 'N N N' })]),
  );
  expect(diagnosticity.get('e1')).toBe(0);
  // Of CC N II: numbers 5 3 1, variance 8/3; Ben's are all alike.
  expect(diagnosticity.get('e2')).toBeCloseTo(Math.sqrt(8 / 3) / 2, 12);
  expect(diagnosticity.get('e3')).toBeNull();
});

test('analysts disagree by the spread of their ratings, where there are two', () => {
  const { disagreement } = weigh(matrix([column('ann', { e1: 'CC C -' }), column('ben', { e1: 'II C I' })]));
  expect(
    disagreement.map(({ hypothesisId, raters, spread }) => [hypothesisId, raters, spread && twoPlaces(spread)]),
  ).toEqual([
    ['actor', 2, 2.83],
    ['insider', 2, 0],
    ['unknown', 1, null],
  ]);
});

test('without a piece of evidence another may lead', () => {
  const { sensitivity, leaders } = weigh(matrix([column('ann', { e1: 'N II II', e2: 'I N I', e3: 'C C C' })]));
  expect(leaders).toEqual(['actor']);
  expect(sensitivity).toEqual([
    {
      evidence: 'e1',
      leadersWithout: ['insider'],
      leadersChange: true,
      ranksWithout: [
        { hypothesisId: 'actor', rank: 2 },
        { hypothesisId: 'insider', rank: 1 },
        { hypothesisId: 'unknown', rank: 2 },
      ],
    },
    { evidence: 'e2', leadersWithout: ['actor'], leadersChange: false, ranksWithout: expect.anything() },
    { evidence: 'e3', leadersWithout: ['actor'], leadersChange: false, ranksWithout: null },
  ]);
});

test('a cell decides where another would lead if it were neutral', () => {
  const { deciding } = weigh(matrix([column('ann', { e1: 'N II CC', e2: 'N N II', e3: 'I N N' })]));
  // Against: actor 4, insider 8, unknown 8.
  expect(deciding).toEqual([
    { evidence: 'e1', hypothesisId: 'insider', authorId: 'ann' },
    { evidence: 'e2', hypothesisId: 'unknown', authorId: 'ann' },
  ]);
});

test('thirds tie exactly', () => {
  const same = [column('ann', { e1: 'I I N' }), column('ben', { e1: 'N II N' }), column('cyd', { e1: 'II N N' })];
  expect(ranks(matrix(same))).toEqual([2, 2, 1]);
});
