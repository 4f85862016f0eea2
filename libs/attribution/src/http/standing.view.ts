import { ApiProperty } from '@nestjs/swagger';
import { LinkView, PartialTimeView } from '@app/incidents/http';
import { CONFIDENCES, LIKELIHOOD_TERMS } from '../assessments/likelihood.js';
import {
  EVIDENCE_PRESENTED,
  HYPOTHESIS_KINDS,
  LEVELS,
  STANCES,
  type EvidencePresented,
  type HypothesisKind,
  type Level,
  type Stance,
} from '../attribution.js';
import { GAP_CODES, type Gap, type GapCode } from '../standing/gaps.rules.js';
import type { Line } from '../standing/lines.rules.js';
import type { At, Standing } from '../standing/read-standing.js';
import type { HypothesisStanding, Judged } from '../standing/standing.rules.js';

/** On both clocks, with the version of the case that the answer was made from. */
export class AtView {
  /** What had been said by then in the world. */
  @ApiProperty({ format: 'date-time' })
  validAt: string;

  /** Of what had been recorded by then. */
  @ApiProperty({ format: 'date-time' })
  knownAt: string;

  /** `?caseVersion=` asks for it again; 0: before the case existed. */
  caseVersion: number;
}

export class LineView {
  /** All of one party. */
  @ApiProperty({ type: [LinkView] })
  roots: readonly LinkView[];

  /** The claims that draw on them; what is no root is an echo. */
  claimIds: string[];
}

export class DisputeView {
  partyId: string;
  party: string;
  claimId: string;
}

export class StandingLikelihoodView {
  /** A degree of ICD 203. */
  @ApiProperty({ enum: LIKELIHOOD_TERMS })
  term: string;

  /** Percent, the bounds of the degree. */
  min: number;
  max: number;

  /** Where a number was said, 1 to 99. */
  @ApiProperty({ type: Number, nullable: true })
  percent: number | null;
}

export class StandingAssessmentView {
  id: string;
  organizationId: string;
  organization: string;

  /** Null: assessed, and this hypothesis not judged. */
  @ApiProperty({ type: StandingLikelihoodView, nullable: true })
  likelihood: StandingLikelihoodView | null;

  /** Apart from the likelihood: how good its basis is. */
  @ApiProperty({ enum: CONFIDENCES, nullable: true })
  confidence: 'low' | 'moderate' | 'high' | null;

  @ApiProperty({ type: PartialTimeView })
  saidAt: PartialTimeView;

  /** When it was approved. */
  @ApiProperty({ format: 'date-time' })
  recordedAt: string;

  /** Changed without new evidence. */
  withoutNewEvidence: boolean;
}

export class StandingEvidenceView {
  /** The best that a supporting claim presented; null: nobody said. */
  @ApiProperty({ enum: EVIDENCE_PRESENTED, nullable: true })
  grade: EvidencePresented | null;

  @ApiProperty({ type: [String] })
  claimIds: readonly string[];
}

export class GapView {
  @ApiProperty({ enum: GAP_CODES })
  code: GapCode;

  /** The records that make the gap. */
  @ApiProperty({ type: [String] })
  ids: readonly string[];

  @ApiProperty({ type: [LinkView] })
  refs: readonly LinkView[];

  text: string;
}

export class HypothesisStandingView {
  id: string;
  label: string;

  @ApiProperty({ enum: HYPOTHESIS_KINDS })
  kind: HypothesisKind;

  @ApiProperty({ enum: LEVELS, nullable: true })
  level: Level | null;

  @ApiProperty({ type: String, nullable: true })
  actorId: string | null;

  /** Counted by root sources: repeats and circles add none. */
  independentLines: number;

  @ApiProperty({ type: [LineView] })
  lines: LineView[];

  disputed: boolean;

  @ApiProperty({ type: [DisputeView] })
  disputedBy: DisputeView[];

  /** How many claims of each stance hold. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { [STANCES[0]]: 3 } })
  claimsByStance: Readonly<Partial<Record<Stance, number>>>;

  @ApiProperty({ type: [StandingAssessmentView] })
  assessments: StandingAssessmentView[];

  @ApiProperty({ type: StandingEvidenceView })
  evidence: StandingEvidenceView;

  @ApiProperty({ type: [GapView] })
  gaps: GapView[];
}

/** Who did it, as far as it can be stated at a moment: computed from the record, never typed in. */
export class StandingView extends AtView {
  @ApiProperty({ type: [HypothesisStandingView] })
  hypotheses: HypothesisStandingView[];
}

type Names = Readonly<Record<string, string>>;

export const atView = ({ validAt, knownAt, caseVersion }: At): AtView => ({ validAt, knownAt, caseVersion });

export const presentStanding = (standing: Standing): StandingView => ({
  ...atView(standing),
  hypotheses: standing.hypotheses.map((hypothesis) => presentHypothesisStanding(hypothesis, standing)),
});

export const nameIn = (names: Names, id: string | null): string => (id && names[id]) || 'Unknown';

function presentHypothesisStanding(
  hypothesis: HypothesisStanding,
  { parties, organizations }: Pick<Standing, 'parties' | 'organizations'>,
): HypothesisStandingView {
  return {
    ...hypothesis,
    lines: hypothesis.lines.map((line: Line) => ({ roots: line.roots, claimIds: [...line.claimIds] })),
    disputedBy: hypothesis.disputedBy.map(({ partyId, claimId }) => ({
      partyId,
      party: nameIn(parties, partyId),
      claimId,
    })),
    assessments: hypothesis.assessments.map((judged: Judged) => ({
      ...judged,
      saidAt: judged.saidAt as PartialTimeView,
      organization: nameIn(organizations, judged.organizationId),
    })),
    gaps: hypothesis.gaps.map((gap: Gap) => ({ ...gap })),
  };
}
