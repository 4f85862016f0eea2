import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApplicationUnderTest } from '@app/testing';

/** Names of every column of every table, and of every file, that contains a text: as it is, escaped, or disclosed. */
export async function occurrences(api: ApplicationUnderTest, text: string, folder?: string): Promise<string[]> {
  const columns = await api.sql<{ table: string; column: string; type: string }>(
    `SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`,
  );
  const forms = formsOf(text);
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const as = type === 'bytea' ? `convert_from(t.${column}, 'SQL_ASCII')` : `t.${column}::text`;
    const value = type === 'bytea' ? `encode(t.${column}, 'escape')` : as;
    const [row] = await api.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} t WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) f WHERE position(f IN ${value}) > 0)`,
      [forms],
    );
    if ((row?.count ?? 0) > 0) {
      found.push(`${table}.${column}`);
    }
  }
  return [...found, ...(folder === undefined ? [] : filesWith(folder, text))];
}

/** Base64url of a text inside others, at each of three offsets, without what its neighbours decide. */
function formsOf(text: string): string[] {
  const disclosed = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${' '.repeat(offset)}${text}`, 'utf8').toString('base64url');
    return encoded.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  return [text, ...disclosed];
}

const filesWith = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
