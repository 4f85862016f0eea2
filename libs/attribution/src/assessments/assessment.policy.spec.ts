import type { Caller, Capacity, Role } from '@app/access';
import type { ApiKeyId, OrganizationId, UserId } from '@app/platform';
import { assessmentAbilities, type Standing } from './assessment.policy.js';

const OURS = 'ours' as OrganizationId;
const ME = 'me' as UserId;
const OTHER = 'other' as UserId;

const member = (role: Role, key?: Caller['key']): Pick<Caller, 'userId' | 'memberships' | 'key'> => ({
  userId: ME,
  memberships: [{ organizationId: OURS, role }],
  ...(key ? { key } : {}),
});
const as = (role: Role) => ({ roles: [role], capacities: [] });
const standing = (status: Standing['status'], ...authorIds: UserId[]): Standing => ({
  organizationId: OURS,
  status,
  authorIds,
});
const can = (abilities: object): string[] =>
  Object.entries(abilities)
    .filter(([, may]) => may === true)
    .map(([name]) => name);

test('a draft is written by members who may write, and judged by nobody', () => {
  expect(can(assessmentAbilities(member('responder'), as('responder'), standing('draft', OTHER)))).toEqual([
    'amend',
    'submit',
  ]);
  expect(can(assessmentAbilities(member('auditor'), as('auditor'), standing('draft', OTHER)))).toEqual([]);
});

test.each(['owner', 'lead', 'analyst'] as const)('a submitted one is judged by the %s who wrote none of it', (role) => {
  expect(can(assessmentAbilities(member(role), as(role), standing('submitted', OTHER)))).toEqual([
    'approve',
    'return',
    'dissent',
  ]);
  expect(can(assessmentAbilities(member(role), as(role), standing('submitted', OTHER, ME)))).toEqual([
    'return',
    'dissent',
  ]);
});

test('a responder approves none, and takes back their own', () => {
  expect(can(assessmentAbilities(member('responder'), as('responder'), standing('submitted', OTHER)))).toEqual([
    'dissent',
  ]);
  expect(can(assessmentAbilities(member('responder'), as('responder'), standing('submitted', ME)))).toEqual([
    'return',
    'dissent',
  ]);
});

test('an approved one is dissented from and changed by nobody', () => {
  expect(can(assessmentAbilities(member('owner'), as('owner'), standing('approved', OTHER)))).toEqual(['dissent']);
});

test('of another organization, those inside the case dissent and do nothing else', () => {
  const theirs = { ...standing('submitted', OTHER), organizationId: 'theirs' as OrganizationId };
  expect(can(assessmentAbilities(member('owner'), as('owner'), theirs))).toEqual(['dissent']);
  expect(can(assessmentAbilities(member('owner'), { roles: [], capacities: ['contributor'] }, theirs))).toEqual([]);
});

test('the role counts in the organization that assesses, whatever the capacity in the case', () => {
  const capacities: Capacity[] = ['analyst'];
  const sight = { roles: [], capacities };
  expect(can(assessmentAbilities(member('responder'), sight, standing('submitted', OTHER)))).toEqual(['dissent']);
  expect(can(assessmentAbilities(member('analyst'), sight, standing('submitted', OTHER)))).toContain('approve');
});

test('a key without the scope to write can do nothing', () => {
  const key = { id: 'k' as ApiKeyId, scopes: ['read' as const] };
  expect(can(assessmentAbilities(member('owner', key), as('owner'), standing('submitted', OTHER)))).toEqual([]);
});
