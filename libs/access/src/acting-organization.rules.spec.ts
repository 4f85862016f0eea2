import { Forbidden, type OrganizationId } from '@app/platform';
import { actingInCase, actingOrganization } from './acting-organization.rules.js';
import type { Caller, Capacity, Role } from './caller.js';

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

const OWNER = '00000000-0000-7000-8000-00000000000c' as OrganizationId;
const C = '00000000-0000-7000-8000-00000000000d' as OrganizationId;
const inCase = (
  who: Pick<Caller, 'memberships'>,
  { roles = [], taking = [], named }: { roles?: Role[]; taking?: [OrganizationId, Capacity][]; named?: string },
): OrganizationId =>
  actingInCase(
    who,
    { organizationId: OWNER, roles },
    {
      taking: taking.map(([organizationId, capacity]) => ({ organizationId, capacity })),
      verb: 'evidence.write',
      named,
    },
  );

test('in a case, one acts for the organization that owns it, where the role there gives the right', () => {
  const member = caller([OWNER, 'lead'], [A, 'lead']);
  expect(inCase(member, { roles: ['lead'], taking: [[A, 'contributor']] })).toBe(OWNER);
  expect(inCase(member, { roles: ['lead'], taking: [[A, 'contributor']], named: A })).toBe(A);
  expect(inCase(member, { roles: ['auditor'], taking: [[A, 'contributor']] })).toBe(A);
});

test('in a case of others, one acts for the organization that takes part with the right', () => {
  const both = caller([A, 'lead'], [B, 'lead'], [C, 'lead']);
  const taking: [OrganizationId, Capacity][] = [
    [A, 'observer'],
    [B, 'contributor'],
  ];
  expect(inCase(both, { taking })).toBe(B);
  expect(() => inCase(both, { taking, named: A })).toThrow(Forbidden);
  expect(code(() => inCase(both, { taking, named: OWNER }))).toBe('unknown_reference');
  expect(code(() => inCase(both, { taking: [...taking, [C, 'analyst']] }))).toBe('missing');
});

test('in a case, who takes part in person acts for the organization they are of', () => {
  expect(inCase(caller([A, 'auditor']), {})).toBe(A);
  expect(code(() => inCase(caller([A, 'lead'], [B, 'lead']), {}))).toBe('missing');
  expect(inCase(caller([A, 'lead'], [B, 'lead']), { named: B })).toBe(B);
  expect(() => inCase(caller(), {})).toThrow(Forbidden);
});
