import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganizationId, Tlp } from '@app/platform';

export const ORGANIZATION_KINDS = [
  'campaign',
  'committee',
  'vendor',
  'agency',
  'government',
  'media',
  'other',
] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** A campaign, committee, vendor, agency or newsroom: owns cases and has members. The tenant. */
@Entity('organization')
export class Organization {
  @PrimaryColumn('uuid')
  readonly id: OrganizationId;

  @Column('text')
  name: string;

  @Column('text')
  readonly kind: OrganizationKind;

  /** The marking of a case that is filed without one. */
  @Column('text', { name: 'default_tlp' })
  defaultTlp: Tlp;

  /** A case that waits for triage longer than this is overdue. */
  @Column('integer', { name: 'untriaged_after_hours' })
  untriagedAfterHours: number;

  /** An open case in which nothing changed for longer than this is stale. */
  @Column('integer', { name: 'stale_after_days' })
  staleAfterDays: number;

  /** A task that is due within this time is due soon. */
  @Column('integer', { name: 'due_soon_hours' })
  dueSoonHours: number;

  /** A session that passed no second factor has no seat here. */
  @Column('boolean', { name: 'requires_second_factor' })
  requiresSecondFactor: boolean;

  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}

/** The organization as the history keeps it and the API shows it. */
export interface OrganizationState {
  readonly [key: string]: string | number | boolean;
  readonly id: OrganizationId;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly defaultTlp: Tlp;
  readonly untriagedAfterHours: number;
  readonly staleAfterDays: number;
  readonly dueSoonHours: number;
  readonly requiresSecondFactor: boolean;
  readonly createdAt: string;
  readonly version: number;
}

export const organizationState = (organization: Organization): OrganizationState => ({
  id: organization.id,
  name: organization.name,
  kind: organization.kind,
  defaultTlp: organization.defaultTlp,
  untriagedAfterHours: organization.untriagedAfterHours,
  staleAfterDays: organization.staleAfterDays,
  dueSoonHours: organization.dueSoonHours,
  requiresSecondFactor: organization.requiresSecondFactor,
  createdAt: organization.createdAt.toISOString(),
  version: organization.version,
});
