/** Consistency of a piece of evidence with a hypothesis, best first (Heuer 1999, chapter 8; CC to II as in PARC ACH). */
export const ACH_RATINGS = ['CC', 'C', 'N', 'I', 'II'] as const;
export type AchRating = (typeof ACH_RATINGS)[number];

/**
 * What a rating counts. Inconsistency after Heuer and Burton (Open Source ACH): consistency counts nothing, since
 * evidence that agrees with a hypothesis agrees with others too. As a number for the spread of ratings after
 * open-synthesis: 1 to 5, neutral in the middle.
 */
export const CC_TO_II: Readonly<Record<AchRating, { readonly inconsistency: number; readonly number: number }>> = {
  CC: { inconsistency: 0, number: 5 },
  C: { inconsistency: 0, number: 4 },
  N: { inconsistency: 0, number: 3 },
  I: { inconsistency: 1, number: 2 },
  II: { inconsistency: 2, number: 1 },
};

export const ACH_LEVELS = ['low', 'medium', 'high'] as const;
export type AchLevel = (typeof ACH_LEVELS)[number];

/**
 * Our own factors: those of PARC ACH are not published. Credibility times relevance; what nobody stated counts as
 * medium, so that an unweighed matrix has one weight for all.
 */
export const LEVEL_FACTORS: Readonly<Record<AchLevel, number>> = { low: 1, medium: 2, high: 3 };
export const UNSTATED_LEVEL: AchLevel = 'medium';

/** The table of weights as the answer prints it. */
export const WEIGHT_TABLE = ACH_LEVELS.flatMap((credibility) =>
  ACH_LEVELS.map((relevance) => ({ credibility, relevance, weight: weightOf({ credibility, relevance }) })),
);

/** Whole: 1 to 9. */
export function weightOf(stated?: {
  readonly credibility?: AchLevel | undefined;
  readonly relevance?: AchLevel | undefined;
}): number {
  return LEVEL_FACTORS[stated?.credibility ?? UNSTATED_LEVEL] * LEVEL_FACTORS[stated?.relevance ?? UNSTATED_LEVEL];
}
