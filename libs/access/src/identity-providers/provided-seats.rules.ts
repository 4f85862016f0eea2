import type { MappedOrganization } from '@app/platform';
import type { Role } from '../caller.js';

/** The role that the groups give; null: none. The operator's first line that fits decides. */
export const roleOf = ({ roles, defaultRole }: MappedOrganization, groups: readonly string[]): Role | null =>
  roles.find(({ group }) => groups.includes(group))?.role ?? defaultRole;

/** A seat in force. */
interface Held {
  readonly role: Role;
  /** Given by this provider's groups, and not by a person. */
  readonly provided: boolean;
}

export type SeatStep =
  { readonly of: 'keep' } | { readonly of: 'join' | 'change'; readonly role: Role } | { readonly of: 'end' };

/**
 * What becomes of a person's seat. Groups give one and replace its role. Where they give none
 * any more, they take what they gave; a seat that a person gave stays.
 */
export function seatStep(held: Held | undefined, role: Role | null): SeatStep {
  if (role === null) {
    return held?.provided ? { of: 'end' } : { of: 'keep' };
  }
  if (!held) {
    return { of: 'join', role };
  }
  return held.role === role ? { of: 'keep' } : { of: 'change', role };
}
