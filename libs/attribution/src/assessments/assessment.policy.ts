import { isInside, mayInCase, ROLES, type Caller, type CaseSight, type Role } from '@app/access';
import { mayWrite } from '@app/incidents';
import type { AssessmentState } from './assessments.js';

/** Who approves for an organization: its members in these roles. */
export const APPROVING_ROLES: readonly Role[] = ROLES.filter((role) => ['owner', 'lead', 'analyst'].includes(role));

/** What can be done with an assessment. */
export interface AssessmentAbilities {
  readonly amend: boolean;
  readonly submit: boolean;
  readonly approve: boolean;
  readonly return: boolean;
  readonly dissent: boolean;
}

type Acting = Pick<Caller, 'userId' | 'memberships' | 'key'>;
type Sight = Pick<CaseSight, 'roles' | 'capacities'>;
/** What decides of an assessment: whose it is, who wrote it, where it stands. */
export type Standing = Pick<AssessmentState, 'organizationId' | 'authorIds' | 'status'>;

export const isMember = ({ memberships }: Pick<Acting, 'memberships'>, organizationId: string): boolean =>
  memberships.some((seat) => seat.organizationId === organizationId);

/** Whoever wrote any of it, in whatever session, by whatever key, in whatever role. */
export const isAuthor = ({ userId }: Pick<Acting, 'userId'>, { authorIds }: Pick<Standing, 'authorIds'>): boolean =>
  authorIds.includes(userId);

/** Members of the organization that assesses, who may write assessments in this case. */
export const mayWriteAssessment = (
  caller: Acting,
  sight: Sight,
  { organizationId }: Pick<Standing, 'organizationId'>,
) => mayInCase(sight, 'assessments.write') && isMember(caller, organizationId);

/** Owners, leads and analysts of the organization that assesses. Authorship is asked apart: see {@link isAuthor}. */
export const mayJudge = (caller: Acting, sight: Sight, { organizationId }: Pick<Standing, 'organizationId'>): boolean =>
  mayInCase(sight, 'assessments.approve') &&
  caller.memberships.some((seat) => seat.organizationId === organizationId && APPROVING_ROLES.includes(seat.role));

/** Who may approve may return; an author takes back what they submitted. */
export const mayReturn = (caller: Acting, sight: Sight, standing: Pick<Standing, 'organizationId' | 'authorIds'>) =>
  mayJudge(caller, sight, standing) || (isAuthor(caller, standing) && mayWriteAssessment(caller, sight, standing));

/** Members of the organization that assesses, and whoever else weighs evidence inside the case. */
export const mayDissent = (caller: Acting, sight: Sight, { organizationId }: Pick<Standing, 'organizationId'>) =>
  mayInCase(sight, 'assessments.write') && (isMember(caller, organizationId) || isInside(sight));

/** What this caller may do with it as it stands now. */
export function assessmentAbilities(caller: Acting, sight: Sight, standing: Standing): AssessmentAbilities {
  const { status } = standing;
  const may = (allowed: boolean): boolean => mayWrite(caller) && allowed;
  const write = may(status === 'draft' && mayWriteAssessment(caller, sight, standing));
  return {
    amend: write,
    submit: write,
    approve: may(status === 'submitted' && mayJudge(caller, sight, standing) && !isAuthor(caller, standing)),
    return: may(status === 'submitted' && mayReturn(caller, sight, standing)),
    dissent: may(status !== 'draft' && mayDissent(caller, sight, standing)),
  };
}
