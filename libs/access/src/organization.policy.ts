import type { Caller, Role } from './caller.js';

/** What can be done in an organization that one is a member of. */
export const ORGANIZATION_VERBS = [
  'organization.read',
  'organization.edit',
  'members.read',
  'members.manage',
  'stakeholders.read',
  'stakeholders.manage',
  'incidents.file',
  'parties.read',
  'parties.write',
] as const;
export type OrganizationVerb = (typeof ORGANIZATION_VERBS)[number];

const READS: readonly OrganizationVerb[] = ['organization.read', 'members.read', 'stakeholders.read', 'parties.read'];

const BY_ROLE: Readonly<Record<Role, ReadonlySet<OrganizationVerb>>> = {
  owner: new Set(ORGANIZATION_VERBS),
  lead: new Set([...READS, 'stakeholders.manage', 'incidents.file', 'parties.write']),
  responder: new Set([...READS, 'incidents.file', 'parties.write']),
  analyst: new Set([...READS, 'incidents.file', 'parties.write']),
  auditor: new Set(READS),
};

/** Whether the caller's role in this organization gives the right. */
export function mayInOrganization(caller: Pick<Caller, 'memberships'>, organizationId: string, verb: OrganizationVerb): boolean {
  return caller.memberships.some((seat) => seat.organizationId === organizationId && BY_ROLE[seat.role].has(verb));
}
