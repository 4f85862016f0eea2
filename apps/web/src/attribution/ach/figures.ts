import type { Ach } from './ach-query';
import { cellKey, keyOf, weigher, type Column, type Row } from './matrix';

/** What counts against one hypothesis. No probability. */
export interface Total {
  hypothesisId: string;
  /** Null: nobody judged it. */
  figure: number | null;
  rank: number | null;
  judged: number;
  possible: number;
}

/** What the judgements come to, of one analyst or of all. */
export interface Figures {
  totals: readonly Total[];
  leaders: readonly string[];
  /** Rows that tell the hypotheses apart in no way. */
  telling: ReadonlyMap<string, boolean>;
  /** Rows without which another would lead, or the order would be another. */
  sensitive: readonly { row: string; leaders: readonly string[]; leadersChange: boolean }[];
  /** Cells that decide who leads. */
  deciding: ReadonlySet<string>;
}

/** As the server counted it, over everyone's columns. */
export function figuresOfAll(ach: Ach): Figures {
  return {
    totals: ach.scores.map(({ hypothesisId, inconsistency, rank, judged, unjudged }) => ({
      hypothesisId,
      figure: inconsistency,
      rank,
      judged,
      possible: judged + unjudged,
    })),
    leaders: ach.leaders,
    telling: new Map(
      ach.evidence.flatMap((row) => (row.diagnosticity === null ? [] : [[keyOf(row), row.diagnosticity > 0]])),
    ),
    sensitive: ach.sensitivity
      .filter(({ leadersChange, ranksWithout }) => leadersChange || ranksWithout !== null)
      .map(({ evidence, leadersWithout, leadersChange }) => ({
        row: keyOf(evidence),
        leaders: leadersWithout,
        leadersChange,
      })),
    deciding: new Set(ach.deciding.map(({ evidence, hypothesisId }) => cellKey(keyOf(evidence), hypothesisId))),
  };
}

const AGAINST: Record<string, number> = { I: 1, II: 2 };

/** The part of one cell in what counts against its hypothesis. */
export function partOf(ach: Ach, column: Column, row: Row, hypothesisId: string): number {
  const rating = column.cells.get(cellKey(row.key, hypothesisId));
  return row.inForce && rating ? weigher(ach)(column.weights.get(row.key)) * (AGAINST[rating] ?? 0) : 0;
}

/**
 * The same of one analyst alone, counted here so that it follows every key. The formulas are the server's
 * (`ach.rules.ts`): weight x { II 2, I 1, else 0 } over evidence in force; what is not judged counts nothing.
 */
export function figuresOfOne(ach: Ach, rows: readonly Row[], column: Column): Figures {
  const weigh = weigher(ach);
  const inForce = rows.filter((row) => row.inForce);
  const ids = ach.hypotheses.map(({ id }) => id);
  const part = (row: Row, id: string): number => {
    const rating = column.cells.get(cellKey(row.key, id));
    return rating ? weigh(column.weights.get(row.key)) * (AGAINST[rating] ?? 0) : 0;
  };
  const isJudged = (row: Row, id: string): boolean => column.cells.has(cellKey(row.key, id));
  const sums = ids.map((id) => ({
    id,
    sum: inForce.reduce((sum, row) => sum + part(row, id), 0),
    judged: inForce.filter((row) => isJudged(row, id)).length,
  }));
  const ranks = ranksOf(sums);
  const leaders = leadersOf(ids, ranks);
  const without = inForce.map((row) => {
    const less = ranksOf(
      sums.map(({ id, sum, judged }) => ({ id, sum: sum - part(row, id), judged: judged - Number(isJudged(row, id)) })),
    );
    const others = leadersOf(ids, less);
    const orderChanges = less.some((rank, at) => rank !== ranks[at]);
    return { row: row.key, leaders: others, leadersChange: !same(others, leaders), orderChanges };
  });
  const deciding = inForce.flatMap((row) =>
    ids
      .filter((id) => {
        const neutral = sums.map((one) => (one.id === id ? { ...one, sum: one.sum - part(row, id) } : one));
        return part(row, id) > 0 && !same(leadersOf(ids, ranksOf(neutral)), leaders);
      })
      .map((id) => cellKey(row.key, id)),
  );
  return {
    totals: sums.map(({ id, sum, judged }, at) => ({
      hypothesisId: id,
      figure: judged === 0 ? null : sum,
      rank: ranks[at] ?? null,
      judged,
      possible: inForce.length,
    })),
    leaders,
    telling: new Map(inForce.flatMap((row) => tells(column, row, ids))),
    sensitive: without.filter(({ leadersChange, orderChanges }) => leadersChange || orderChanges),
    deciding: new Set(deciding),
  };
}

/** Whether a row's ratings differ; nothing can be said of fewer than two. */
function tells(column: Column, row: Row, ids: readonly string[]): [string, boolean][] {
  const ratings = ids.flatMap((id) => column.cells.get(cellKey(row.key, id)) ?? []);
  return ratings.length < 2 ? [] : [[row.key, new Set(ratings).size > 1]];
}

const ranksOf = (sums: readonly { sum: number; judged: number }[]): (number | null)[] =>
  sums.map(({ sum, judged }) =>
    judged === 0 ? null : sums.filter((other) => other.judged > 0 && other.sum < sum).length + 1,
  );

const leadersOf = (ids: readonly string[], ranks: readonly (number | null)[]): string[] =>
  ids.filter((_, at) => ranks[at] === 1);

const same = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join();
