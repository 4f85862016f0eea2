import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganizationId, PartyId } from '@app/platform';

export const PARTY_KINDS = [
  'campaign',
  'committee',
  'vendor',
  'agency',
  'government',
  'media',
  'person_role',
  'other',
] as const;
export type PartyKind = (typeof PARTY_KINDS)[number];

/** Anyone who speaks or is spoken of: a vendor, a government, a newsroom, an unnamed official. */
@Entity('party')
export class Party {
  @PrimaryColumn('uuid')
  readonly id: PartyId;

  /** Null: of the shipped catalogue, everyone's. */
  @Column('uuid', { name: 'organization_id', nullable: true })
  readonly organizationId: OrganizationId | null;

  @Column('text')
  name: string;

  @Column('text')
  readonly kind: PartyKind;

  /** The party that stands for the organization itself. */
  @Column('boolean', { name: 'is_organization' })
  readonly isOrganization: boolean;

  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}

/** The party as the history keeps it and the API shows it. */
export interface PartyState {
  readonly [key: string]: string | number | boolean | null;
  readonly id: PartyId;
  readonly organizationId: OrganizationId | null;
  readonly name: string;
  readonly kind: PartyKind;
  readonly isOrganization: boolean;
  readonly createdAt: string;
  readonly version: number;
}

export const partyState = (party: Party): PartyState => ({
  id: party.id,
  organizationId: party.organizationId,
  name: party.name,
  kind: party.kind,
  isOrganization: party.isOrganization,
  createdAt: party.createdAt.toISOString(),
  version: party.version,
});
