/** How long access by break-glass lasts. */
export const ELEVATION_MS = 4 * 60 * 60 * 1000;
/** How often one person may break the glass within {@link ELEVATIONS_WINDOW_MS}. */
export const ELEVATIONS_MAX = 5;
export const ELEVATIONS_WINDOW_MS = 24 * 60 * 60 * 1000;
/** Whoever took part in a case may break its glass for this long after their part ran out. */
export const TOOK_PART_MS = 365 * 24 * 60 * 60 * 1000;
/** Where an owner ended an elevation, the same person cannot take another one of that case for this long. */
export const REFUSED_MS = 24 * 60 * 60 * 1000;

/** Seconds until the oldest of these elevations no longer counts, where there are as many as are allowed; else 0. */
export function waitSeconds(elevatedAt: readonly Date[], now: Date): number {
  const counted = elevatedAt
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() - ELEVATIONS_WINDOW_MS)
    .toSorted((a, b) => a - b);
  const freed = counted.at(-ELEVATIONS_MAX);
  return freed === undefined ? 0 : Math.max(1, Math.ceil((freed + ELEVATIONS_WINDOW_MS - now.getTime()) / 1000));
}
