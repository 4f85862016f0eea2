import { ApiProperty } from '@nestjs/swagger';
import { TLP, type Tlp } from '@app/platform';
import { ROLES, type Caller, type Role } from '../caller.js';
import {
  ORGANIZATION_KINDS,
  organizationState,
  type Organization,
  type OrganizationKind,
} from '../organization.entity.js';
import { mayInOrganization, mayWrite, type OrganizationVerb } from '../organization.policy.js';

export class OrganizationAbilitiesView {
  amend: boolean;
  manageMembers: boolean;
  manageStakeholders: boolean;
  fileIncidents: boolean;
  addParties: boolean;
}

export class OrganizationView {
  id: string;
  name: string;

  @ApiProperty({ enum: ORGANIZATION_KINDS })
  kind: OrganizationKind;

  /** The marking of a case that is filed without one. */
  @ApiProperty({ enum: TLP })
  defaultTlp: Tlp;

  /** A case that waits for triage longer than this is overdue. */
  untriagedAfterHours: number;
  /** An open case in which nothing changed for longer than this is stale. */
  staleAfterDays: number;
  /** A task that is due within this time is due soon. */
  dueSoonHours: number;

  /** A session that passed no second factor has no seat here. */
  requiresSecondFactor: boolean;

  /** The caller's. */
  @ApiProperty({ enum: ROLES })
  role: Role;

  createdAt: string;
  version: number;
  abilities: OrganizationAbilitiesView;
}

export class OrganizationPage {
  @ApiProperty({ type: [OrganizationView] })
  items: OrganizationView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class DirectoryEntryView {
  id: string;
  name: string;

  @ApiProperty({ enum: ORGANIZATION_KINDS })
  kind: OrganizationKind;
}

export class DirectoryPage {
  @ApiProperty({ type: [DirectoryEntryView] })
  items: DirectoryEntryView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export function presentOrganization(
  organization: Organization,
  caller: Pick<Caller, 'memberships' | 'key'>,
): OrganizationView {
  const { id } = organization;
  const may = (verb: OrganizationVerb): boolean => mayWrite(caller) && mayInOrganization(caller, id, verb);
  return {
    ...organizationState(organization),
    role: caller.memberships.find((seat) => seat.organizationId === id)?.role ?? 'auditor',
    abilities: {
      amend: may('organization.edit'),
      manageMembers: may('members.manage'),
      manageStakeholders: may('stakeholders.manage'),
      fileIncidents: may('incidents.file'),
      addParties: may('parties.write'),
    },
  };
}
