/** How exactly a time in the world is known. */
export const PRECISIONS = ['year', 'month', 'day', 'hour', 'instant', 'unknown'] as const;
export type Precision = (typeof PRECISIONS)[number];

/**
 * A time in the world that may be known only in part. `at` is the first instant of the
 * span in UTC (RFC 3339, milliseconds), null when the precision is `unknown`.
 */
export interface PartialTime {
  readonly at: string | null;
  readonly precision: Precision;
}

const CUT: Readonly<Record<Precision, number>> = { year: 4, month: 7, day: 10, hour: 13, instant: 24, unknown: 0 };
const FILL = '0000-01-01T00:00:00.000Z';

/** The first instant of the span that `at` falls into. */
export function startOfSpan(at: Date, precision: Precision): Date | null {
  if (precision === 'unknown') {
    return null;
  }
  const text = at.toISOString();
  return new Date(text.slice(0, CUT[precision]) + FILL.slice(CUT[precision]));
}

/** A time that someone gave, at the first instant of its span: `at` says no more than the precision does. */
export function cutToSpan(given: PartialTime): PartialTime;
export function cutToSpan(given: PartialTime | null | undefined): PartialTime | null;
export function cutToSpan(given: PartialTime | null | undefined): PartialTime | null {
  return given ? { at: given.at ? startOf(given.at, given.precision) : null, precision: given.precision } : null;
}

const startOf = (at: string, precision: Precision): string | null =>
  startOfSpan(new Date(at), precision)?.toISOString() ?? null;

/** Times more than this ahead of the clock are refused: nothing has happened yet that far in the future. */
export const AHEAD_MAX_MS = 24 * 60 * 60 * 1000;

export function partialTime(at: Date | null, precision: Precision | null): PartialTime | null {
  return precision === null ? null : { at: at ? at.toISOString() : null, precision };
}
