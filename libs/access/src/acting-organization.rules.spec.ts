import { Forbidden, type OrganizationId } from '@app/platform';
import { actingOrganization } from './acting-organization.rules.js';
import type { Caller, Role } from './caller.js';

const A = '00000000-0000-7000-8000-00000000000a' as OrganizationId;
const B = '00000000-0000-7000-8000-00000000000b' as OrganizationId;
const caller = (...seats: [OrganizationId, Role][]): Pick<Caller, 'memberships'> => ({
  memberships: seats.map(([organizationId, role]) => ({ organizationId, role })),
});
const code = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return (error as { faults?: { code: string }[] }).faults?.[0]?.code ?? (error as { code: string }).code;
  }
  return undefined;
};

test('the only organization in which one may needs not be named', () => {
  expect(actingOrganization(caller([A, 'lead']), undefined, 'incidents.file')).toBe(A);
  expect(actingOrganization(caller([A, 'auditor'], [B, 'responder']), undefined, 'incidents.file')).toBe(B);
});

test('one of several has to be named', () => {
  const both = caller([A, 'lead'], [B, 'lead']);
  expect(code(() => actingOrganization(both, undefined, 'incidents.file'))).toBe('missing');
  expect(actingOrganization(both, B, 'incidents.file')).toBe(B);
  expect(actingOrganization(both, B.toUpperCase(), 'incidents.file')).toBe(B);
});

test('an organization of others is not known, and one without the right is forbidden', () => {
  expect(code(() => actingOrganization(caller([A, 'lead']), B, 'incidents.file'))).toBe('unknown_reference');
  expect(() => actingOrganization(caller([A, 'auditor']), A, 'incidents.file')).toThrow(Forbidden);
  expect(() => actingOrganization(caller([A, 'auditor']), undefined, 'incidents.file')).toThrow(Forbidden);
  expect(() => actingOrganization(caller(), undefined, 'incidents.file')).toThrow(Forbidden);
});
