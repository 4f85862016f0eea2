import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AcceptInvitation } from './actions/accept-invitation.js';
import { AmendParticipant } from './actions/amend-participant.js';
import { BeginOrganization } from './actions/begin-organization.js';
import { ChangeMembership } from './actions/change-membership.js';
import { EditOrganization } from './actions/edit-organization.js';
import { InviteMember } from './actions/invite-member.js';
import { InviteParticipant } from './actions/invite-participant.js';
import { ManageApiKeys } from './actions/manage-api-keys.js';
import { SignIn } from './actions/sign-in.js';
import { ApiKey } from './api-key.entity.js';
import { ApiKeys } from './api-keys.repository.js';
import { Authentication } from './authentication.repository.js';
import { Invitations } from './invitations.repository.js';
import { Members } from './members.repository.js';
import { Organization } from './organization.entity.js';
import { Organizations } from './organizations.repository.js';
import { Participant } from './participant.entity.js';
import { Participants } from './participants.repository.js';
import { Passwords } from './passwords.js';
import { Invitation, Person, Seat } from './people.entity.js';
import { Sessions } from './sessions.repository.js';

const REPOSITORIES = [ApiKeys, Authentication, Invitations, Members, Organizations, Participants, Sessions];
const ACTIONS = [
  AcceptInvitation,
  AmendParticipant,
  BeginOrganization,
  ChangeMembership,
  EditOrganization,
  InviteMember,
  InviteParticipant,
  ManageApiKeys,
  SignIn,
];

@Module({
  imports: [TypeOrmModule.forFeature([ApiKey, Invitation, Organization, Participant, Person, Seat])],
  providers: [Passwords, ...REPOSITORIES, ...ACTIONS],
  exports: [Passwords, ...REPOSITORIES, ...ACTIONS],
})
export class AccessModule {}
