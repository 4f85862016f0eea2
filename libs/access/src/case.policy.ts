import type { Capacity, CaseSight, Role } from './caller.js';

/** Everything that can be done with a case that one already sees. */
export const CASE_VERBS = [
  'incident.read',
  'incident.edit',
  'incident.transition',
  'incident.assign',
  'incident.merge',
  'accounts.write',
  'names.read',
  'disclosures.write',
  'evidence.write',
  'findings.submit',
  'findings.judge',
  'attribution.write',
  'assessments.write',
  'assessments.approve',
  'comments.read',
  'comments.write',
  'tasks.read',
  'tasks.write',
  'participants.read',
  'participants.manage',
  'stakeholders.read',
  'stakeholders.manage',
  'told.read',
  'history.read',
  'reads.read',
  'erasures.read',
  'erasures.decide',
] as const;
export type CaseVerb = (typeof CASE_VERBS)[number];

const ALL = new Set<CaseVerb>(CASE_VERBS);
const READS: readonly CaseVerb[] = [
  'incident.read',
  'comments.read',
  'tasks.read',
  'participants.read',
  'stakeholders.read',
  'told.read',
  'history.read',
];
const WORK: readonly CaseVerb[] = [
  'accounts.write',
  'disclosures.write',
  'evidence.write',
  'findings.submit',
  'attribution.write',
  'assessments.write',
  'comments.write',
  'tasks.write',
];

/** What a role in the organization that owns the case gives. */
const BY_ROLE: Readonly<Record<Role, ReadonlySet<CaseVerb>>> = {
  owner: ALL,
  lead: ALL,
  responder: new Set([
    ...READS,
    ...WORK,
    'names.read',
    'findings.judge',
    'incident.edit',
    'incident.transition',
    'incident.assign',
  ]),
  analyst: new Set([...READS, ...WORK, 'names.read', 'findings.judge', 'assessments.approve']),
  // Read-only, and complete over what was granted; also over who else read.
  auditor: new Set([...READS, 'names.read', 'reads.read', 'erasures.read']),
};

/**
 * What a participation from elsewhere gives. Whoever takes part from elsewhere judges no finding, since that is
 * the team's word on it; and approves assessments of their own organization only.
 */
const BY_CAPACITY: Readonly<Record<Capacity, ReadonlySet<CaseVerb>>> = {
  responder: new Set([...READS, ...WORK, 'names.read', 'assessments.approve', 'incident.edit', 'incident.transition']),
  analyst: new Set([...READS, ...WORK, 'assessments.approve']),
  contributor: new Set(['incident.read', 'evidence.write', 'findings.submit']),
  auditor: new Set([...READS, 'names.read']),
  observer: new Set(['incident.read']),
};

/** Whether the caller holds the right. The case's state is not asked. */
export function mayInCase(sight: Pick<CaseSight, 'roles' | 'capacities'>, verb: CaseVerb): boolean {
  return (
    sight.roles.some((role) => BY_ROLE[role].has(verb)) ||
    sight.capacities.some((capacity) => BY_CAPACITY[capacity].has(verb))
  );
}

/** Whether the caller works inside the case, and so is shown what is withheld from those outside it. */
export const isInside = (sight: Pick<CaseSight, 'roles' | 'capacities'>): boolean => mayInCase(sight, 'history.read');
