import type pg from 'pg';

/** A column as the database has it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const COLUMNS = `
  SELECT c.table_name AS "table", c.column_name AS name, c.udt_name AS type
  FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position`;

/** All that can be written. */
export const columnsOf = async (client: pg.Client): Promise<Column[]> => (await client.query<Column>(COLUMNS)).rows;

/** Whole numbers below a bound, always the same ones after one seed (Park and Miller, 1988). */
export class Chance {
  constructor(private seed: number) {}

  below(bound: number): number {
    this.seed = (this.seed * 48_271) % 0x7fffffff;
    return this.seed % bound;
  }
}

const ALWAYS = '1'.repeat(32);

/** Changes one value of one row in the least way there is: a bit, a digit, a millisecond. Gives whether there was a row. */
export async function flip(client: pg.Client, column: Column, chance: Chance, where = 'true'): Promise<boolean> {
  const { table, name, type } = column;
  const { rows } = await client.query<{ at: string; value: string | null }>(
    `SELECT ctid::text AS at, ${type === 'bytea' ? `encode("${name}", 'hex')` : `"${name}"::text`} AS value FROM ${table} t
     WHERE ${where} ORDER BY "${name}" IS NULL, ctid`,
  );
  const filled = rows.filter(({ value }) => value !== null).length || rows.length;
  const row = rows[chance.below(Math.max(1, filled))];
  if (!row) {
    return false;
  }
  const from = type === 'bytea' ? `decode($1, 'hex')` : `$1::${type}`;
  await client.query(`UPDATE ${table} SET "${name}" = ${from} WHERE ctid = $2::tid`, [
    (CHANGES[table === 'log_receipt' ? `${type} in seconds` : type] ?? CHANGES[type])?.(row.value, chance),
    row.at,
  ]);
  return true;
}

const otherText = (value: string | null, chance: Chance): string => {
  const text = Array.from(value ?? '');
  const place = chance.below(text.length || 1);
  text[place] = String.fromCodePoint(((text[place] ?? 'a').codePointAt(0) ?? 0) ^ 1);
  return text.join('');
};
const otherHex = (value: string | null, chance: Chance): string => {
  const places = [...(value ?? ALWAYS).matchAll(/[0-9a-f]/g)].map(({ index }) => index);
  const place = places[chance.below(places.length)] ?? 0;
  const text = value ?? ALWAYS;
  const digit = (Number.parseInt(text[place] ?? '0', 16) ^ (1 << chance.below(4))).toString(16);
  return `${text.slice(0, place)}${digit}${text.slice(place + 1)}`;
};
const otherNumber = (value: string | null): string => String(Number(value ?? 0) ^ 1);
const otherList = (value: string | null, added: string): string =>
  value === null || value === '{}' ? `{${added}}` : `${value.slice(0, -1)},${added}}`;

const CHANGES: Readonly<Record<string, (value: string | null, chance: Chance) => string>> = {
  text: otherText,
  uuid: otherHex,
  bytea: otherHex,
  int2: otherNumber,
  int4: otherNumber,
  // Far from what its neighbours have.
  int8: (value) => String(Number(value ?? 0) + 2 ** 20),
  bool: (value) => String(value !== 'true'),
  timestamptz: (value) => new Date(new Date(value ?? 0).getTime() + 1).toISOString(),
  // What a receipt says has no milliseconds.
  'timestamptz in seconds': (value) => new Date(new Date(value ?? 0).getTime() + 1000).toISOString(),
  jsonb: (value) => {
    const is = JSON.parse(value ?? '{}') as unknown;
    return JSON.stringify(Array.isArray(is) ? [...(is as unknown[]), 1] : { ...(is as object), more: 1 });
  },
  _text: (value) => otherList(value, 'more'),
  _uuid: (value) => otherList(value, ALWAYS),
};
