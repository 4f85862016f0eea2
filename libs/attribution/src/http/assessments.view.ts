import { ApiProperty } from '@nestjs/swagger';
import { LinkView, named, NamedView, PartialTimeView, presentMarking } from '@app/incidents/http';
import type { Caller, CaseSight } from '@app/access';
import { isInside } from '@app/access';
import { TLP, type Tlp } from '@app/platform';
import { assessmentAbilities, isMember, type Standing } from '../assessments/assessment.policy.js';
import {
  ASSESSMENT_STATUSES,
  BEARINGS,
  type AssessmentState,
  type AssessmentStatus,
  type Bearing,
  type Deed,
} from '../assessments/assessments.js';
import type { Surroundings, WaitingReview } from '../assessments/assessments.repository.js';
import { CONFIDENCES, LIKELIHOOD_TERMS, type Confidence, type LikelihoodTerm } from '../assessments/likelihood.js';
import {
  checkLanguage,
  checkShares,
  LANGUAGE_CODES,
  type Basis,
  type LanguageCode,
} from '../language/language.rules.js';

export class LikelihoodView {
  @ApiProperty({ enum: LIKELIHOOD_TERMS })
  term: LikelihoodTerm;

  /** The degree's range in percent (ICD 203). */
  min: number;
  max: number;

  /** The number that was said; null where a degree was. */
  @ApiProperty({ type: Number, nullable: true })
  percent: number | null;
}

export class JudgementView {
  hypothesisId: string;

  @ApiProperty({ type: LikelihoodView })
  likelihood: LikelihoodView;
}

export class CitedEvidenceView extends LinkView {
  @ApiProperty({ enum: BEARINGS })
  bearing: Bearing;
}

export class ConfidenceFactorsView {
  @ApiProperty({ type: String, nullable: true })
  assumptions: string | null;

  @ApiProperty({ type: String, nullable: true })
  sourcing: string | null;

  @ApiProperty({ type: String, nullable: true })
  argument: string | null;
}

/** That someone did something, and when. */
export class DeedView {
  @ApiProperty({ type: NamedView })
  by: NamedView;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class ReturnView extends DeedView {
  reason: string;
}

export class DissentView extends DeedView {
  id: string;
  statement: string;

  /** What holds: the highest of its own marking and the assessment's. Null: as the case. */
  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  /** The marking of its own. */
  @ApiProperty({ enum: TLP, nullable: true })
  ownTlp: Tlp | null;
}

export class WithoutNewEvidenceView {
  /** The hypotheses of which another likelihood is said than in the assessment before. */
  @ApiProperty({ type: [String] })
  likelihood: readonly string[];

  confidence: boolean;

  /** A likelihood or the confidence went up. */
  raised: boolean;
}

export class LanguageWarningView {
  @ApiProperty({ enum: LANGUAGE_CODES })
  code: LanguageCode;

  rule: string;
  source: string;
  text: string;

  /** UTF-16 code units from the beginning; `end` is exclusive. */
  start: number;
  end: number;

  @ApiProperty({ type: String, nullable: true })
  field: string | null;
}

export class LanguageCheckView {
  @ApiProperty({ type: [LanguageWarningView] })
  warnings: LanguageWarningView[];
}

export class AssessmentAbilitiesView {
  amend: boolean;
  submit: boolean;
  approve: boolean;
  return: boolean;
  dissent: boolean;
}

export class AssessmentView {
  id: string;

  @ApiProperty({ enum: ASSESSMENT_STATUSES })
  status: AssessmentStatus;

  organizationId: string;

  @ApiProperty({ type: NamedView })
  organization: NamedView;

  @ApiProperty({ type: [NamedView] })
  authors: NamedView[];

  @ApiProperty({ enum: CONFIDENCES, nullable: true })
  confidence: Confidence | null;

  @ApiProperty({ type: ConfidenceFactorsView, nullable: true })
  confidenceFactors: ConfidenceFactorsView | null;

  @ApiProperty({ type: [JudgementView] })
  judgements: readonly JudgementView[];

  @ApiProperty({ type: String, nullable: true })
  rationale: string | null;

  @ApiProperty({ type: [String] })
  keyAssumptions: readonly string[];

  @ApiProperty({ type: [CitedEvidenceView] })
  evidence: readonly CitedEvidenceView[];

  @ApiProperty({ type: PartialTimeView })
  saidAt: PartialTimeView;

  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;

  @ApiProperty({ type: DeedView, nullable: true })
  submission: DeedView | null;

  @ApiProperty({ type: DeedView, nullable: true })
  approval: DeedView | null;

  @ApiProperty({ type: [ReturnView] })
  returns: ReturnView[];

  @ApiProperty({ type: [DissentView] })
  dissents: DissentView[];

  /** What changed against the organization's assessment before although nothing new is cited; kept with an approved one for ever. */
  @ApiProperty({ type: WithoutNewEvidenceView, nullable: true })
  withoutNewEvidence: WithoutNewEvidenceView | null;

  @ApiProperty({ type: [LanguageWarningView] })
  warnings: LanguageWarningView[];

  createdAt: string;
  version: number;

  @ApiProperty({ type: AssessmentAbilitiesView })
  abilities: AssessmentAbilitiesView;

