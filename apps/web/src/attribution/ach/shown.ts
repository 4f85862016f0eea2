import type { Ach, AchColumn, Rating } from './ach-query';
import type { Figures } from './figures';
import { cellKey, columnOf, RATING_WORDS, RATINGS, weigher, type Column, type Row, type Weight } from './matrix';

/** A cell as it is drawn and read out. */
export interface ShownCell {
  letters: string;
  /** The colour, which never stands alone. */
  tone: Lowercase<Rating> | 'none';
  words: string;
  decides: boolean;
}

export interface ShownRow {
  row: Row;
  cells: readonly ShownCell[];
  weight: { text: string; words: string };
  notes: readonly string[];
  /** Equal where the row looks equal. */
  signature: string;
}

const FALL_WORDS: Record<NonNullable<Row['fall']>, string> = {
  withdrawn: 'Withdrawn: counts nowhere.',
  superseded: 'Superseded: counts nowhere. Its successor is to be judged anew.',
  rejected: 'Rejected: counts nowhere.',
  not_said_yet: 'Not said yet at this moment: counts nowhere.',
  retracted: 'Retracted by whoever claimed it: counts nowhere.',
};

/** Of several ratings the one that colours the cell: the nearest to their mean. */
function between(ratings: readonly Rating[]): Rating | undefined {
  const mean = ratings.reduce((sum, rating) => sum + RATINGS.indexOf(rating), 0) / ratings.length;
  return RATINGS[Math.round(mean)];
}

function cellOf(rated: readonly { rating: Rating; name: string | null }[], decides: boolean): ShownCell {
  const ratings = RATINGS.filter((rating) => rated.some((one) => one.rating === rating));
  const tone = (between(rated.map(({ rating }) => rating))?.toLowerCase() ?? 'none') as ShownCell['tone'];
  const words = rated.map(({ rating, name }) => (name ? `${name}: ${RATING_WORDS[rating]}` : RATING_WORDS[rating]));
  return {
    letters: ratings.join(' '),
    tone: rated.length === 0 ? 'none' : tone,
    words: [words.join('; ') || 'not judged', ...(decides ? ['decides who leads'] : [])].join('; '),
    decides,
  };
}

const level = (weight: Weight, of: 'credibility' | 'relevance'): string =>
  weight[of] ? `${of} ${weight[of]}` : `${of} not stated, counts as medium`;

interface Looked {
  ach: Ach;
  rows: readonly Row[];
  figures: Figures;
}

/** The grid of one analyst. */
export function shownOfOne({ ach, rows, figures }: Looked, column: Column): ShownRow[] {
  const weigh = weigher(ach);
  return rows.map((row) => {
    const weight = column.weights.get(row.key);
    return signed({
      row,
      cells: ach.hypotheses.map(({ id }) => {
        const key = cellKey(row.key, id);
        const rating = column.cells.get(key);
        return cellOf(rating ? [{ rating, name: null }] : [], figures.deciding.has(key));
      }),
      weight: {
        text: `× ${weigh(weight)}`,
        words: `Weight ${weigh(weight)}: ${weight ? `${level(weight, 'credibility')}, ${level(weight, 'relevance')}` : 'not stated, counts as medium'}`,
      },
      notes: notesOf(row, figures),
    });
  });
}

/** The grid of everybody: each cell has the ratings that it was given. */
export function shownOfAll({ ach, rows, figures }: Looked): ShownRow[] {
  const weigh = weigher(ach);
  const columns = ach.columns.map((found) => ({ name: found.author.name, ...columnOf(found) }));
  return rows.map((row) => {
    const weights = columns.flatMap(({ name, weights: stated, cells }) =>
      ach.hypotheses.some(({ id }) => cells.has(cellKey(row.key, id)))
        ? [{ name, weight: weigh(stated.get(row.key)) }]
        : [],
    );
    const distinct = [...new Set(weights.map(({ weight }) => weight))].toSorted((a, b) => a - b);
    return signed({
      row,
      cells: ach.hypotheses.map(({ id }) => {
        const key = cellKey(row.key, id);
        const rated = columns.flatMap(({ name, cells }) => {
          const rating = cells.get(key);
          return rating ? [{ rating, name }] : [];
        });
        return cellOf(rated, figures.deciding.has(key));
      }),
      weight: {
        text: distinct.length === 0 ? '' : `× ${distinct.join(' ')}`,
        words: weights.map(({ name, weight }) => `${name}: weight ${weight}`).join('; ') || 'not weighed',
      },
      notes: notesOf(row, figures),
    });
  });
}

function notesOf(row: Row, figures: Figures): string[] {
  if (row.fall) {
    return [FALL_WORDS[row.fall]];
  }
  return figures.telling.get(row.key) === false ? ['Tells nothing apart: it fits all alike.'] : [];
}

function signed(row: Omit<ShownRow, 'signature'>): ShownRow {
  const { label, title, inForce } = row.row;
  const cells = row.cells.map(({ letters, tone, words }) => `${letters}/${tone}/${words}`);
  return { ...row, signature: [label, title, inForce, row.weight.words, ...row.notes, ...cells].join('|') };
}

/** Whose judgements are looked at. */
export type Whose = { is: 'mine' } | { is: 'everyone' } | { is: 'one'; column: AchColumn };
