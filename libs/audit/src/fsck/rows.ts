import { Ahead } from './ahead.js';
import type { Found } from './found.js';
import type { RowComparison } from './row-comparison.js';
import type { Known, Latest } from './tables.js';

/** A row with the key by which it is walked: texts that sort as the records come. */
export interface KeyedRow {
  readonly key: string;
  readonly row: Known;
}

/** The rows of one table, walked beside the records that the entries give, both by rising key. */
export class Rows {
  private readonly ahead: Ahead<KeyedRow>;

  constructor(
    private readonly found: Found,
    private readonly comparison: RowComparison,
    rows: AsyncGenerator<KeyedRow, undefined>,
  ) {
    this.ahead = new Ahead(rows);
  }

  /** @param needed whether there has to be a row. */
  async compare(key: string, latest: Latest, needed = true): Promise<void> {
    await this.ahead.takeWhile(
      (next) => next.key < key,
      (next) => this.ofNothing(next),
    );
    const { table } = this.comparison.domain;
    const next = await this.ahead.peek();
    if (next?.key !== key) {
      if (needed) {
        this.found.add('row_missing', { table, id: key });
      }
      return;
    }
    await this.ahead.take();
    for (const member of this.comparison.differing(next.row, latest)) {
      this.found.add('row_differs', { table, id: key, member });
    }
  }

  async end(): Promise<void> {
    await this.ahead.takeWhile(
      () => true,
      (next) => this.ofNothing(next),
    );
  }

  private ofNothing({ key }: KeyedRow): void {
    this.found.add('row_of_nothing', { table: this.comparison.domain.table, id: key });
  }
}
