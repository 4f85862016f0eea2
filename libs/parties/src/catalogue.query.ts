import type { PageAsked } from '@app/access';
import { afterId } from '@app/access';
import type { Principal } from '@app/platform';

/** Rows of a table that belong to one of `$1`, or to everyone. */
export const shared = (t: string): string => `(${t}.organization_id IS NULL OR ${t}.organization_id = ANY($1::uuid[]))`;

/** SQL: a page by name. $1 organizations, $2 pattern, $3 after which row, $4 limit. The cursor is an id, so that no name is in it. */
export const byName = (table: string, columns: string, matches: string): string =>
  `SELECT ${columns} FROM ${table} t
   WHERE ${shared('t')} AND ($2::text IS NULL OR ${matches})
     AND ($3::uuid IS NULL OR (lower(t.name), t.id) > (SELECT lower(c.name), c.id FROM ${table} c WHERE c.id = $3 AND ${shared('c')}))
   ORDER BY lower(t.name), t.id LIMIT $4`;

export interface NamesAsked extends PageAsked {
  /** Part of a name. */
  readonly q?: string | undefined;
}

/** One row more than asked for; the extra one says that there is a next page. */
export const namesValues = (principal: Principal, { q, limit, cursor }: NamesAsked): unknown[] => [
  principal.organizationIds,
  q === undefined ? null : `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`,
  afterId(cursor),
  limit + 1,
];
