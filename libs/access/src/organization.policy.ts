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
  'keys.manage',
  'keys.oversee',
  'organization.history',
  'retention.read',
  'retention.decide',
  'holds.read',
  'holds.manage',
] as const;
export type OrganizationVerb = (typeof ORGANIZATION_VERBS)[number];

const READS: readonly OrganizationVerb[] = ['organization.read', 'members.read', 'stakeholders.read', 'parties.read'];
/** Every member may make keys that act as they do themselves, and with no more rights. */
const OWN: readonly OrganizationVerb[] = ['keys.manage'];
const WORK: readonly OrganizationVerb[] = ['incidents.file', 'parties.write'];

const BY_ROLE: Readonly<Record<Role, ReadonlySet<OrganizationVerb>>> = {
  owner: new Set(ORGANIZATION_VERBS),
  lead: new Set([...READS, ...OWN, ...WORK, 'stakeholders.manage', 'retention.read', 'holds.read', 'holds.manage']),
  responder: new Set([...READS, ...OWN, ...WORK]),
  analyst: new Set([...READS, ...OWN, ...WORK]),
  auditor: new Set([...READS, ...OWN, 'organization.history', 'retention.read', 'holds.read']),
};

/** What no API key does, whoever made it: a stolen key must not make others, nor people, nor have records erased. */
const NEVER_BY_KEY: ReadonlySet<OrganizationVerb> = new Set([
  'keys.manage',
  'keys.oversee',
  'members.manage',
  'retention.decide',
  'holds.manage',
]);

/** Whether the caller's role in this organization gives the right. */
export function mayInOrganization(
  caller: Pick<Caller, 'memberships' | 'key'>,
  organizationId: string,
  verb: OrganizationVerb,
): boolean {
  if (caller.key && NEVER_BY_KEY.has(verb)) {
    return false;
  }
  return caller.memberships.some((seat) => seat.organizationId === organizationId && BY_ROLE[seat.role].has(verb));
}

/** An API key without the scope to write can change nothing, whoever made it; nor can one who looks on as somebody else. */
export const mayWrite = (caller: Pick<Caller, 'key' | 'borrowed'>): boolean =>
  !caller.borrowed && (!caller.key || caller.key.scopes.includes('write'));
