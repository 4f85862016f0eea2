import { ApiProperty } from '@nestjs/swagger';
import type { EndedMembership } from '../actions/change-membership.js';
import type { MadeInvitation } from '../actions/invite-member.js';
import { ROLES, type Caller, type Role } from '../caller.js';
import type { WaitingInvitation } from '../invitations.repository.js';
import type { Member } from '../members.repository.js';
import { seatVersion } from '../membership.rules.js';
import { mayInOrganization, mayWrite } from '../organization.policy.js';

export class MemberAbilitiesView {
  amend: boolean;
  end: boolean;
}

export class MemberView {
  /** The person's. */
  id: string;
  name: string;
  email: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  since: string;

  /** Whether they have a second factor set up; null to those who do not manage members. */
  @ApiProperty({ type: Boolean, nullable: true })
  secondFactor: boolean | null;

  /** Its ETag: what changes with the role. */
  version: number;
  abilities: MemberAbilitiesView;
}

export class MemberPage {
  @ApiProperty({ type: [MemberView] })
  items: MemberView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class EndedMembershipView {
  userId: string;
  organizationId: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  reason: string;
  endedAt: string;
}

export class InvitationAbilitiesView {
  withdraw: boolean;
}

export class InvitationView {
  id: string;
  email: string;
  name: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  createdAt: string;
  expiresAt: string;

  /** Where the person accepts; told once, to be handed to them. */
  @ApiProperty({ type: String, nullable: true })
  path: string | null;

  abilities: InvitationAbilitiesView;
}

export class InvitationPage {
  @ApiProperty({ type: [InvitationView] })
  items: InvitationView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

/** What whoever holds the link is shown before they accept. */
export class OfferView {
  organizationName: string;
  email: string;

  /** As the inviter wrote it; null for a person who signs in already and has a name of their own. */
  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  @ApiProperty({ enum: ROLES })
  role: Role;

  expiresAt: string;
  /** There is a person of this e-mail, who accepts by signing in; otherwise whoever accepts chooses a password. */
  hasPassword: boolean;
}

export function presentMember(member: Member, caller: Caller, organizationId: string): MemberView {
  const manages = mayWrite(caller) && mayInOrganization(caller, organizationId, 'members.manage');
  return {
    id: member.userId,
    name: member.name,
    email: member.email,
    role: member.role,
    since: member.since.toISOString(),
    secondFactor: mayInOrganization(caller, organizationId, 'members.manage') ? member.secondFactor : null,
    version: seatVersion(member.role, ROLES),
    abilities: { amend: manages, end: manages },
  };
}

export const presentEnding = ({ endedAt, ...ended }: EndedMembership): EndedMembershipView => ({
  ...ended,
  endedAt: endedAt.toISOString(),
});

export const presentInvitation = (
  { id, email, name, role, createdAt, expiresAt, path }: MadeInvitation,
  withdraw: boolean,
): InvitationView => ({
  id,
  email,
  name,
  role,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  path,
  abilities: { withdraw },
});

export const presentOffer = ({
  organizationName,
  email,
  name,
  role,
  expiresAt,
  signsIn,
}: WaitingInvitation): OfferView => ({
  organizationName,
  email,
  name: signsIn ? null : name,
  role,
  expiresAt: expiresAt.toISOString(),
  hasPassword: signsIn,
});
