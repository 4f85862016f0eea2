import type { Schemas } from '@app/api-client';
import type { Ach, AchBody, AchColumn, Level, Rating } from './ach-query';

/** Best first; 1 to 5 on the keyboard. */
export const RATINGS: readonly Rating[] = ['CC', 'C', 'N', 'I', 'II'];

export const RATING_WORDS: Record<Rating, string> = {
  CC: 'very consistent',
  C: 'consistent',
  N: 'neutral',
  I: 'inconsistent',
  II: 'very inconsistent',
};

/** A piece of evidence: a row of the grid. */
export type Row = Schemas['AchCandidateView'] & { key: string };

export interface Weight {
  credibility: Level | null;
  relevance: Level | null;
}

export const UNWEIGHED: Weight = { credibility: null, relevance: null };

/** One analyst's judgements, to be looked up. Never changed: each edit makes another. */
export interface Column {
  cells: ReadonlyMap<string, Rating>;
  weights: ReadonlyMap<string, Weight>;
}

export const EMPTY: Column = { cells: new Map(), weights: new Map() };

export const keyOf = ({ kind, id }: { kind: string; id: string }): string => `${kind} ${id}`;
export const cellKey = (row: string, hypothesisId: string): string => `${row} ${hypothesisId}`;

export const columnOf = (found: AchColumn | undefined): Column =>
  found
    ? {
        cells: new Map(found.cells.map((cell) => [cellKey(keyOf(cell.evidence), cell.hypothesisId), cell.rating])),
        weights: new Map(
          found.weights.map(({ evidence, credibility, relevance }) => [keyOf(evidence), { credibility, relevance }]),
        ),
      }
    : EMPTY;

type Link = AchBody['cells'][number]['evidence'];

const linkOf = (key: string): Link => {
  const [kind, id] = key.split(' ') as [Link['kind'], string];
  return { kind, id };
};

/** What is sent. A row that was put in and not weighed yet is a weight that states nothing. */
export const bodyOf = ({ cells, weights }: Column): AchBody => ({
  cells: [...cells].map(([key, rating]) => {
    const [kind, id, hypothesisId] = key.split(' ') as [string, string, string];
    return { evidence: linkOf(`${kind} ${id}`), hypothesisId, rating };
  }),
  weights: [...weights].map(([key, { credibility, relevance }]) => ({
    evidence: linkOf(key),
    ...(credibility ? { credibility } : {}),
    ...(relevance ? { relevance } : {}),
  })),
});

/** The rows of the grid, in their order: what anybody judged, and what is in `own`. */
export function rowsOf(ach: Ach, own: Column): Row[] {
  const held = new Set([
    ...own.weights.keys(),
    ...[...own.cells.keys()].map((key) => key.slice(0, key.lastIndexOf(' '))),
  ]);
  const more = ach.candidates.filter((candidate) => held.has(keyOf(candidate)));
  return [...ach.evidence, ...more]
    .map((record) => ({ ...record, key: keyOf(record) }))
    .toSorted((a, b) => Number(a.label.slice(1)) - Number(b.label.slice(1)));
}

/** How many cells and weights of two columns differ. */
export function differences(one: Column, other: Column): number {
  const cells = new Set([...one.cells.keys(), ...other.cells.keys()]);
  const weights = new Set([...one.weights.keys(), ...other.weights.keys()]);
  const isOther = (key: string): boolean => {
    const [a, b] = [one.weights.get(key), other.weights.get(key)];
    return a?.credibility !== b?.credibility || a?.relevance !== b?.relevance || !a !== !b;
  };
  return (
    [...cells].filter((key) => one.cells.get(key) !== other.cells.get(key)).length + [...weights].filter(isOther).length
  );
}

export function withRating(column: Column, key: string, rating: Rating | null): Column {
  const cells = new Map(column.cells);
  if (rating) {
    cells.set(key, rating);
  } else {
    cells.delete(key);
  }
  return { ...column, cells };
}

export function withWeight(column: Column, row: string, weight: Weight): Column {
  return { ...column, weights: new Map(column.weights).set(row, weight) };
}

export function withRows(column: Column, rows: readonly string[]): Column {
  const weights = new Map(column.weights);
  for (const row of rows) {
    weights.set(row, weights.get(row) ?? UNWEIGHED);
  }
  return { ...column, weights };
}

export function withoutRow(column: Column, row: string): Column {
  const weights = new Map(column.weights);
  weights.delete(row);
  const cells = new Map([...column.cells].filter(([key]) => !key.startsWith(`${row} `)));
  return { cells, weights };
}

/** The weight by the table that the server prints; what is not stated is medium. */
export const weigher = (ach: Ach): ((weight: Weight | undefined) => number) => {
  const table = new Map(ach.weightTable.map((row) => [`${row.credibility} ${row.relevance}`, row.weight]));
  return (weight) => table.get(`${weight?.credibility ?? 'medium'} ${weight?.relevance ?? 'medium'}`) ?? 1;
};
