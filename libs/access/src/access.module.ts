import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AcceptInvitation } from './actions/accept-invitation.js';
import { AmendParticipant } from './actions/amend-participant.js';
import { BreakGlass } from './actions/break-glass.js';
import { BeginOrganization } from './actions/begin-organization.js';
import { ChangeMembership } from './actions/change-membership.js';
import { ChangePassword } from './actions/change-password.js';
import { EditOrganization } from './actions/edit-organization.js';
import { EndSessions } from './actions/end-sessions.js';
import { InviteMember } from './actions/invite-member.js';
import { InviteParticipant } from './actions/invite-participant.js';
import { ManageApiKeys } from './actions/manage-api-keys.js';
import { ManageSecondFactor } from './actions/manage-second-factor.js';
import { ResetSecondFactor } from './actions/reset-second-factor.js';
import { SignIn } from './actions/sign-in.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeys } from './api-keys.repository.js';
import { Authentication } from './authentication.repository.js';
import { Exchange } from './identity-providers/exchange.js';
import { Identities } from './identity-providers/identities.repository.js';
import { Joining } from './identity-providers/joining.js';
import { ProvidedSeats } from './identity-providers/provided-seats.js';
import { ProviderSessions } from './identity-providers/provider-sessions.js';
import { Providers } from './identity-providers/providers.js';
import { SignInWithProvider } from './identity-providers/sign-in-with-provider.js';
import { Transactions } from './identity-providers/transactions.repository.js';
import { UnlinkIdentity } from './identity-providers/unlink-identity.js';
import { Elevations } from './elevations.repository.js';
import { Invitations } from './invitations.repository.js';
import { KnownDevices } from './known-devices.repository.js';
import { Members } from './members.repository.js';
import { OrganizationHistory } from './organization-history.query.js';
import { Organization } from './organization.entity.js';
import { Organizations } from './organizations.repository.js';
import { Participant } from './participant.entity.js';
import { ParticipantSights } from './participant-sight.query.js';
import { Participants } from './participants.repository.js';
import { Passwords } from './passwords.js';
import { Invitation, Person, Seat } from './people.entity.js';
import { CaseReads } from './reads.repository.js';
import { SecondFactorCheck } from './second-factor-check.js';
import { SecondFactorSeal } from './second-factor-seal.js';
import { SecondFactors } from './second-factors.repository.js';
import { Sessions } from './sessions.repository.js';
import { SignInChanges } from './sign-in-changes.js';
import { SignInEvents } from './sign-in-events.repository.js';
import { Failures } from './throttle.repository.js';
import { Throttle } from './throttle.js';

const REPOSITORIES = [
  ApiKeys,
  Authentication,
  CaseReads,
  Elevations,
  Failures,
  Invitations,
  KnownDevices,
  Members,
  OrganizationHistory,
  Organizations,
  Participants,
  ParticipantSights,
  SecondFactors,
  Sessions,
  SignInEvents,
];
const SIGN_IN = [Passwords, SecondFactorCheck, SecondFactorSeal, SignInChanges, Throttle];
const ACTIONS = [
  AcceptInvitation,
  AmendParticipant,
  BeginOrganization,
  BreakGlass,
  ChangeMembership,
  ChangePassword,
  EditOrganization,
  EndSessions,
  InviteMember,
  InviteParticipant,
  ManageApiKeys,
  ManageSecondFactor,
  ResetSecondFactor,
  SignIn,
];
const IDENTITY_PROVIDERS = [
  Exchange,
  Identities,
  Joining,
  ProvidedSeats,
  Providers,
  ProviderSessions,
  SignInWithProvider,
  Transactions,
  UnlinkIdentity,
];

@Module({
  imports: [TypeOrmModule.forFeature([ApiKey, Invitation, Organization, Participant, Person, Seat])],
  providers: [...SIGN_IN, ...REPOSITORIES, ...ACTIONS, ...IDENTITY_PROVIDERS],
  exports: [...SIGN_IN, ...REPOSITORIES, ...ACTIONS, ...IDENTITY_PROVIDERS],
})
export class AccessModule {}
