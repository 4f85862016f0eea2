import type { IncidentId, LegalHoldId, OrganizationId, State, UserId } from '@app/platform';

/** Nothing of a case, or of any case of an organization, is erased while it is in force. */
export interface LegalHold {
  readonly id: LegalHoldId;
  readonly organizationId: OrganizationId;
  /** Null: every case of the organization. */
  readonly incidentId: IncidentId | null;
  readonly reason: string;
  readonly placedById: UserId;
  readonly placedAt: Date;
  readonly liftedById: UserId | null;
  readonly liftedAt: Date | null;
  readonly liftReason: string | null;
}

/** As the history keeps it. */
export const holdState = ({ placedAt, liftedAt, ...hold }: LegalHold): State => ({
  id: hold.id,
  organizationId: hold.organizationId,
  incidentId: hold.incidentId,
  reason: hold.reason,
  placedById: hold.placedById,
  placedAt: placedAt.toISOString(),
  liftedById: hold.liftedById,
  liftedAt: liftedAt?.toISOString() ?? null,
  liftReason: hold.liftReason,
});
