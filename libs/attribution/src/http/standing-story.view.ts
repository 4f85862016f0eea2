import { ApiProperty } from '@nestjs/swagger';
import { LinkView, PartialTimeView } from '@app/incidents/http';
import { STANCES, type Stance } from '../attribution.js';
import type { Citations } from '../standing/citations.rules.js';
import type { ClaimFact } from '../standing/facts.js';
import type { Measures } from '../standing/measures.rules.js';
import { WHY_GONE, type At, type Comparison, type StandingStep, type WhyGone } from '../standing/read-standing.js';
import type { Refused } from '../standing/standing.query.js';
import { AtView, atView, nameIn, presentStanding, StandingView } from './standing.view.js';

const FIELDS = [
  'hypothesis',
  'independentLines',
  'disputedBy',
  'claimsByStance',
  'likelihood',
  'confidence',
  'evidence',
  'gaps',
] as const;
const VALUE = { oneOf: [{ type: 'string' }, { type: 'number' }], nullable: true };
const ANY = { nullable: true, description: 'The value as the incident shows it.' } as const;

export class StandingChangeView {
  hypothesisId: string;
  label: string;

  @ApiProperty({ enum: FIELDS })
  field: (typeof FIELDS)[number];

  /** What exactly: the id of a party or organization, a stance, the code of a gap. */
  @ApiProperty({ type: String, nullable: true })
  of: string | null;

  @ApiProperty(VALUE)
  from: string | number | null;

  @ApiProperty(VALUE)
  to: string | number | null;

  /** The records that make the difference. */
  @ApiProperty({ type: [String] })
  ids: readonly string[];
}

export class CauseView {
  @ApiProperty({ type: String, nullable: true })
  action: string | null;

  @ApiProperty({ type: LinkView })
  subject: LinkView;

  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
}

export class DatedCauseView extends CauseView {
  caseVersion: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  byName: string;
}

export class DoneByView {
  @ApiProperty({ type: String, nullable: true })
  id: string | null;

  name: string;
}

/** A version of the case that changed the standing, with its cause. */
export class StandingStepView {
  caseVersion: number;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: DoneByView })
  by: DoneByView;

  @ApiProperty({ type: [CauseView] })
  causes: readonly CauseView[];

  @ApiProperty({ type: [StandingChangeView] })
  changes: readonly StandingChangeView[];
}

export class StandingHistoryPage {
  @ApiProperty({ type: [StandingStepView] })
  items: StandingStepView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ComparedClaimView {
  id: string;
  hypothesisId: string;
  claimantId: string;
  claimant: string;

  @ApiProperty({ enum: STANCES })
  stance: Stance;

  title: string;

  @ApiProperty({ type: PartialTimeView })
  saidAt: PartialTimeView;
}

export class GoneClaimView extends ComparedClaimView {
  @ApiProperty({ enum: WHY_GONE })
  why: WhyGone;
}

export class ComparedFieldView {
  field: string;

  @ApiProperty(ANY)
  from: unknown;

  @ApiProperty(ANY)
  to: unknown;
}

/** What is not the same at two moments, and why. */
export class ComparisonView {
  @ApiProperty({ type: StandingView })
  from: StandingView;

  @ApiProperty({ type: StandingView })
  to: StandingView;

  @ApiProperty({ type: [StandingChangeView] })
  changes: readonly StandingChangeView[];

  @ApiProperty({ type: [ComparedFieldView] })
  incident: readonly ComparedFieldView[];

  @ApiProperty({ type: [ComparedClaimView] })
  claimsAdded: ComparedClaimView[];

  @ApiProperty({ type: [GoneClaimView] })
  claimsGone: GoneClaimView[];

  /** What was recorded in between, oldest first. */
  @ApiProperty({ type: [DatedCauseView] })
  causes: readonly DatedCauseView[];
}

const claimView = (names: Readonly<Record<string, string>>, claim: ClaimFact): ComparedClaimView => ({
  id: claim.id,
  hypothesisId: claim.hypothesisId,
  claimantId: claim.claimantId,
  claimant: nameIn(names, claim.claimantId),
  stance: claim.stance,
  title: claim.title,
  saidAt: claim.saidAt,
});

export const presentComparison = (comparison: Comparison): ComparisonView => ({
  from: presentStanding(comparison.from),
  to: presentStanding(comparison.to),
  changes: comparison.changes,
  incident: comparison.incident,
  claimsAdded: comparison.claimsAdded.map((claim) => claimView(comparison.to.parties, claim)),
  claimsGone: comparison.claimsGone.map((claim) => ({ ...claimView(comparison.from.parties, claim), why: claim.why })),
  causes: comparison.causes,
});

export const presentStep = (step: StandingStep): StandingStepView => step;

const NODE_STATUSES = ['holds', 'superseded', 'withdrawn', 'retracted', 'rejected'] as const;

export class CitationNodeView {
  kind: string;
  id: string;
  title: string;

