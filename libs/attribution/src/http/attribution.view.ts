import { ApiProperty } from '@nestjs/swagger';
import { recordAbilities } from '@app/incidents';
import { LinkView, NamedView, PartialTimeView, RecordAbilitiesView, type Viewer } from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import {
  BASES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  STANCES,
  type Basis,
  type ClaimState,
  type EvidencePresented,
  type HypothesisKind,
  type HypothesisState,
  type Level,
  type Stance,
} from '../attribution.js';

export class HypothesisView {
  id: string;

  @ApiProperty({ enum: HYPOTHESIS_KINDS })
  kind: HypothesisKind;

  label: string;

  @ApiProperty({ type: String, nullable: true })
  actorId: string | null;

  @ApiProperty({ enum: LEVELS, nullable: true })
  level: Level | null;

  createdAt: string;
  version: number;
  abilities: RecordAbilitiesView;
}

export class SourceView {
  @ApiProperty({ type: String, nullable: true })
  title: string | null;

  @ApiProperty({ type: String, nullable: true })
  publisher: string | null;

  @ApiProperty({ type: String, nullable: true })
  url: string | null;
}

export class ClaimView {
  id: string;
  hypothesisId: string;
  claimantId: string;

  @ApiProperty({ type: NamedView })
  claimant: NamedView;

  @ApiProperty({ enum: STANCES })
  stance: Stance;

  @ApiProperty({ enum: BASES, nullable: true })
  basis: Basis | null;

  @ApiProperty({ enum: EVIDENCE_PRESENTED, nullable: true })
  evidencePresented: EvidencePresented | null;

  statement: string;

  @ApiProperty({ type: String, nullable: true })
  namedAs: string | null;

  @ApiProperty({ type: String, nullable: true })
  confidenceStated: string | null;

  @ApiProperty({ type: SourceView, nullable: true })
  source: SourceView | null;

  @ApiProperty({ type: PartialTimeView })
  saidAt: PartialTimeView;

  @ApiProperty({ type: [LinkView] })
  restsOn: readonly LinkView[];

  @ApiProperty({ type: [LinkView] })
  respondsTo: readonly LinkView[];

  @ApiProperty({ type: String, nullable: true })
  reliability: string | null;

  @ApiProperty({ type: Number, nullable: true })
  credibility: number | null;

  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  createdAt: string;
  version: number;

  /** A claim is never edited: `amend` is false for everyone. */
  abilities: RecordAbilitiesView;
}

export class HypothesisPage {
  @ApiProperty({ type: [HypothesisView] })
  items: HypothesisView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ClaimPage {
  @ApiProperty({ type: [ClaimView] })
  items: ClaimView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export const presentHypothesis = ({ caller, sight }: Viewer, state: HypothesisState): HypothesisView => ({
  ...state,
  abilities: recordAbilities(caller, sight, 'attribution.write'),
});

export const presentClaim = (state: ClaimState, names: Readonly<Record<string, string>>): ClaimView => ({
  ...state,
  claimant: { id: state.claimantId, name: names[state.claimantId] ?? 'Unknown party' },
  abilities: { amend: false },
});
