export { AccessModule } from './access.module.js';
export { SignIn } from './actions/sign-in.js';
export { Authentication, hashSecret, type Recognized, type Seer } from './authentication.repository.js';
export {
  CAPACITIES,
  jobPrincipal,
  ROLES,
  SCOPES,
  type Caller,
  type Capacity,
  type CaseSight,
  type Membership,
  type Role,
  type Scope,
} from './caller.js';
export { CASE_VERBS, isInside, mayInCase, type CaseVerb } from './case.policy.js';
export { mayInOrganization, ORGANIZATION_VERBS, type OrganizationVerb } from './organization.policy.js';
export { Passwords, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './passwords.js';
export { sightSql, type SightParameters } from './sight.js';
