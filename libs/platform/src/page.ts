import { Problem } from './problem.js';

/** One page of a list, by keyset. */
export interface Page<Item> {
  readonly items: Item[];
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

export const cursorOf = (position: readonly (string | number)[]): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/**
 * The position that a cursor holds: as many parts as the list's order has.
 *
 * @throws {Problem} 400 `malformed_cursor`.
 */
export function positionOf(cursor: string, parts: number): string[] {
  try {
    const position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(position) && position.length === parts && position.every((part) => typeof part === 'string' && part.length <= 64)) {
      return position as string[];
    }
  } catch {
    // Falls through to the refusal: what is not base64url of JSON is no cursor of ours.
  }
  throw new Problem(400, 'malformed_cursor', 'The cursor is not one that this list gave.');
}

/** A page from one row more than asked for: the extra row only says that there is a next page. */
export function page<Row, Item>(rows: readonly Row[], limit: number, present: (row: Row) => Item, position: (row: Row) => readonly (string | number)[]): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(present), nextCursor: rows.length > limit && last !== undefined ? cursorOf(position(last)) : null };
}
