import fc from 'fast-check';
import { ROLES, type Role } from './caller.js';
import { keepsAnOwner, seatVersion } from './membership.rules.js';

const seats = fc.uniqueArray(
  fc.record({ userId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), role: fc.constantFrom(...ROLES) }),
  { selector: (seat) => seat.userId },
);

test('no sequence of permitted changes leaves an organization without an owner', () => {
  const change = fc.record({
    userId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    role: fc.constantFrom<Role | null>(...ROLES, null),
  });
  fc.assert(
    fc.property(seats, fc.array(change, { maxLength: 20 }), (given, changes) => {
      let held = [{ userId: 'owner', role: 'owner' as Role }, ...given];
      for (const { userId, role } of [...changes, { userId: 'owner', role: null }]) {
        if (held.some((seat) => seat.userId === userId) && keepsAnOwner(held, userId, role)) {
          held = held.flatMap((seat) => (seat.userId === userId ? (role ? [{ userId, role }] : []) : [seat]));
        }
      }
      return held.some((seat) => seat.role === 'owner');
    }),
  );
});

test('a change that leaves an owner is permitted', () => {
  const two = [
    { userId: 'a', role: 'owner' as Role },
    { userId: 'b', role: 'owner' as Role },
  ];
  expect(keepsAnOwner(two, 'a', null)).toBe(true);
  expect(keepsAnOwner(two.slice(0, 1), 'a', 'owner')).toBe(true);
  expect(keepsAnOwner(two.slice(0, 1), 'a', 'lead')).toBe(false);
});

test('two roles have two versions', () => {
  expect(new Set(ROLES.map((role) => seatVersion(role, ROLES))).size).toBe(ROLES.length);
});
