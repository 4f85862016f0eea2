import { CC_TO_II, weightOf, type AchLevel, type AchRating } from './ach.scale.js';

/** One analyst's judgements. Evidence is named by a key that is the same wherever it is the same evidence. */
export interface Column {
  readonly authorId: string;
  readonly cells: readonly {
    readonly evidence: string;
    readonly hypothesisId: string;
    readonly rating: AchRating;
  }[];
  readonly weights: readonly {
    readonly evidence: string;
    readonly credibility?: AchLevel | undefined;
    readonly relevance?: AchLevel | undefined;
  }[];
}

/** Evidence x hypotheses, by analyst. */
export interface Matrix {
  readonly hypothesisIds: readonly string[];
  readonly evidence: readonly { readonly key: string; readonly inForce: boolean }[];
  readonly columns: readonly Column[];
}

/** A judgement that counts, with its weight. */
export interface Cell {
  readonly evidence: string;
  readonly hypothesisId: string;
  readonly authorId: string;
  readonly rating: AchRating;
  readonly weight: number;
}

/** What was counted against one hypothesis, by analyst: whole numbers. */
export interface Count {
  readonly hypothesisId: string;
  readonly byAuthor: ReadonlyMap<string, { readonly inconsistency: number; readonly judged: number }>;
}

export interface Counts {
  readonly hypotheses: readonly Count[];
  /** Only those whose evidence is in force. */
  readonly cells: readonly Cell[];
  /** In force, and judged by somebody. */
  readonly evidence: ReadonlySet<string>;
  /** How many judged anything that is in force. */
  readonly analysts: number;
}

/**
 * Weighted inconsistency counts (Heuer 1999, chapter 8, step 5; weighted after Burton, Open Source ACH): for one
 * analyst and one hypothesis the sum, over evidence in force, of weight x { II 2, I 1, else 0 }.
 */
export function countsOf({ hypothesisIds, evidence, columns }: Matrix): Counts {
  const inForce = new Set(evidence.filter((row) => row.inForce).map(({ key }) => key));
  const known = new Set(hypothesisIds);
  const cells = columns.flatMap((column) => {
    const weights = new Map(column.weights.map((weight) => [weight.evidence, weightOf(weight)]));
    return column.cells
      .filter((cell) => inForce.has(cell.evidence) && known.has(cell.hypothesisId))
      .map((cell) => ({ ...cell, authorId: column.authorId, weight: weights.get(cell.evidence) ?? weightOf() }));
  });
  const counted = new Map(
    hypothesisIds.map((id) => [id, new Map<string, { inconsistency: number; judged: number }>()]),
  );
  for (const { hypothesisId, authorId, rating, weight } of cells) {
    const byAuthor = counted.get(hypothesisId);
    const before = byAuthor?.get(authorId) ?? { inconsistency: 0, judged: 0 };
    const inconsistency = before.inconsistency + weight * CC_TO_II[rating].inconsistency;
    byAuthor?.set(authorId, { inconsistency, judged: before.judged + 1 });
  }
  return {
    hypotheses: hypothesisIds.map((hypothesisId) => ({
      hypothesisId,
      byAuthor: counted.get(hypothesisId) ?? new Map(),
    })),
    cells,
    evidence: new Set(cells.map((cell) => cell.evidence)),
    analysts: new Set(cells.map((cell) => cell.authorId)).size,
  };
}
