import { ApiProperty } from '@nestjs/swagger';
import { mayWrite, recordAbilities } from '@app/incidents';
import { mayInCase } from '@app/access';
import {
  DependentView,
  LinkView,
  named,
  NamedView,
  PartialTimeView,
  presentMarking,
  RecordAbilitiesView,
  type Viewer,
} from '@app/incidents/http';
import { TLP, type Tlp } from '@app/platform';
import {
  BASES,
  CLAIM_STATUSES,
  claimOf,
  CONFIDENCE_SCALES,
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  RESPONSIBILITIES,
  STANCES,
  type Basis,
  type ClaimState,
  type ClaimStatus,
  type ConfidenceScale,
  type EvidencePresented,
  type HypothesisKind,
  type HypothesisState,
  type Level,
  type Responsibility,
  type Stance,
  type Withdrawal,
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

  /** Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

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

export class ConfidenceOnScaleView {
  @ApiProperty({ enum: CONFIDENCE_SCALES })
  scale: ConfidenceScale;

  value: string;
}

/** That a record no longer holds. */
export class WithdrawalView {
  reason: string;

  /** Since when, in the world. */
  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: NamedView })
  by: NamedView;

  @ApiProperty({ format: 'date-time' })
  recordedAt: string;
}

export class ClaimAbilitiesView {
  /** A claim is never edited: false for everyone. */
  amend: boolean;
  withdraw: boolean;
  supersede: boolean;
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

  @ApiProperty({ enum: LEVELS, nullable: true })
  level: Level | null;

  @ApiProperty({ enum: RESPONSIBILITIES, nullable: true })
  responsibility: Responsibility | null;

  @ApiProperty({ type: ConfidenceOnScaleView, nullable: true })
  confidenceOnScale: ConfidenceOnScaleView | null;

  @ApiProperty({ enum: CLAIM_STATUSES })
  status: ClaimStatus;

  @ApiProperty({ type: String, nullable: true })
  supersededById: string | null;

  /** From when in the world its successor stands in its place. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  supersededAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  supersedesId: string | null;

  @ApiProperty({ type: WithdrawalView, nullable: true })
  withdrawal: WithdrawalView | null;

  @ApiProperty({ type: NamedView, nullable: true })
  recordedBy: NamedView | null;

  /** What holds: the highest of its own marking and that of its hypothesis. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;

  createdAt: string;
  version: number;
  abilities: ClaimAbilitiesView;
}

/** A claim that fell or took another's place, with everything that rested on it. */
export class FallenClaimView extends ClaimView {
  @ApiProperty({ type: [DependentView] })
  dependents: DependentView[];
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
  tlp: state.tlp ?? null,
  abilities: recordAbilities(caller, sight, 'attribution.write'),
});

export function presentClaim(viewer: Viewer, kept: ClaimState, names: Readonly<Record<string, string>>): ClaimView {
  const { recordedById, withdrawal, ...state } = claimOf(kept);
  const may = state.status === 'stated' && mayWrite(viewer.caller) && mayInCase(viewer.sight, 'attribution.write');
  return {
    ...state,
    ...presentMarking(state),
    claimant: { id: state.claimantId, name: names[state.claimantId] ?? 'Unknown party' },
    recordedBy: named(recordedById, names),
    withdrawal: withdrawal && presentWithdrawal(withdrawal, names),
    abilities: { amend: false, withdraw: may, supersede: may },
  };
}

export const presentWithdrawal = (
  { byId, ...withdrawal }: Withdrawal,
  names: Readonly<Record<string, string>>,
): WithdrawalView => ({ ...withdrawal, by: named(byId, names) ?? { id: byId, name: 'Unknown person' } });
