import { positionOf } from '@app/platform';

/** What every list takes. */
export interface PageAsked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * The id after which the next page begins, of a list in the order of its ids.
 *
 * @throws {Problem} 400 `malformed_cursor`.
 */
export const afterId = (cursor: string | undefined): string | null =>
  cursor === undefined ? null : (positionOf(cursor, ['uuid'])[0] ?? null);
