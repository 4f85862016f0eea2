/** A job that has not done its work by then is taken for lost, and another one is made. */
export const REQUEUE_AFTER_MS = 20_000;

/** A handler that failed is run again after these times in milliseconds; the last one for ever after: nothing is given up. */
const RETRY_AFTER_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];

/** Share by which a wait is lengthened at random, so that what failed together does not come back together. */
const JITTER = 0.2;

/**
 * The waits after the first failure, the second, and so on.
 *
 * @param random from 0 to 1, for each of them.
 */
export const retryWaitsMs = (random: () => number): number[] =>
  RETRY_AFTER_MS.map((wait) => Math.round(wait * (1 + JITTER * random())));
