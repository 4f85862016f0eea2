/** Rows of a cursor, of which the next one can be looked at before it is taken: for walking two side by side. */
export class Ahead<Row> {
  private held: Row | undefined;
  private ended = false;

  constructor(private readonly rows: AsyncGenerator<Row, undefined>) {}

  /** Undefined at the end. */
  async peek(): Promise<Row | undefined> {
    if (this.held === undefined && !this.ended) {
      const next = await this.rows.next();
      this.held = next.value;
      this.ended = next.done ?? false;
    }
    return this.held;
  }

  async take(): Promise<Row | undefined> {
    const row = await this.peek();
    this.held = undefined;
    return row;
  }

  /** Takes rows for as long as `before` holds of the next one, and gives each to `taken`. */
  async takeWhile(before: (row: Row) => boolean, taken: (row: Row) => void): Promise<void> {
    for (let row = await this.peek(); row !== undefined && before(row); row = await this.peek()) {
      taken(row);
      await this.take();
    }
  }
}
