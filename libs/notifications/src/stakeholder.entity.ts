import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IncidentId, OrganizationId, StakeholderId, Tlp } from '@app/platform';

/** The ways in which a stakeholder can be told. */
export const STAKEHOLDER_CHANNELS = ['email'] as const;
export type StakeholderChannel = (typeof STAKEHOLDER_CHANNELS)[number];

/** Someone who is to be told, of every case of an organization or of one: counsel, communications, a liaison. Needs no account. */
@Entity('stakeholder')
export class Stakeholder {
  @PrimaryColumn('uuid')
  readonly id: StakeholderId;

  @Column('uuid', { name: 'organization_id' })
  readonly organizationId: OrganizationId;

  /** Null: of every case of the organization. */
  @Column('uuid', { name: 'incident_id', nullable: true })
  readonly incidentId: IncidentId | null;

  @Column('text')
  name: string;

  @Column('text')
  role: string;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { array: true })
  channels: StakeholderChannel[];

  /** Of a case that is marked higher than this they are not told. */
  @Column('text', { name: 'max_tlp' })
  maxTlp: Tlp;

  /** From then on they are told nothing; the entry stays. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  /** Of a case: the case version at which it last changed; of an organization: counted from 1. */
  @Column('integer')
  version: number;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}

/** The entry as the history keeps it and the API shows it. */
export interface StakeholderState {
  readonly [key: string]: string | number | readonly string[] | null;
  readonly id: StakeholderId;
  readonly incidentId: IncidentId | null;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
  readonly channels: readonly StakeholderChannel[];
  readonly maxTlp: Tlp;
  readonly endedAt: string | null;
  readonly createdAt: string;
  readonly version: number;
}

export const stakeholderState = (stakeholder: Stakeholder): StakeholderState => ({
  id: stakeholder.id,
  incidentId: stakeholder.incidentId,
  name: stakeholder.name,
  role: stakeholder.role,
  email: stakeholder.email,
  channels: stakeholder.channels,
  maxTlp: stakeholder.maxTlp,
  endedAt: stakeholder.endedAt?.toISOString() ?? null,
  createdAt: stakeholder.createdAt.toISOString(),
  version: stakeholder.version,
});
