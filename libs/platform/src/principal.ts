import type { OrganizationId, UserId } from './ids.js';

/** What the platform needs to know of whoever acts. `access` makes it a caller. */
export interface Principal {
  /** Null for a job, which acts for a `purpose`. */
  readonly userId: UserId | null;
  readonly organizationIds: readonly OrganizationId[];
  readonly purpose?: string;
  readonly requestId: string;
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
