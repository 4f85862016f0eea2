/** Traffic Light Protocol 2.0 (FIRST), from the widest audience to the narrowest. */
export const TLP = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;
export type Tlp = (typeof TLP)[number];

export const tlpRank = (tlp: Tlp): number => TLP.indexOf(tlp);

/** Whether a holder of `clearance` may be shown what is marked `marking`. */
export const tlpAllows = (clearance: Tlp, marking: Tlp): boolean => tlpRank(marking) <= tlpRank(clearance);

/** The marking of what is made of several parts: the highest of theirs. What is not marked follows another part. */
export function highestTlp(parts: readonly [Tlp, ...(Tlp | null | undefined)[]]): Tlp {
  const [first, ...more] = parts;
  return more.reduce<Tlp>((highest, part) => (part && tlpRank(part) > tlpRank(highest) ? part : highest), first);
}

/** SQL: the rank of a TLP column, as {@link tlpRank}. */
export const tlpRankSql = (column: string): string =>
  `array_position(array['clear','green','amber','amber+strict','red'], ${column})`;

/** SQL: the TLP of a rank. */
export const tlpOfRankSql = (rank: string): string => `(array['clear','green','amber','amber+strict','red'])[${rank}]`;

/** The label as TLP 2.0 demands it: capitals, no space, never translated. */
export const tlpLabel = (tlp: Tlp): string => `TLP:${tlp.toUpperCase()}`;

/** AMBER+STRICT and RED content never leaves by notification: a link does (FIRST TLP 2.0). */
export const mayLeaveByMail = (tlp: Tlp): boolean => tlpRank(tlp) <= tlpRank('amber');
