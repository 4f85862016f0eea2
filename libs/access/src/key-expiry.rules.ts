const DAY_MS = 24 * 60 * 60 * 1000;
/** A key that nobody set an end for lasts this long. */
export const KEY_DAYS_DEFAULT = 90;
export const KEY_DAYS_MAX = 365;

/** When a key expires; null where that is not in the future, or more than a year away. */
export function keyExpiry(asked: string | undefined, now: Date): Date | null {
  const at = asked === undefined ? now.getTime() + KEY_DAYS_DEFAULT * DAY_MS : Date.parse(asked);
  return at > now.getTime() && at <= now.getTime() + KEY_DAYS_MAX * DAY_MS ? new Date(at) : null;
}
