/** States of a delivery. `dead`: given up, until a person retries it. `withheld`: the recipient may not see it any more. */
export const DELIVERY_STATUSES = ['pending', 'sending', 'sent', 'withheld', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const CHANNELS = ['in_app', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

export const OUTCOMES = ['sent', 'failed', 'withheld', 'retried_by_person'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first failure, the second, and so on: 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 12 h. */
const WAITS_MS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 12 * HOUR];

/** After this many failures a delivery is dead. */
export const ATTEMPTS_MAX = WAITS_MS.length + 1;

/** Share by which a wait is lengthened at random, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * When to try again after the given number of attempts; null: never, it is dead.
 *
 * @param random 0 to 1.
 */
export function nextAttemptAt(now: Date, attempts: number, random: number): Date | null {
  const wait = attempts < ATTEMPTS_MAX ? WAITS_MS[attempts - 1] : undefined;
  return wait === undefined ? null : new Date(now.getTime() + Math.round(wait * (1 + JITTER * random)));
}
