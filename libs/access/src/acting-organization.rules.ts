import { Forbidden, Invalid, type OrganizationId } from '@app/platform';
import type { Caller, Capacity, CaseSight } from './caller.js';
import { mayInCase, type CaseVerb } from './case.policy.js';
import { mayInOrganization, type OrganizationVerb } from './organization.policy.js';

/**
 * For which of their organizations a caller acts, where the address does not say: the one
 * named, or the only one in which they may.
 *
 * @throws {Invalid} `unknown_reference` where they name one that is not theirs; `missing`
 *   where they name none and several would do. @throws {Forbidden} where none would do.
 */
export function actingOrganization(
  caller: Pick<Caller, 'memberships' | 'key'>,
  named: string | undefined,
  verb: OrganizationVerb,
): OrganizationId {
  const able = caller.memberships
    .map((seat) => seat.organizationId)
    .filter((id) => mayInOrganization(caller, id, verb));
  if (named !== undefined) {
    return ownOrganization(caller, named, able);
  }
  return theOnly(able);
}

/** An organization of the caller's that takes part in a case, and as what. */
export interface TakingPart {
  readonly organizationId: OrganizationId;
  readonly capacity: Capacity;
}

/**
 * For which of their organizations a caller does something in a case that they see: the one
 * that owns it, where their role there gives the right; else the one that takes part in a
 * capacity that gives it; else, where they take part in person, the one they are a member of.
 *
 * @throws {Invalid} @throws {Forbidden} as {@link actingOrganization}.
 */
export function actingInCase(
  caller: Pick<Caller, 'memberships'>,
  { organizationId, roles }: Pick<CaseSight, 'organizationId' | 'roles'>,
  { taking, verb, named }: { taking: readonly TakingPart[]; verb: CaseVerb; named?: string | undefined },
): OrganizationId {
  const owning = mayInCase({ roles, capacities: [] }, verb) ? [organizationId] : [];
  const invited = taking
    .filter(({ capacity }) => mayInCase({ roles: [], capacities: [capacity] }, verb))
    .map((found) => found.organizationId);
  const able = new Set([...owning, ...invited]);
  const [owner] = owning;
  const fitting = able.size > 0 ? [...able] : caller.memberships.map((seat) => seat.organizationId);
  if (named !== undefined) {
    return ownOrganization(caller, named, fitting);
  }
  return owner ?? theOnly(fitting);
}

/** @throws {Invalid} @throws {Forbidden} */
function ownOrganization(
  caller: Pick<Caller, 'memberships'>,
  named: string,
  able: readonly OrganizationId[],
): OrganizationId {
  const seat = caller.memberships.find(({ organizationId }) => organizationId === named.toLowerCase());
  if (!seat) {
    throw Invalid.at('organizationId', 'unknown_reference', 'You are not a member of such an organization.');
  }
  if (!able.includes(seat.organizationId)) {
    throw new Forbidden();
  }
  return seat.organizationId;
}

/** @throws {Invalid} @throws {Forbidden} */
function theOnly(able: readonly OrganizationId[]): OrganizationId {
  const [only, other] = able;
  if (only === undefined) {
    throw new Forbidden();
  }
  if (other !== undefined) {
    throw Invalid.at('organizationId', 'missing', 'You are a member of several organizations: say for which one.');
  }
  return only;
}
