import fc from 'fast-check';
import { weigh, type Weighed } from './ach.rules.js';
import type { Column, Matrix } from './ach.counts.rules.js';
import { ACH_LEVELS, ACH_RATINGS } from './ach.scale.js';

const HYPOTHESES = ['h1', 'h2', 'h3', 'h4'];
const EVIDENCE = ['e1', 'e2', 'e3', 'e4', 'e5'];
const level = fc.option(fc.constantFrom(...ACH_LEVELS), { nil: undefined });

const columnOf = (authorId: string): fc.Arbitrary<Column> =>
  fc.record({
    authorId: fc.constant(authorId),
    cells: fc.uniqueArray(
      fc.record({
        evidence: fc.constantFrom(...EVIDENCE),
        hypothesisId: fc.constantFrom(...HYPOTHESES),
        rating: fc.constantFrom(...ACH_RATINGS),
      }),
      { maxLength: 20, selector: ({ evidence, hypothesisId }) => `${evidence} ${hypothesisId}` },
    ),
    weights: fc.uniqueArray(
      fc.record({ evidence: fc.constantFrom(...EVIDENCE), credibility: level, relevance: level }),
      { selector: ({ evidence }) => evidence },
    ),
  });

const matrices: fc.Arbitrary<Matrix> = fc.record({
  hypothesisIds: fc.constant(HYPOTHESES),
  evidence: fc
    .tuple(...EVIDENCE.map(() => fc.boolean()))
    .map((inForce) => EVIDENCE.map((key, at) => ({ key, inForce: inForce[at] ?? true }))),
  columns: fc.tuple(columnOf('ann'), columnOf('ben'), columnOf('cyd')),
});

/** What it comes to, without the order in which it is told. */
function figures({ scores, leaders, diagnosticity, disagreement, sensitivity, deciding }: Weighed): object {
  const told = (items: readonly unknown[]): string[] => items.map((item) => JSON.stringify(item)).toSorted();
  const byId = <Of extends { hypothesisId: string }>(items: readonly Of[]): Of[] =>
    items.toSorted((one, other) => (one.hypothesisId < other.hypothesisId ? -1 : 1));
  return {
    scores: byId(scores).map((score) => ({ ...score, byAuthor: told(score.byAuthor) })),
    leaders: leaders.toSorted(),
    diagnosticity: told([...diagnosticity]),
    disagreement: told(disagreement),
    sensitivity: told(
      sensitivity.map((one) => ({
        ...one,
        leadersWithout: one.leadersWithout.toSorted(),
        ranksWithout: one.ranksWithout && byId(one.ranksWithout),
      })),
    ),
    deciding: told(deciding),
  };
}

const shuffled = <Item>(items: readonly Item[]): fc.Arbitrary<Item[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length });

test('nothing depends on the order of rows, columns, hypotheses or cells', () => {
  const reordered = matrices.chain((matrix) =>
    fc.tuple(
      fc.constant(matrix),
      fc.record({
        hypothesisIds: shuffled(matrix.hypothesisIds),
        evidence: shuffled(matrix.evidence),
        columns: fc
          .tuple(...matrix.columns.map((column) => shuffled(column.cells).map((cells) => ({ ...column, cells }))))
          .chain(shuffled),
      }),
    ),
  );
  fc.assert(
    fc.property(reordered, ([one, other]) => {
      expect(figures(weigh(other))).toEqual(figures(weigh(one)));
    }),
  );
});

test('to withdraw evidence is to remove it', () => {
  fc.assert(
    fc.property(matrices, fc.constantFrom(...EVIDENCE), (matrix, key) => {
      const withdrawn = weigh({
        ...matrix,
        evidence: matrix.evidence.map((row) => (row.key === key ? { ...row, inForce: false } : row)),
      });
      const removed = weigh({
        ...matrix,
        evidence: matrix.evidence.filter((row) => row.key !== key),
        columns: matrix.columns.map((column) => ({
          ...column,
          cells: column.cells.filter((cell) => cell.evidence !== key),
          weights: column.weights.filter((weight) => weight.evidence !== key),
        })),
      });
      expect(withdrawn.diagnosticity.get(key)).toBeNull();
      const left = new Map([...withdrawn.diagnosticity].filter(([name]) => name !== key));
      expect(figures({ ...withdrawn, diagnosticity: left })).toEqual(figures(removed));
      const without = weigh(matrix).sensitivity.find(({ evidence }) => evidence === key);
      expect(without?.leadersWithout ?? removed.leaders).toEqual(removed.leaders);
    }),
  );
});

test('a row that is neutral to every hypothesis changes no score and no rank of those who judged them all', () => {
  const whole = matrices.map((matrix) => ({
    ...matrix,
    columns: matrix.columns.filter(({ cells }) => HYPOTHESES.every((id) => cells.some((c) => c.hypothesisId === id))),
    evidence: matrix.evidence.map((row) => ({ ...row, inForce: true })),
  }));
  fc.assert(
    fc.property(whole, (matrix) => {
      const neutral = HYPOTHESES.map((hypothesisId) => ({ evidence: 'e9', hypothesisId, rating: 'N' as const }));
      const more = {
        ...matrix,
        evidence: [...matrix.evidence, { key: 'e9', inForce: true }],
        columns: matrix.columns.map((column) => ({ ...column, cells: [...column.cells, ...neutral] })),
      };
      const told = ({ scores }: Weighed) => scores.map(({ inconsistency, rank }) => [inconsistency, rank]);
      expect(told(weigh(more))).toEqual(told(weigh(matrix)));
    }),
  );
});

test('the same judgements once more double every score, and leave every rank', () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const again = (key: string): string => `${key} again`;
      const twice = weigh({
        ...matrix,
        evidence: matrix.evidence.flatMap((row) => [row, { ...row, key: again(row.key) }]),
        columns: matrix.columns.map((column) => ({
          ...column,
          cells: column.cells.flatMap((cell) => [cell, { ...cell, evidence: again(cell.evidence) }]),
          weights: column.weights.flatMap((one) => [one, { ...one, evidence: again(one.evidence) }]),
        })),
      });
      const once = weigh(matrix);
      expect(twice.scores.map(({ rank }) => rank)).toEqual(once.scores.map(({ rank }) => rank));
      expect(twice.scores.map(({ byAuthor }) => byAuthor.map(({ inconsistency }) => inconsistency))).toEqual(
        once.scores.map(({ byAuthor }) => byAuthor.map(({ inconsistency }) => 2 * inconsistency)),
      );
    }),
  );
});

test('what decides is against a hypothesis, and consistency never decides', () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const { deciding } = weigh(matrix);
      for (const { evidence, hypothesisId, authorId } of deciding) {
        const cell = matrix.columns
          .find((column) => column.authorId === authorId)
          ?.cells.find((one) => one.evidence === evidence && one.hypothesisId === hypothesisId);
        expect(['I', 'II']).toContain(cell?.rating);
      }
    }),
  );
});
