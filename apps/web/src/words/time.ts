import type { PartialTime, Precision } from '../api/shapes';

const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

const localDate = new Intl.DateTimeFormat('en-GB', DATE);
const localClock = new Intl.DateTimeFormat('en-GB', CLOCK);
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short' });
// Only the American locale knows the American zones by their letters.
const zoneName = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });

/** The reader's zone at that moment, as they would say it: `EDT`. */
export function zoneOf(at: Date): string {
  return zoneName.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** `10 Aug 2024, 14:00 EDT` */
export function localInstant(iso: string): string {
  const at = new Date(iso);
  return `${localDate.format(at)}, ${localClock.format(at)} ${zoneOf(at)}`;
}

/** `Tue 14:00 EDT` within a week, otherwise with the date. */
export function shortInstant(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const clock = localClock.format(at);
  if (at.toDateString() === now.toDateString()) {
    return `Today ${clock} ${zoneOf(at)}`;
  }
  return Math.abs(at.getTime() - now.getTime()) < 6 * DAY_MS
    ? `${weekday.format(at)} ${clock} ${zoneOf(at)}`
    : localInstant(iso);
}

/** `10 Aug 2024` */
export const localDay = (iso: string): string => localDate.format(new Date(iso));

/** `2024-08-10 18:00:00 UTC`, for hovering and copying. */
export const utcInstant = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `in 3 h`, `2 days ago`: only ever beside the absolute time. */
export function relative(iso: string, now = Date.now()): string {
  const ms = new Date(iso).getTime() - now;
  const size = Math.abs(ms);
  if (size < MINUTE_MS) {
    return 'just now';
  }
  const text =
    size < HOUR_MS
      ? `${Math.round(size / MINUTE_MS)} min`
      : size < DAY_MS
        ? `${Math.round(size / HOUR_MS)} h`
        : days(size);
  return ms > 0 ? `in ${text}` : `${text} ago`;
}

const MONTH_DAYS = 30.44;
const YEAR_DAYS = 365.25;

function days(ms: number): string {
  const count = ms / DAY_MS;
  if (count < 60) {
    return several(count, 'day');
  }
  return count < 2 * YEAR_DAYS ? several(count / MONTH_DAYS, 'month') : several(count / YEAR_DAYS, 'year');
}

function several(count: number, unit: string): string {
  const whole = Math.round(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

// A year, a month or a day is a span of the calendar, not a moment: it is written
// as recorded and never moved into the reader's zone.
const SPANS: Partial<Record<Precision, Intl.DateTimeFormat>> = {
  year: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric' }),
  month: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', year: 'numeric', month: 'long' }),
  day: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...DATE }),
};

/** A partial time as it may be said: `June 2024`. */
export function spanInWords(time: PartialTime | null): string {
  if (!time) {
    return 'Not recorded';
  }
  if (time.at === null) {
    return 'Time not known';
  }
  const span = SPANS[time.precision];
  if (span) {
    return span.format(new Date(time.at));
  }
  return time.precision === 'hour'
    ? `${localInstant(time.at).replace(/:\d\d /, ':00 ')} (to the hour)`
    : localInstant(time.at);
}

/** Where a partial time stands in an order; what is not known comes last. */
export const spanOrder = (time: PartialTime | null): number =>
  time?.at ? new Date(time.at).getTime() : Number.POSITIVE_INFINITY;

/** The value of a `datetime-local` input for a moment. */
export function inputOf(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * MINUTE_MS).toISOString().slice(0, 16);
}

/** Whether a moment is behind us. */
export const isPast = (iso: string): boolean => new Date(iso).getTime() < Date.now();
