import type { IncidentId, OrganizationId, UserId } from './ids.js';

/** For what a job acts. Which rows that opens stands in the row policies (ADR 8): a new one needs a migration. */
export type Purpose =
  | 'notify'
  | 'deliver'
  | 'tracking'
  | 'reliance'
  | 'names'
  | 'break_glass'
  | 'release-work'
  | 'identity_provider'
  | 'catalogue'
  | 'administration'
  | 'recognition'
  | 'invitation'
  | 'ledger'
  | 'retention'
  | 'upkeep';

/** What the platform needs to know of whoever acts. `access` makes it a caller. */
export interface Principal {
  /** Null for a job, which acts for a `purpose`. */
  readonly userId: UserId | null;
  readonly organizationIds: readonly OrganizationId[];
  readonly purpose?: string;
  readonly requestId: string;
  /** Set where a key acts: it is of one organization, and what its maker takes part in by themselves does not count. */
  readonly key?: object;
  /** The case that the request is about: row policies decide it once. It gives no right. */
  readonly caseId?: IncidentId | undefined;
  /** Where the receipts of what they wrote are put (docs/formats/ledger.md), for the edge to answer. */
  readonly receipts?: string[];
  /** Set where the request came with an `Idempotency-Key`. */
  readonly idempotency?: Idempotency;
}

export interface Idempotency {
  /** Whose key it is: two callers may choose the same one. */
  readonly caller: string;
  readonly key: string;
  /** SHA-256 of method, path and body. */
  readonly fingerprint: Buffer;
}
