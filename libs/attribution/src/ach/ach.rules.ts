import { countsOf, type Count, type Cell, type Matrix } from './ach.counts.rules.js';
import { diagnosticity, disagreement } from './ach.spread.rules.js';
import { CC_TO_II } from './ach.scale.js';

/** A hypothesis with what the analysts' judgements come to. Nothing here is a probability. */
export interface Score {
  readonly hypothesisId: string;
  readonly byAuthor: readonly {
    readonly authorId: string;
    readonly inconsistency: number;
    readonly judged: number;
  }[];
  /** The mean of those who judged it; null where nobody did. */
  readonly inconsistency: number | null;
  /** 1 leads: the least inconsistent. Ties share a rank; null where nobody judged it. */
  readonly rank: number | null;
  /** Cells in force that were judged, and that were not, over all analysts. */
  readonly judged: number;
  readonly unjudged: number;
}

/** What the ranking would be without one piece of evidence. */
export interface Sensitivity {
  readonly evidence: string;
  readonly leadersWithout: readonly string[];
  readonly leadersChange: boolean;
  /** The ranks without it where any differs; else null. */
  readonly ranksWithout: readonly Ranked[] | null;
}

export interface Ranked {
  readonly hypothesisId: string;
  readonly rank: number | null;
}

export interface DecidingCell {
  readonly evidence: string;
  readonly hypothesisId: string;
  readonly authorId: string;
}

export interface Weighed {
  readonly scores: readonly Score[];
  readonly leaders: readonly string[];
  readonly diagnosticity: ReadonlyMap<string, number | null>;
  readonly disagreement: ReturnType<typeof disagreement>;
  readonly sensitivity: readonly Sensitivity[];
  readonly deciding: readonly DecidingCell[];
}

/**
 * Analysis of competing hypotheses (Heuer, "Psychology of Intelligence Analysis", 1999, chapter 8): hypotheses are
 * weighed by the evidence against them, and the one with the least against it leads. Evidence that is not in force
 * counts nowhere. Order of rows, columns and hypotheses decides nothing but the order of the answer.
 */
export function weigh(matrix: Matrix): Weighed {
  const counts = countsOf(matrix);
  const ranks = ranksOf(counts.hypotheses);
  const leaders = leadersOf(ranks);
  const possible = counts.analysts * counts.evidence.size;
  return {
    scores: counts.hypotheses.map((count, at) => scoreOf(count, ranks[at]?.rank ?? null, possible)),
    leaders,
    diagnosticity: diagnosticity(matrix, counts.cells),
    disagreement: disagreement(counts.cells),
    sensitivity: [...counts.evidence].map((evidence) => without(counts, evidence, ranks)),
    deciding: counts.cells.filter((cell) => decides(counts.hypotheses, cell, leaders)).map(nameOfCell),
  };
}

/** A figure of a mean or a spread, to two places: for people to read, and never stored. */
export const twoPlaces = (figure: number): number => Math.round(figure * 100) / 100;

function scoreOf(count: Count, rank: number | null, possible: number): Score {
  const byAuthor = [...count.byAuthor].map(([authorId, { inconsistency, judged }]) => ({
    authorId,
    inconsistency,
    judged,
  }));
  const { sum, judges, judged } = totalOf(count);
  return {
    hypothesisId: count.hypothesisId,
    byAuthor: byAuthor.filter((author) => author.judged > 0),
    inconsistency: judges === 0 ? null : twoPlaces(sum / judges),
    rank,
    judged,
    unjudged: possible - judged,
  };
}

interface Total {
  readonly sum: number;
  /** How many analysts judged at least one cell. */
  readonly judges: number;
  readonly judged: number;
}

function totalOf(count: Count): Total {
  const authors = [...count.byAuthor.values()].filter(({ judged }) => judged > 0);
  return {
    sum: authors.reduce((sum, author) => sum + author.inconsistency, 0),
    judges: authors.length,
    judged: authors.reduce((sum, author) => sum + author.judged, 0),
  };
}

/** Standard competition ranking ("1, 1, 3") by the mean; compared as fractions of whole numbers, so that ties are exact. */
function ranksOf(counts: readonly Count[]): Ranked[] {
  const totals = counts.map(totalOf);
  return counts.map(({ hypothesisId }, at) => {
    const own = totals[at];
    const isRanked = own !== undefined && own.judges > 0;
    const better = totals.filter((other) => other.judges > 0 && own && other.sum * own.judges < own.sum * other.judges);
    return { hypothesisId, rank: isRanked ? better.length + 1 : null };
  });
}

const leadersOf = (ranks: readonly Ranked[]): string[] =>
  ranks.filter(({ rank }) => rank === 1).map(({ hypothesisId }) => hypothesisId);

const same = (some: readonly unknown[], others: readonly unknown[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

/** Leave-one-out: what each piece of evidence does to the ranking (Heuer's step 6, sensitivity to critical items). */
function without(counts: ReturnType<typeof countsOf>, evidence: string, ranks: readonly Ranked[]): Sensitivity {
  const cells = counts.cells.filter((cell) => cell.evidence === evidence);
  const left = ranksOf(counts.hypotheses.map((count) => less(count, cells, 1)));
  const leadersWithout = leadersOf(left);
  const ranksDiffer = left.some(({ rank }, at) => rank !== ranks[at]?.rank);
  return {
    evidence,
    leadersWithout,
    leadersChange: !same(leadersWithout, leadersOf(ranks)),
    ranksWithout: ranksDiffer ? left : null,
  };
}

/** Whether the leader would be another if this one judgement were neutral. What counts nothing already cannot decide. */
function decides(counts: readonly Count[], cell: Cell, leaders: readonly string[]): boolean {
  if (cell.weight * CC_TO_II[cell.rating].inconsistency === 0) {
    return false;
  }
  return !same(leadersOf(ranksOf(counts.map((count) => less(count, [cell], 0)))), leaders);
}

const nameOfCell = ({ evidence, hypothesisId, authorId }: Cell): DecidingCell => ({
  evidence,
  hypothesisId,
  authorId,
});

/** A count without these cells; `judged` 0: they stay judged, and are neutral. */
function less(count: Count, cells: readonly Cell[], judged: 0 | 1): Count {
  const own = cells.filter(({ hypothesisId }) => hypothesisId === count.hypothesisId);
  if (own.length === 0) {
    return count;
  }
  const byAuthor = new Map(count.byAuthor);
  for (const { authorId, weight, rating } of own) {
    const before = byAuthor.get(authorId) ?? { inconsistency: 0, judged: 0 };
    byAuthor.set(authorId, {
      inconsistency: before.inconsistency - weight * CC_TO_II[rating].inconsistency,
      judged: before.judged - judged,
    });
  }
  return { ...count, byAuthor };
}
