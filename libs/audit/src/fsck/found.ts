import { CODES, type Code } from './codes.js';

/** Where something was found. Ids, names of members and hashes: never what a case says. */
export interface Where {
  readonly table: string;
  readonly id: string | number;
  /** A column, or a member of a state. */
  readonly member?: string;
  readonly expected?: string | number | null;
  readonly found?: string | number | null;
}

export interface Finding extends Where {
  readonly code: Code;
}

/** Findings of one code that are told one by one; the others are counted. */
const TOLD_MAX = 20;

/** What was found, bounded: a log that was rolled back must not fill the memory with what follows from it. */
export class Found {
  private readonly told = new Map<Code, Finding[]>();
  private readonly counts = new Map<Code, number>();

  constructor(private readonly toldMax: number = TOLD_MAX) {}

  add(code: Code, where: Where): void {
    const count = (this.counts.get(code) ?? 0) + 1;
    this.counts.set(code, count);
    if (count <= this.toldMax) {
      const told = this.told.get(code) ?? [];
      told.push({ code, ...where });
      this.told.set(code, told);
    }
  }

  /** Reports where the two are not the same. */
  compare(code: Code, where: Omit<Where, 'expected' | 'found'>, pair: Pick<Where, 'expected' | 'found'>): void {
    if ((pair.expected ?? null) !== (pair.found ?? null)) {
      this.add(code, { ...where, ...pair });
    }
  }

  get isNothing(): boolean {
    return this.counts.size === 0;
  }

  /** In the order of the codes. */
  get findings(): Finding[] {
    return codes.flatMap((code) => this.told.get(code) ?? []);
  }

  /** How often each code was found, those that are not told among them. */
  get totals(): Partial<Record<Code, number>> {
    return Object.fromEntries(codes.flatMap((code) => (this.counts.has(code) ? [[code, this.counts.get(code)]] : [])));
  }
}

const codes = Object.keys(CODES) as Code[];
