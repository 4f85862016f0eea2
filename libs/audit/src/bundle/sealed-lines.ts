import { createHash } from 'node:crypto';
import { canonicalJson } from '@app/ledger';
import type { State } from '@app/platform';
import { Report, type BundleLine, type EntryLine, type Payload, type ToldLine } from '@app/verify';
import type { ToldPayload } from '../log/disclosed.rules.js';

/** A line to be written, and of an entry what it tells. */
export interface Written {
  readonly line: ToldLine;
  readonly payload?: ToldPayload | null;
}

/** Writes the lines of a bundle: each in its one form, behind them the report, and the seal over all of it. */
export class SealedLines {
  private readonly digest = createHash('sha256');
  private readonly report = new Report();
  private count = 0;

  /** @param seal signs a text by the receipt key. */
  constructor(
    private readonly origin: string,
    private readonly seal: (text: string) => string,
  ) {}

  write({ line, payload }: Written): string {
    if (line.type === 'entry') {
      this.report.addEntry(line, (payload ?? undefined) as Payload | undefined);
    } else {
      this.report.add(line);
    }
    return this.text(line);
  }

  /** The last two lines. */
  end(): string {
    const report = this.text({ type: 'report', text: this.report.text() });
    const digest = this.digest.copy().digest('base64');
    const note = this.seal(`ascribe-bundle/v1\n${this.origin}\n${digest}\n`);
    return report + this.text({ type: 'seal', lines: this.count, note });
  }

  private text(line: BundleLine): string {
    const text = `${canonicalJson(line as unknown as State)}\n`;
    this.digest.update(text, 'utf8');
    this.count += 1;
    return text;
  }
}

/** An entry as its line has it. @param proof null in a bundle that is complete. */
export const entryLine = (
  { index, leaf, told }: { index: number; leaf: Buffer; told: Omit<EntryLine, 'type' | 'index' | 'leaf' | 'proof'> },
  proof: readonly string[] | null,
): EntryLine => ({ type: 'entry', index, leaf: leaf.toString('utf8'), ...(proof ? { proof } : {}), ...told });
