import type { ActorIdentificationId, OrganizationId, PartialTime, PartyId, ThreatActorId, UserId } from '@app/platform';

export const ACTOR_RELATIONS = ['same_as', 'overlaps_with', 'part_of'] as const;
export type ActorRelation = (typeof ACTOR_RELATIONS)[number];

/**
 * That someone holds two entries to be one group, or to overlap. A claim, kept by the organization that put it down;
 * the entries stay two.
 */
export interface ActorIdentification {
  readonly id: ActorIdentificationId;
  readonly organizationId: OrganizationId;
  readonly actorId: ThreatActorId;
  readonly otherActorId: ThreatActorId;
  readonly relation: ActorRelation;
  /** Who says so. */
  readonly claimantId: PartyId;
  readonly statement: string;
  readonly source: {
    readonly title: string | null;
    readonly publisher: string | null;
    readonly url: string | null;
  } | null;
  readonly saidAt: PartialTime;
  readonly recordedById: UserId;
  readonly withdrawal: { readonly reason: string; readonly at: string; readonly byId: UserId } | null;
  readonly createdAt: string;
  readonly version: number;
}

/** With the names of those whom it names. */
export interface NamedActorIdentification extends ActorIdentification {
  /** Of actors, parties and people, by id. */
  readonly names: Readonly<Record<string, string>>;
}