  /** Who may approve it as it stands now; empty for those who work neither inside the case nor for the organization. */
  @ApiProperty({ type: [NamedView] })
  mayApprove: NamedView[];
}

export class AssessmentPage {
  @ApiProperty({ type: [AssessmentView] })
  items: AssessmentView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ReviewedIncidentView {
  id: string;
  reference: string;
  title: string;

  @ApiProperty({ enum: TLP })
  tlp: Tlp;
}

export class ReviewedJudgementView extends JudgementView {
  /** What the hypothesis is called. */
  label: string;
}

/** An assessment that waits for your approval. */
export class AssessmentReviewView {
  /** The assessment's. */
  id: string;

  @ApiProperty({ type: ReviewedIncidentView })
  incident: ReviewedIncidentView;

  @ApiProperty({ type: NamedView })
  organization: NamedView;

  @ApiProperty({ type: [NamedView] })
  authors: NamedView[];

  @ApiProperty({ type: DeedView, nullable: true })
  submission: DeedView | null;

  @ApiProperty({ enum: CONFIDENCES, nullable: true })
  confidence: Confidence | null;

  @ApiProperty({ type: [ReviewedJudgementView] })
  judgements: ReviewedJudgementView[];

  @ApiProperty({ enum: TLP, nullable: true })
  tlp: Tlp | null;
}

export class AssessmentReviewPage {
  @ApiProperty({ type: [AssessmentReviewView] })
  items: AssessmentReviewView[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export interface AssessmentViewer {
  readonly caller: Caller;
  readonly sight: CaseSight;
  /** Independent lines by hypothesis. */
  readonly lines: ReadonlyMap<string, number>;
}

type Names = Readonly<Record<string, string>>;
const person = (id: string, names: Names): NamedView => named(id, names) ?? { id, name: 'Unknown person' };
const deed = (done: Deed | null, names: Names): DeedView | null =>
  done && { by: person(done.byId, names), at: done.at };

export function presentAssessment(
  viewer: AssessmentViewer,
  state: AssessmentState,
  around: Surroundings,
): AssessmentView {
  const { caller, sight } = viewer;
  const { authorIds, submission, approval, returns, ...shown } = state;
  const { users } = around;
  // Whatever moment is shown, what can be done depends on where it stands now.
  const standing: Standing = around.standings[state.id] ?? state;
  return {
    ...shown,
    organization: {
      id: state.organizationId,
      name: around.organizations[state.organizationId] ?? 'Unknown organization',
    },
    authors: authorIds.map((id) => person(id, users)),
    submission: deed(submission, users),
    approval: deed(approval, users),
    returns: returns.map(({ byId, at, reason }) => ({ by: person(byId, users), at, reason })),
    dissents: around.dissents
      .filter(({ assessmentId }) => assessmentId === state.id)
      .map(({ id, authorId, statement, createdAt, ...marked }) => ({
        id,
        by: person(authorId, users),
        statement,
        at: createdAt,
        ...presentMarking(marked),
      })),
    warnings: warningsOf(state, basisOf(state, viewer.lines)),
    abilities: assessmentAbilities(caller, sight, standing),
    mayApprove: isMember(caller, state.organizationId) || isInside(sight) ? approversOf(standing, around) : [],
  };
}

/** Everyone who might, but for its authors. */
const approversOf = ({ organizationId, authorIds }: Standing, { approvers }: Surroundings): NamedView[] =>
  approvers
    .filter((found) => found.organizationId === organizationId && !authorIds.some((id) => id === found.id))
    .map(({ id, name }) => ({ id, name }));

/** What the text stands on: what is cited, and the lines of the hypothesis that is held to be the likeliest. */
function basisOf({ evidence, judgements }: AssessmentState, lines: ReadonlyMap<string, number>): Basis {
  const leading = Math.max(...judgements.map(({ likelihood }) => likelihood.min));
  const counts = judgements
    .filter(({ likelihood }) => likelihood.min === leading)
    .map(({ hypothesisId }) => lines.get(hypothesisId) ?? 0);
  return { evidenceCited: evidence.length, independentLines: counts.length > 0 ? Math.max(...counts) : undefined };
}

/** The language of everything that an analyst wrote into it. */
function warningsOf(
  { rationale, keyAssumptions, confidenceFactors, judgements }: AssessmentState,
  basis: Basis,
): LanguageWarningView[] {
  const texts: [string, string | null][] = [
    ['rationale', rationale],
    ...keyAssumptions.map((text, index): [string, string] => [`keyAssumptions[${index}]`, text]),
    ...Object.entries(confidenceFactors ?? {}).map(([name, text]): [string, string | null] => [
      `confidenceFactors.${name}`,
      text as string | null,
    ]),
  ];
  return [
    ...checkShares(judgements),
    ...texts.flatMap(([field, text]) => (text ? checkLanguage(text, basis, field) : [])),
  ];
}

export const presentReview = ({ state, users, hypotheses, ...review }: WaitingReview): AssessmentReviewView => ({
  id: review.id,
  incident: review.incident as ReviewedIncidentView,
  organization: review.organization,
  authors: state.authorIds.map((id) => person(id, users)),
  submission: deed(state.submission, users),
  confidence: state.confidence,
  judgements: state.judgements.map((judgement) => ({
    ...judgement,
    label: hypotheses[judgement.hypothesisId] ?? 'Unknown hypothesis',
  })),
  tlp: state.tlp,
});
