import type { RecordKind, RecordState } from '@app/incidents';
import type { ErasureId, OrganizationId, UserId } from '@app/platform';

export const ERASURE_STATUSES = ['requested', 'approved', 'rejected', 'withdrawn'] as const;
export type ErasureStatus = (typeof ERASURE_STATUSES)[number];

/** What of one record is to be erased, on which ground, and what two persons said to it. */
export interface ErasureState extends RecordState {
  readonly id: ErasureId;
  /** Whose the case is. */
  readonly organizationId: OrganizationId;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Members of the record's state; `reason` of its entries. */
  readonly fields: readonly string[];
  /** Law, order or reason that it rests on; stands in the tombstone. */
  readonly basis: string;
  readonly requestedById: UserId;
  readonly status: ErasureStatus;
  readonly decidedById: UserId | null;
  /** RFC 3339. */
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
}

/** Its terms are written once. */
export const ERASURE: RecordKind<ErasureState> = {
  kind: 'erasure',
  table: 'erasure',
  columns: ({ status, decidedById, decidedAt, decisionReason }) => ({
    status,
    decided_by_id: decidedById,
    decided_at: decidedAt,
    decision_reason: decisionReason,
  }),
};

/** The columns that are written once. */
export const termsOf = ({
  organizationId,
  subject,
  fields,
  basis,
  requestedById,
}: Pick<ErasureState, 'organizationId' | 'subject' | 'fields' | 'basis' | 'requestedById'>) => ({
  organization_id: organizationId,
  subject_kind: subject.kind,
  subject_id: subject.id,
  fields,
  basis,
  requested_by_id: requestedById,
});
