import type { ApiKeyId, OrganizationId } from '@app/platform';
import { ROLES, SCOPES, type Caller, type Role } from './caller.js';
import { mayInOrganization, mayWrite, ORGANIZATION_VERBS } from './organization.policy.js';

const here = 'here' as OrganizationId;
const elsewhere = 'elsewhere' as OrganizationId;
const key = { id: 'key' as ApiKeyId, scopes: SCOPES };
const member = (role: Role, more: Partial<Caller> = {}): Pick<Caller, 'memberships' | 'key'> => ({
  memberships: [{ organizationId: here, role }],
  ...more,
});

test('who may do what in an organization', () => {
  const may = (role: Role): string[] =>
    ORGANIZATION_VERBS.filter((verb) => mayInOrganization(member(role), here, verb));
  expect(Object.fromEntries(ROLES.map((role) => [role, may(role)]))).toMatchInlineSnapshot(`
    {
      "analyst": [
        "organization.read",
        "members.read",
        "stakeholders.read",
        "incidents.file",
        "parties.read",
        "parties.write",
        "keys.manage",
      ],
      "auditor": [
        "organization.read",
        "members.read",
        "stakeholders.read",
        "parties.read",
        "keys.manage",
        "organization.history",
        "retention.read",
        "holds.read",
      ],
      "lead": [
        "organization.read",
        "members.read",
        "stakeholders.read",
        "stakeholders.manage",
        "incidents.file",
        "parties.read",
        "parties.write",
        "keys.manage",
        "retention.read",
        "holds.read",
        "holds.manage",
      ],
      "owner": [
        "organization.read",
        "organization.edit",
        "members.read",
        "members.manage",
        "stakeholders.read",
        "stakeholders.manage",
        "incidents.file",
        "parties.read",
        "parties.write",
        "keys.manage",
        "keys.oversee",
        "organization.history",
        "retention.read",
        "retention.decide",
        "holds.read",
        "holds.manage",
      ],
      "responder": [
        "organization.read",
        "members.read",
        "stakeholders.read",
        "incidents.file",
        "parties.read",
        "parties.write",
        "keys.manage",
      ],
    }
  `);
});

test('a role gives nothing in another organization', () => {
  for (const role of ROLES) {
    expect(ORGANIZATION_VERBS.filter((verb) => mayInOrganization(member(role), elsewhere, verb))).toEqual([]);
  }
});

test('no key makes keys or members, and each does the rest of what its owner may', () => {
  for (const role of ROLES) {
    const lost = ORGANIZATION_VERBS.filter(
      (verb) => mayInOrganization(member(role), here, verb) && !mayInOrganization(member(role, { key }), here, verb),
    );
    const never = ['keys.manage', 'keys.oversee', 'members.manage', 'retention.decide', 'holds.manage'];
    expect(lost.filter((verb) => !never.includes(verb))).toEqual([]);
    expect(lost).toContain('keys.manage');
    expect(mayInOrganization(member(role, { key }), here, 'members.manage')).toBe(false);
  }
});

test('only a key without the scope cannot write', () => {
  expect(mayWrite({})).toBe(true);
  expect(mayWrite({ key })).toBe(true);
  expect(mayWrite({ key: { ...key, scopes: ['read'] } })).toBe(false);
});
