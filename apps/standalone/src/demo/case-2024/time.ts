import type { PartialTime, Precision } from '@app/platform';

const PRECISIONS: Readonly<Record<number, Precision>> = { 4: 'year', 7: 'month', 10: 'day' };

/** A time in the world: `2024-06` is a month, `2024-06-14` a day. */
export function time(text: string): PartialTime {
  const precision = PRECISIONS[text.length] ?? 'instant';
  return { at: precision === 'instant' ? text : `${text}${'-01-01'.slice(text.length - 4)}T00:00:00.000Z`, precision };
}
