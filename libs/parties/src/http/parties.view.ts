import { ApiProperty } from '@nestjs/swagger';
import { PARTY_KINDS, partyState, type Party, type PartyKind } from '../party.entity.js';
import { threatActorState, type ThreatActor } from '../threat-actor.entity.js';

/** Nothing can be done with an entry yet but to name it. */
export class CatalogueAbilitiesView {}

export class PartyView {
  id: string;

  /** Null: of the shipped catalogue, everyone's. */
  @ApiProperty({ type: String, nullable: true })
  organizationId: string | null;

  name: string;

  @ApiProperty({ enum: PARTY_KINDS })
  kind: PartyKind;

  /** Whether it stands for the organization itself. */
  isOrganization: boolean;

  createdAt: string;
  version: number;
  abilities: CatalogueAbilitiesView;
}

export class PartyPage {
  @ApiProperty({ type: [PartyView] })
  items: PartyView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ActorNameView {
  name: string;
  /** The party that uses it. */
  usedBy: string;
}

export class ActorView {
  id: string;

  /** Null: of the shipped catalogue, everyone's. */
  @ApiProperty({ type: String, nullable: true })
  organizationId: string | null;

  name: string;

  @ApiProperty({ type: String, nullable: true })
  suspectedSponsor: string | null;

  /** Group id in MITRE ATT&CK. */
  @ApiProperty({ type: String, nullable: true })
  attackId: string | null;

  @ApiProperty({ type: [ActorNameView] })
  names: readonly ActorNameView[];

  /** How many identifications with other actors your organizations have put down, that stand. */
  identifications: number;

  createdAt: string;
  version: number;
  abilities: CatalogueAbilitiesView;
}

export class ActorPage {
  @ApiProperty({ type: [ActorView] })
  items: ActorView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentParty = (party: Party): PartyView => ({ ...partyState(party), abilities: {} });

/** One that was just added is not identified with any. */
export const presentActor = (actor: ThreatActor & { readonly identifications?: number }): ActorView => ({
  ...threatActorState(actor),
  identifications: actor.identifications ?? 0,
  abilities: {},
});
