import { Forbidden, Invalid, type OrganizationId } from '@app/platform';
import type { Caller } from './caller.js';
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
    const seat = caller.memberships.find(({ organizationId }) => organizationId === named.toLowerCase());
    if (!seat) {
      throw Invalid.at('organizationId', 'unknown_reference', 'You are not a member of such an organization.');
    }
    if (!able.includes(seat.organizationId)) {
      throw new Forbidden();
    }
    return seat.organizationId;
  }
  const [only, other] = able;
  if (only === undefined) {
    throw new Forbidden();
  }
  if (other !== undefined) {
    throw Invalid.at('organizationId', 'missing', 'You are a member of several organizations: say for which one.');
  }
  return only;
}
