import type { ApiKeyId, IncidentId, OrganizationId, Principal, Tlp, UserId } from '@app/platform';

/** A member's role in an organization. */
export const ROLES = ['owner', 'lead', 'responder', 'analyst', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** In what capacity someone from outside takes part in a case. */
export const CAPACITIES = ['responder', 'analyst', 'contributor', 'auditor', 'observer'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** What an API key may do of what its owner may. */
export const SCOPES = ['read', 'write'] as const;
export type Scope = (typeof SCOPES)[number];

export interface Membership {
  readonly organizationId: OrganizationId;
  readonly role: Role;
}

/** Whoever is signed in, by session or by key. Never a bare user id. */
export interface Caller extends Principal {
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  /** May create organizations. Sees no case by it. */
  readonly administrator: boolean;
  readonly memberships: readonly Membership[];
  /** Set where somebody who manages the case looks at it as this caller: they may do nothing. */
  readonly borrowed?: true;
  /** Set where the caller came with a key. */
  readonly key?: { readonly id: ApiKeyId; readonly scopes: readonly Scope[] };
  /** Set where the caller came with a session. */
  readonly session?: {
    readonly id: string;
    readonly csrfToken: string;
    readonly secondFactorPassed: boolean;
  };
}

/**
 * What lets a caller see one case: the roles in the organization that owns it, and the
 * capacities in which the caller takes part. Only the access rule makes one, so that
 * whoever holds it was let in.
 */
export interface CaseSight {
  readonly incidentId: IncidentId;
  readonly organizationId: OrganizationId;
  readonly reference: string;
  readonly tlp: Tlp;
  readonly status: string;
  readonly roles: readonly Role[];
  readonly capacities: readonly Capacity[];
  /** Records marked above this are not shown: `red` for members of the owner, else the participation's. */
  readonly clearance: Tlp;
  /** By break-glass: every read is logged, whatever else lets the caller see the case. */
  readonly elevated: boolean;
}

/** A job of the product, acting for a named purpose and for nobody. */
export function jobPrincipal(purpose: string, requestId: string): Principal {
  return { userId: null, organizationIds: [], purpose, requestId };
}
