export type { AccessElevatedV1, ParticipantInvitedV1, SeatEndedV1, WorkLeftV1 } from './access.events.js';
export { AccessModule } from './access.module.js';
export { actingOrganization } from './acting-organization.rules.js';
export { AmendParticipant, type ParticipantPatch } from './actions/amend-participant.js';
export { BreakGlass } from './actions/break-glass.js';
export { BeginOrganization, type Founding } from './actions/begin-organization.js';
export { ChangeMembership } from './actions/change-membership.js';
export { EditOrganization, type OrganizationPatch } from './actions/edit-organization.js';
export { InviteMember, type MemberInvitation } from './actions/invite-member.js';
export { InviteParticipant, type ParticipantInvitation } from './actions/invite-participant.js';
export { ManageApiKeys } from './actions/manage-api-keys.js';
export { ResetSecondFactor } from './actions/reset-second-factor.js';
export { SignIn, type Begun, type Credentials } from './actions/sign-in.js';
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
export { afterId, type PageAsked } from './id-cursor.js';
export { Members, type KnownPerson, type Member } from './members.repository.js';
export {
  Organization,
  ORGANIZATION_KINDS,
  organizationState,
  type OrganizationKind,
  type OrganizationState,
} from './organization.entity.js';
export { mayInOrganization, mayWrite, ORGANIZATION_VERBS, type OrganizationVerb } from './organization.policy.js';
export { Organizations } from './organizations.repository.js';
export { Participants } from './participants.repository.js';
export { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN, weaknessOf } from './password.rules.js';
export { Passwords } from './passwords.js';
export { emailKey } from './people.entity.js';
export { CaseReads, READ_GROUNDS, readsAsAuditor, type CaseRead, type ReadGround } from './reads.repository.js';
export {
  clearedSql,
  isRecordShown,
  NAMES_KIND,
  notHiddenSinceSql,
  recordShownSql,
  RESERVED_KINDS,
  type RecordSightParameters,
} from './record-sight.js';
export { Sessions } from './sessions.repository.js';
export { SESSION_METHODS, type Beginning, type SessionMethod } from './sessions.rules.js';
export { capacitySql, NOBODY, participationInForceSql, sightSql, sightUser, type SightParameters } from './sight.js';
