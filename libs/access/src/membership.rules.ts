import type { Role } from './caller.js';

/** A seat in force. */
interface Held {
  readonly userId: string;
  readonly role: Role;
}

/** Whether an organization keeps an owner when this person's role becomes `role`; null: none. */
export const keepsAnOwner = (seats: readonly Held[], userId: string, role: Role | null): boolean =>
  seats.some((seat) => (seat.userId === userId ? role === 'owner' : seat.role === 'owner'));

/**
 * What `If-Match` compares for a seat. Its role is all that can change in it, so that the
 * role is its tag: 1 for the first of `roles`, and so on.
 */
export const seatVersion = (role: Role, roles: readonly Role[]): number => roles.indexOf(role) + 1;
