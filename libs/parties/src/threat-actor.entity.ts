import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganizationId, ThreatActorId } from '@app/platform';

/** A name of a threat actor, and the party that uses it. */
export interface ActorName {
  readonly name: string;
  readonly usedBy: string;
}

/**
 * A threat actor as somebody tells it from others. Two entries that share a name stay two:
 * that they are one group is a claim for somebody to make, never a merger of ours.
 */
@Entity('threat_actor')
export class ThreatActor {
  @PrimaryColumn('uuid')
  readonly id: ThreatActorId;

  /** Null: of the shipped catalogue, everyone's. */
  @Column('uuid', { name: 'organization_id', nullable: true })
  readonly organizationId: OrganizationId | null;

  @Column('text')
  readonly name: string;

  /** On whose behalf the naming parties say that it acts. */
  @Column('text', { name: 'suspected_sponsor', nullable: true })
  readonly suspectedSponsor: string | null;

  /** Group id in MITRE ATT&CK. */
  @Column('text', { name: 'attack_id', nullable: true })
  readonly attackId: string | null;

  @Column('jsonb')
  readonly names: readonly ActorName[];

  @Column('integer')
  readonly version: number;

  @Column('timestamptz', { name: 'created_at' })
  readonly createdAt: Date;
}

/** The actor as the history keeps it and the API shows it. */
export interface ThreatActorState {
  readonly [key: string]: string | number | null | readonly { readonly name: string; readonly usedBy: string }[];
  readonly id: ThreatActorId;
  readonly organizationId: OrganizationId | null;
  readonly name: string;
  readonly suspectedSponsor: string | null;
  readonly attackId: string | null;
  readonly names: readonly { readonly name: string; readonly usedBy: string }[];
  readonly createdAt: string;
  readonly version: number;
}

export const threatActorState = (actor: ThreatActor): ThreatActorState => ({
  id: actor.id,
  organizationId: actor.organizationId,
  name: actor.name,
  suspectedSponsor: actor.suspectedSponsor,
  attackId: actor.attackId,
  names: actor.names.map(({ name, usedBy }) => ({ name, usedBy })),
  createdAt: actor.createdAt.toISOString(),
  version: actor.version,
});
