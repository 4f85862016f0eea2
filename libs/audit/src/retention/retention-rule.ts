import type { Id, OrganizationId, State, UserId } from '@app/platform';

export type RetentionRuleId = Id<'retention_rule'>;

/** Closed for less than this, a case is not touched by any rule: what was closed by mistake can be opened again. */
export const RULE_DAYS_MIN = 30;
/** A century. */
export const RULE_DAYS_MAX = 36_500;
/** From its confirmation until a rule erases for the first time: time to end it, or to put a hold on what must stay. */
export const GRACE_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/** Somebody, and when. */
export interface Done {
  readonly byId: UserId;
  readonly byName: string;
  readonly at: Date;
}

/** What an organization decided about how long records of a kind outlive their case. */
export interface RetentionRule {
  readonly id: RetentionRuleId;
  readonly organizationId: OrganizationId;
  /** Of record, as the history names it. */
  readonly kind: string;
  /** Days of 24 hours after the case was closed. */
  readonly days: number;
  /** Law, contract or policy that it rests on; stands in each tombstone. */
  readonly basis: string;
  readonly proposed: Done;
  readonly confirmed: Done | null;
  readonly ended: Done | null;
}

export const STANDINGS = ['proposed', 'confirmed', 'ended'] as const;
export type Standing = (typeof STANDINGS)[number];

export function standingOf({ confirmed, ended }: Pick<RetentionRule, 'confirmed' | 'ended'>): Standing {
  if (ended) {
    return 'ended';
  }
  return confirmed ? 'confirmed' : 'proposed';
}

/** When a rule erases for the first time; null where nobody confirmed it. */
export const erasesFrom = ({ confirmed }: Pick<RetentionRule, 'confirmed'>): Date | null =>
  confirmed && new Date(confirmed.at.getTime() + GRACE_DAYS * DAY_MS);

/** The last instant at which a case may have been closed for a rule of so many days to touch it now. */
export const closedBefore = (days: number, now: Date): Date => new Date(now.getTime() - days * DAY_MS);

/** As the history keeps it. */
export const ruleState = ({ id, kind, days, basis, proposed, confirmed, ended }: RetentionRule): State => ({
  id,
  kind,
  days,
  basis,
  proposedById: proposed.byId,
  proposedAt: proposed.at.toISOString(),
  confirmedById: confirmed?.byId ?? null,
  confirmedAt: confirmed?.at.toISOString() ?? null,
  endedById: ended?.byId ?? null,
  endedAt: ended?.at.toISOString() ?? null,
});