  @ApiProperty({ type: String, nullable: true })
  partyId: string | null;

  @ApiProperty({ type: String, nullable: true })
  party: string | null;

  @ApiProperty({ enum: NODE_STATUSES })
  status: (typeof NODE_STATUSES)[number];

  @ApiProperty({ type: String, nullable: true })
  supersededById: string | null;

  @ApiProperty({ type: String, nullable: true })
  stance: string | null;

  @ApiProperty({ type: String, nullable: true })
  hypothesisId: string | null;

  @ApiProperty({ type: PartialTimeView, nullable: true })
  saidAt: PartialTimeView | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  createdAt: string | null;

  /** Rests on nothing, and a supporting claim draws on it. */
  root: boolean;

  /** Repeats others: draws on roots, and is none. */
  echo: boolean;
}

const EDGE_TYPES = ['restsOn', 'respondsTo'] as const;

export class CitationEdgeView {
  @ApiProperty({ type: LinkView })
  from: LinkView;

  @ApiProperty({ type: LinkView })
  to: LinkView;

  @ApiProperty({ enum: EDGE_TYPES })
  type: (typeof EDGE_TYPES)[number];
}

/** Who cites what. */
export class CitationsView extends AtView {
  @ApiProperty({ type: [CitationNodeView] })
  nodes: CitationNodeView[];

  @ApiProperty({ type: [CitationEdgeView] })
  edges: readonly CitationEdgeView[];
}

export const presentCitations = (found: At & Citations): CitationsView => ({
  ...atView(found),
  nodes: found.nodes.map((node) => ({
    ...node,
    saidAt: node.saidAt as PartialTimeView | null,
    party: node.partyId && nameIn(found.parties, node.partyId),
  })),
  edges: found.edges,
});

export class FirstCorroborationView {
  hypothesisId: string;
  label: string;

  @ApiProperty({ format: 'date-time' })
  firstSaidAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  corroboratedAt: string | null;

  @ApiProperty({ type: Number, nullable: true })
  hours: number | null;
}

export class DisclosureLagView {
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  occurredAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  cameToLightAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  reportedAt: string | null;

  @ApiProperty({ type: Number, nullable: true })
  daysToLight: number | null;

  @ApiProperty({ type: Number, nullable: true })
  daysToReport: number | null;
}

export class RaisedView {
  assessmentId: string;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class LeaningView {
  kind: string;
  id: string;

  @ApiProperty({ type: [LinkView] })
  on: readonly LinkView[];
}

export class DenialView {
  claimId: string;

  @ApiProperty({ format: 'date-time' })
  saidAt: string;

  @ApiProperty({ type: String, nullable: true })
  answeredBy: string | null;

  @ApiProperty({ type: Number, nullable: true })
  hoursToAnswer: number | null;
}

export class RefusedApprovalView {
  @ApiProperty({ format: 'date-time' })
  at: string;

  assessmentId: string;

  @ApiProperty({ type: DoneByView })
  by: DoneByView;
}

/** Figures that an auditor reads off the record, each with the records that made it. */
export class MeasuresView extends AtView {
  @ApiProperty({ type: [FirstCorroborationView] })
  firstCorroboration: readonly FirstCorroborationView[];

  @ApiProperty({ type: DisclosureLagView })
  disclosureLag: DisclosureLagView;

  @ApiProperty({ type: [RaisedView] })
  raisedWithoutNewEvidence: readonly RaisedView[];

  @ApiProperty({ type: [LeaningView] })
  standingOnWithdrawn: readonly LeaningView[];

  @ApiProperty({ type: [DenialView] })
  denials: readonly DenialView[];

  openDenials: number;

  @ApiProperty({ type: [RefusedApprovalView] })
  refusedSelfApprovals: RefusedApprovalView[];
}

export const presentMeasures = (
  measures: At & Measures & { readonly refusedSelfApprovals: readonly Refused[] },
): MeasuresView => ({
  ...atView(measures),
  firstCorroboration: measures.firstCorroboration,
  disclosureLag: measures.disclosureLag,
  raisedWithoutNewEvidence: measures.raisedWithoutNewEvidence,
  standingOnWithdrawn: measures.standingOnWithdrawn,
  denials: measures.denials,
  openDenials: measures.openDenials,
  refusedSelfApprovals: measures.refusedSelfApprovals.map(({ at, assessmentId, byId, byName }) => ({
    at,
    assessmentId,
    by: { id: byId, name: byName ?? 'Unknown person' },
  })),
});
