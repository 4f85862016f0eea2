import { localDay, localInstant } from '../words/time';
import type { Moment } from './shapes';

const DAY_END = 'T23:59:59.999Z';
const calendarDay = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** The last instant of the calendar day (UTC, as partial times are kept) on which something was said. */
export const dayEnd = (iso: string): string => iso.slice(0, 10) + DAY_END;

/** `11 August 2024` for the end of a day, else the local time with its zone. */
export const momentInWords = (iso: string): string =>
  iso.endsWith(DAY_END) ? `the end of ${calendarDay.format(new Date(iso))}` : localInstant(iso);

/** The day of an instant whose precision is not told: midnight in UTC is how a calendar day is kept. */
export const dayOf = (iso: string): string =>
  iso.endsWith('T00:00:00.000Z') ? calendarDay.format(new Date(iso)) : localDay(iso);

/**
 * What is being looked at, in one sentence. `said` is the clock of the world, `known` that of the record; either may
 * stand now.
 */
export function lookedAt({ validAt, knownAt }: Moment): string {
  if (!validAt && !knownAt) {
    return 'Now: all that has been said, as far as it is known to us.';
  }
  if (validAt && validAt === knownAt) {
    return `What had been said, and was known to us, by ${momentInWords(validAt)}.`;
  }
  const said = validAt ? `What had been said by ${momentInWords(validAt)}` : 'All that has been said';
  const known = knownAt
    ? `as far as it was known to us by ${momentInWords(knownAt)}`
    : 'as far as it is known to us now';
  return `${said}, ${known}.`;
}

/** Where a slider can stop, oldest first; the last stop is now. */
export interface Stop {
  /** Milliseconds. */
  readonly at: number;
  /** Undefined: now. */
  readonly iso: string | undefined;
}

const sorted = (all: Iterable<string>): Stop[] =>
  [...new Set(all)].map((iso) => ({ iso, at: Date.parse(iso) })).toSorted((a, b) => a.at - b.at);

/** The ends of the days on which something was said. */
export const saidStops = (said: readonly string[], now: number): Stop[] => [
  ...sorted(said.map(dayEnd)).filter(({ at }) => at < now),
  { at: now, iso: undefined },
];

/** The instants at which something was recorded. */
export const knownStops = (recorded: readonly string[], now: number): Stop[] => [
  ...sorted(recorded).filter(({ at }) => at < now),
  { at: now, iso: undefined },
];

/** The last stop that is not later; a moment before all of them is the first. */
export function stopOf(stops: readonly Stop[], iso: string | undefined): number {
  if (!iso) {
    return stops.length - 1;
  }
  const at = Date.parse(iso);
  return Math.max(
    0,
    stops.findLastIndex((stop) => stop.at <= at),
  );
}

/** The stop that stands nearest to a place on the axis. */
export function nearestStop(stops: readonly Stop[], x: (ms: number) => number, px: number): number {
  let best = 0;
  stops.forEach((stop, index) => {
    if (Math.abs(x(stop.at) - px) < Math.abs(x(stops[best]?.at ?? 0) - px)) {
      best = index;
    }
  });
  return best;
}
