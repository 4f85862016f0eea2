import type { OrganizationId } from '@app/platform';
import { roleOf, seatStep } from './provided-seats.rules.js';

const MAPPED = {
  organizationId: 'x' as OrganizationId,
  roles: [
    { group: 'leads', role: 'lead' },
    { group: 'it', role: 'responder' },
  ],
  defaultRole: null,
} as const;

it('The first line whose group a person is in decides, in the order of the operator', () => {
  expect(roleOf(MAPPED, ['it', 'leads'])).toBe('lead');
  expect(roleOf(MAPPED, ['others', 'it'])).toBe('responder');
  expect(roleOf(MAPPED, ['IT', 'lead', ''])).toBeNull();
  expect(roleOf({ ...MAPPED, defaultRole: 'auditor' }, [])).toBe('auditor');
});

it.each([
  [undefined, 'lead', { of: 'join', role: 'lead' }],
  [{ role: 'lead', provided: true }, 'lead', { of: 'keep' }],
  [{ role: 'lead', provided: true }, 'analyst', { of: 'change', role: 'analyst' }],
  [{ role: 'lead', provided: false }, 'analyst', { of: 'change', role: 'analyst' }],
  [{ role: 'lead', provided: true }, null, { of: 'end' }],
  [{ role: 'lead', provided: false }, null, { of: 'keep' }],
  [undefined, null, { of: 'keep' }],
] as const)('A seat %j of one whose groups give %j: %j', (held, role, step) => {
  expect(seatStep(held, role)).toEqual(step);
});
