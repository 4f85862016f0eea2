import type { Cell, Matrix } from './ach.counts.rules.js';
import { CC_TO_II } from './ach.scale.js';

/** How far the analysts differ on one cell. */
export interface Disagreement {
  readonly evidence: string;
  readonly hypothesisId: string;
  readonly raters: number;
  /** Sample standard deviation of the ratings as numbers; null where fewer than two judged it. */
  readonly spread: number | null;
}

/**
 * How well each piece of evidence tells the hypotheses apart (Heuer's diagnosticity; the formula is open-synthesis'):
 * the population standard deviation of its ratings as numbers across hypotheses, as the mean over analysts. 0 tells
 * nothing apart. Null: not in force, or nobody judged it against two hypotheses.
 */
export function diagnosticity({ evidence }: Matrix, cells: readonly Cell[]): Map<string, number | null> {
  const judged = groupsOf(cells, (cell) => cell.evidence);
  return new Map(
    evidence.map(({ key }) => {
      const byAuthor = [...groupsOf(judged.get(key) ?? [], (cell) => cell.authorId).values()];
      const spreads = byAuthor.filter((own) => own.length > 1).map((own) => Math.sqrt(variance(own, 0)));
      return [key, spreads.length === 0 ? null : mean(spreads)];
    }),
  );
}

/** Disagreement by cell, of every cell that anybody judged (the formula is open-synthesis'). */
export function disagreement(cells: readonly Cell[]): Disagreement[] {
  return [...groupsOf(cells, (cell) => `${cell.evidence} ${cell.hypothesisId}`).values()].flatMap((raters) =>
    raters.slice(0, 1).map(({ evidence, hypothesisId }) => ({
      evidence,
      hypothesisId,
      raters: raters.length,
      spread: raters.length < 2 ? null : Math.sqrt(variance(raters, 1)),
    })),
  );
}

/** Of whole numbers, and so the same in whatever order they come. `lost`: 0 of a population, 1 of a sample. */
function variance(cells: readonly Cell[], lost: 0 | 1): number {
  const numbers = cells.map(({ rating }) => CC_TO_II[rating].number);
  const sum = numbers.reduce((total, number) => total + number, 0);
  const squares = numbers.reduce((total, number) => total + number * number, 0);
  return (cells.length * squares - sum * sum) / (cells.length * (cells.length - lost));
}

/** Sorted first: floats add up differently in another order. */
const mean = (figures: readonly number[]): number =>
  figures.toSorted((one, other) => one - other).reduce((sum, figure) => sum + figure, 0) / figures.length;

function groupsOf(cells: readonly Cell[], key: (cell: Cell) => string): Map<string, Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(key(cell));
    if (group) {
      group.push(cell);
    } else {
      groups.set(key(cell), [cell]);
    }
  }
  return groups;
}
