import { isUuid } from './ids.js';
import { Problem } from './problem.js';

/** One page of a list, by keyset. */
export interface Page<Item> {
  readonly items: Item[];
  /** Where the next page begins; null at the end. */
  readonly nextCursor: string | null;
}

export const cursorOf = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** What a part of a position is: an id, an RFC 3339 instant, or a whole number. */
export type PositionPart = 'uuid' | 'instant' | 'whole';

const PARTS: Readonly<Record<PositionPart, (text: string) => boolean>> = {
  uuid: isUuid,
  // Date.parse takes the 31st of February and the hour 24; the database does not, and knows no year 0.
  instant: (text) =>
    /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/.test(text) &&
    Number.isFinite(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text.slice(0, 19)),
  whole: (text) => /^\d{1,9}$/.test(text),
};

/**
 * The position that a cursor holds. Whoever makes one up is told so: nothing of it reaches
 * the database unchecked.
 *
 * @throws {Problem} 400 `malformed_cursor`.
 */
export function positionOf(cursor: string, parts: readonly PositionPart[]): string[] {
  try {
    const position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (
      Array.isArray(position) &&
      position.length === parts.length &&
      position.every((part, index) => fits(part, parts[index]))
    ) {
      return position.map(String);
    }
  } catch {
    // Falls through to the refusal: what is not base64url of JSON is no cursor of ours.
  }
  throw new Problem(400, 'malformed_cursor', 'The cursor is not one that this list gave.');
}

const fits = (part: unknown, kind: PositionPart | undefined): boolean =>
  kind !== undefined && (typeof part === 'string' || typeof part === 'number') && PARTS[kind](String(part));

/** A page from one row more than asked for: the extra row only says that there is a next page. */
export function page<Row, Item>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => Item,
  position: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(position(last)) : null,
  };
}
