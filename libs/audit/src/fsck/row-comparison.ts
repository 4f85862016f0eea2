import { instantOf, same } from './row-values.js';
import { ANYTHING, type DomainTable, type Known, type Latest } from './tables.js';

type Expect = (latest: Latest) => unknown;

/** What a row of a table is to hold, column by column. */
export class RowComparison {
  private readonly expected: ReadonlyMap<string, Expect>;

  /** @param columns of the table, as the database has them. */
  constructor(
    readonly domain: DomainTable,
    columns: readonly string[],
  ) {
    this.expected = new Map(
      columns
        .filter((column) => !Object.hasOwn(domain.excused ?? {}, column))
        .map((column) => [column, this.expect(column, columns)]),
    );
  }

  /** Columns that do not hold what the entries give. */
  differing(row: Known, latest: Latest): string[] {
    return [...this.expected].flatMap(([column, expect]) => {
      const value = expect(latest);
      return value === ANYTHING || same(value, instantOf(row[column])) ? [] : [column];
    });
  }

  private expect(column: string, columns: readonly string[]): Expect {
    const own = this.domain.columns?.[column];
    if (typeof own === 'function') {
      return own;
    }
    const path = (own ?? memberOf(column, columns)).split('.');
    return ({ was }) => path.reduce<unknown>((of, member) => (of as Known | null | undefined)?.[member], was);
  }
}

/** `max_tlp` is `maxTlp`; a time that may be known in part stands in two columns: `said_at`, `said_precision`. */
export function memberOf(column: string, columns: readonly string[]): string {
  const [, stem, part] = /^(.*)_(at|precision)$/.exec(column) ?? [];
  return stem !== undefined && columns.includes(`${stem}_precision`) ? `${camel(stem)}At.${part}` : camel(column);
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
