import type { Rating } from './ach-query';
import { RATINGS } from './matrix';

/** A place in the grid: row 0 is the first piece of evidence, column 0 names it, the last one weighs it. */
export interface Place {
  row: number;
  column: number;
}

const PAGE_ROWS = 10;

interface Size {
  rows: number;
  columns: number;
}

/** Where each key leads; `far` is with Control or Command. */
const STEPS: Readonly<Record<string, (from: Place, size: Size, far: boolean) => Place>> = {
  ArrowUp: ({ row, column }, _, far) => ({ row: far ? 0 : row - 1, column }),
  ArrowDown: ({ row, column }, { rows }, far) => ({ row: far ? rows : row + 1, column }),
  ArrowLeft: ({ row, column }, _, far) => ({ row, column: far ? 0 : column - 1 }),
  ArrowRight: ({ row, column }, { columns }, far) => ({ row, column: far ? columns : column + 1 }),
  Home: ({ row }, _, far) => ({ row: far ? 0 : row, column: 0 }),
  End: ({ row }, { rows, columns }, far) => ({ row: far ? rows : row, column: columns }),
  PageUp: ({ row, column }) => ({ row: row - PAGE_ROWS, column }),
  PageDown: ({ row, column }) => ({ row: row + PAGE_ROWS, column }),
};

/** Where a key leads from a place, within the grid; undefined where it leads nowhere. */
export function moved(
  from: Place,
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  size: Size,
): Place | undefined {
  const to = STEPS[key]?.(from, size, ctrlKey || metaKey);
  return (
    to && {
      row: Math.max(0, Math.min(size.rows - 1, to.row)),
      column: Math.max(0, Math.min(size.columns - 1, to.column)),
    }
  );
}

/** What a key does that moves nowhere. */
export type Edit = { does: 'undo' | 'redo' | 'weigh' | 'nothing' } | { does: 'rate'; rating: Rating | null };

const NOTHING: Edit = { does: 'nothing' };

const PLAIN: Readonly<Record<string, Edit>> = {
  Enter: { does: 'weigh' },
  F2: { does: 'weigh' },
  Delete: { does: 'rate', rating: null },
  Backspace: { does: 'rate', rating: null },
};

/** With Control or Command. */
function withControl(key: string, shiftKey: boolean): Edit {
  if (key === 'y' || (key === 'z' && shiftKey)) {
    return { does: 'redo' };
  }
  return key === 'z' ? { does: 'undo' } : NOTHING;
}

/** Reads edits from keys. */
export function editReader() {
  const read = ratingReader();
  return (event: React.KeyboardEvent, place: Place): Edit => {
    const { key, timeStamp } = event;
    if (event.altKey) {
      return NOTHING;
    }
    if (event.ctrlKey || event.metaKey) {
      return withControl(key.toLowerCase(), event.shiftKey);
    }
    const rating = read(key, `${place.row}:${place.column}`, timeStamp);
    return rating ? { does: 'rate', rating } : (PLAIN[key] ?? NOTHING);
  };
}

/** How soon the second letter of CC or II must follow the first. */
const DOUBLE_MS = 900;

/** Reads ratings from keys: 1 to 5, or c, cc, n, i, ii. A letter counts at once, and its double replaces it. */
function ratingReader() {
  let last = { key: '', at: 0, place: '' };
  return (key: string, place: string, at: number): Rating | undefined => {
    const letter = key.toLowerCase();
    const isDouble = last.key === letter && last.place === place && at - last.at < DOUBLE_MS;
    last = { key: isDouble ? '' : letter, at, place };
    if (letter === 'c' || letter === 'i') {
      const single = letter === 'c' ? 'C' : 'I';
      return isDouble ? (`${single}${single}` as Rating) : single;
    }
    return letter === 'n' ? 'N' : RATINGS[Number(key) - 1];
  };
}
