import { ApiProperty } from '@nestjs/swagger';
import { recordAbilities } from '@app/incidents';
import {
  named,
  NamedView,
  PartialTimeView,
  presentMarking,
  RecordAbilitiesView,
  type Viewer,
} from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import {
  AUTHENTICITIES,
  CHANNELS,
  RELIABILITIES,
  type ArtifactState,
  type Authenticity,
  type Channel,
  type DisclosureState,
  type Reliability,
} from '../disclosures.js';

export class ArtifactView {
  id: string;

  @ApiProperty({ type: String, nullable: true })
  disclosureId: string | null;

  title: string;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ enum: AUTHENTICITIES })
  authenticity: Authenticity;

  /** The party that says so. */
  @ApiProperty({ type: String, nullable: true })
  authenticityBy: string | null;

  @ApiProperty({ type: NamedView, nullable: true })
  authenticityByParty: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  sha256: string | null;

  /** What holds: the highest of its own marking and that of its disclosure. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class DisclosureView {
  id: string;

  @ApiProperty({ type: NamedView, nullable: true })
  source: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  sourcePartyId: string | null;

  @ApiProperty({ type: String, nullable: true })
  sourceDescription: string | null;

  anonymous: boolean;

  @ApiProperty({ enum: CHANNELS })
  channel: Channel;

  @ApiProperty({ type: NamedView, nullable: true })
  receivedBy: NamedView | null;

  @ApiProperty({ type: String, nullable: true })
  receivedByPartyId: string | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  receivedAt: PartialTimeView | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  publicAt: PartialTimeView | null;

  @ApiProperty({ enum: RELIABILITIES, nullable: true })
  reliability: Reliability | null;

  @ApiProperty({ type: Number, minimum: 1, maximum: 6, nullable: true })
  credibility: number | null;

  summary: string;

  @ApiProperty({ type: String, nullable: true })
  url: string | null;

  @ApiProperty({ type: [ArtifactView] })
  artifacts: ArtifactView[];

  /** Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class DisclosurePage {
  @ApiProperty({ type: [DisclosureView] })
  items: DisclosureView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ArtifactPage {
  @ApiProperty({ type: [ArtifactView] })
  items: ArtifactView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

type Names = Readonly<Record<string, string>>;

export const presentArtifact = ({ caller, sight }: Viewer, state: ArtifactState, names: Names): ArtifactView => ({
  ...state,
  ...presentMarking(state),
  authenticityByParty: named(state.authenticityBy, names),
  abilities: recordAbilities(caller, sight, 'disclosures.write'),
});

export const presentDisclosure = (
  viewer: Viewer,
  state: DisclosureState,
  artifacts: readonly ArtifactState[],
  names: Names,
): DisclosureView => ({
  ...state,
  tlp: state.tlp ?? null,
  source: named(state.sourcePartyId, names),
  receivedBy: named(state.receivedByPartyId, names),
  artifacts: artifacts.map((artifact) => presentArtifact(viewer, artifact, names)),
  abilities: recordAbilities(viewer.caller, viewer.sight, 'disclosures.write'),
});
