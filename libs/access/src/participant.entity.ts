import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IncidentId, OrganizationId, ParticipantId, Tlp, UserId } from '@app/platform';
import type { Capacity } from './caller.js';

/** Someone from outside who takes part in one case: a person, or an organization with all its members. */
@Entity('participant')
export class Participant {
  @PrimaryColumn('uuid')
  readonly id: ParticipantId;

  @Column('uuid', { name: 'incident_id' })
  readonly incidentId: IncidentId;

  @Column('uuid', { name: 'organization_id', nullable: true })
  readonly organizationId: OrganizationId | null;

  @Column('uuid', { name: 'user_id', nullable: true })
  readonly userId: UserId | null;

  @Column('text')
  capacity: Capacity;

  /** A case that is marked higher than this is not seen. */
  @Column('text', { name: 'max_tlp' })
  maxTlp: Tlp;

  @Column('timestamptz', { nullable: true })
  until: Date | null;

  /** Taken by the person themselves (break-glass), for {@link reason} and a few hours. */
  @Column('boolean')
  readonly elevated: boolean;

  @Column('text', { nullable: true })
  readonly reason: string | null;

  /** Who let them in; null for an elevation, and where the history does not say. */
  @Column('uuid', { name: 'invited_by_id', nullable: true })
  readonly invitedById: UserId | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;

  /** The case version at which it last changed. */
  @Column('integer')
  version: number;
}

/** The participation as the history keeps it and the API shows it. */
export interface ParticipantState {
  readonly [key: string]: string | number | boolean | null;
  readonly id: ParticipantId;
  readonly organizationId: OrganizationId | null;
  readonly userId: UserId | null;
  readonly capacity: Capacity;
  readonly maxTlp: Tlp;
  readonly until: string | null;
  readonly elevated: boolean;
  readonly reason: string | null;
  readonly invitedById: UserId | null;
  readonly endedAt: string | null;
  readonly createdAt: string;
  readonly version: number;
}

export const participantState = (participant: Participant): ParticipantState => ({
  id: participant.id,
  organizationId: participant.organizationId,
  userId: participant.userId,
  capacity: participant.capacity,
  maxTlp: participant.maxTlp,
  until: participant.until?.toISOString() ?? null,
  elevated: participant.elevated,
  reason: participant.reason,
  invitedById: participant.invitedById,
  endedAt: participant.endedAt?.toISOString() ?? null,
  createdAt: participant.createdAt.toISOString(),
  version: participant.version,
});
