import { timeColumns, type NeedingState, type RecordKind, type RecordState } from '@app/incidents';
import type { AssessmentId, DissentId, HypothesisId, OrganizationId, PartialTime, Tlp, UserId } from '@app/platform';
import type { ClaimLink } from '../attribution.js';
import type { Confidence, Likelihood } from './likelihood.js';

export const ASSESSMENT_STATUSES = ['draft', 'submitted', 'approved'] as const;
export type AssessmentStatus = (typeof ASSESSMENT_STATUSES)[number];
export const BEARINGS = ['supports', 'contradicts', 'neutral'] as const;
export type Bearing = (typeof BEARINGS)[number];

/** How likely the organization holds one hypothesis to be. */
export interface Judgement {
  readonly hypothesisId: HypothesisId;
  readonly likelihood: Likelihood;
}

/** A record that was weighed, and which way it speaks. */
export interface CitedEvidence extends ClaimLink {
  readonly bearing: Bearing;
}

/** The three things that confidence rests on (ICD 203; JP 2-0), each in the analyst's words. */
export interface ConfidenceFactors {
  readonly assumptions: string | null;
  readonly sourcing: string | null;
  readonly argument: string | null;
}

/** That someone did something with an assessment; `at` is RFC 3339. */
export interface Deed {
  readonly byId: UserId;
  readonly at: string;
}

/** What changed against the assessment before, although nothing new is cited. Kept with the approved one for ever. */
export interface ChangedWithoutNewEvidence {
  /** The hypotheses of which another likelihood is said than before, or that are judged now and were not, or the other way round. */
  readonly likelihood: readonly HypothesisId[];
  readonly confidence: boolean;
  /** A likelihood or the confidence went up. */
  readonly raised: boolean;
}

/** An organization's word on who did it. Once approved it is never edited: another one takes its place. */
export interface AssessmentState extends RecordState {
  readonly id: AssessmentId;
  /** Who assesses. Not necessarily the organization that owns the case. */
  readonly organizationId: OrganizationId;
  readonly status: AssessmentStatus;
  /** Everyone who wrote any version of it, for ever: none of them may approve it. */
  readonly authorIds: readonly UserId[];
  readonly confidence: Confidence | null;
  readonly confidenceFactors: ConfidenceFactors | null;
  readonly judgements: readonly Judgement[];
  readonly rationale: string | null;
  readonly keyAssumptions: readonly string[];
  readonly evidence: readonly CitedEvidence[];
  readonly saidAt: PartialTime;
  /** Null: the case's marking. */
  readonly tlp: Tlp | null;
  readonly submission: Deed | null;
  readonly approval: Deed | null;
  readonly returns: readonly (Deed & { readonly reason: string })[];
  readonly withoutNewEvidence: ChangedWithoutNewEvidence | null;
}

export const ASSESSMENT: RecordKind<AssessmentState> = {
  kind: 'assessment',
  table: 'assessment',
  columns: (state) => ({
    organization_id: state.organizationId,
    status: state.status,
    author_ids: state.authorIds,
    confidence: state.confidence,
    judgements: JSON.stringify(state.judgements),
    content: JSON.stringify({
      rationale: state.rationale,
      keyAssumptions: state.keyAssumptions,
      confidenceFactors: state.confidenceFactors,
      evidence: state.evidence,
    }),
    ...timeColumns('said', state.saidAt),
    tlp: state.tlp,
    approved_by_id: state.approval?.byId ?? null,
    approved_at: state.approval?.at ?? null,
  }),
};

/** What someone holds against an assessment, under their name. Never edited. */
export interface DissentState extends NeedingState {
  readonly id: DissentId;
  readonly assessmentId: AssessmentId;
  /** The assessment's: whoever is shown the one is shown the other. */
  readonly organizationId: OrganizationId;
  readonly authorId: UserId;
  readonly statement: string;
  /** The highest of its own marking and the assessment's. */
  readonly tlp: Tlp | null;
}

export const DISSENT: RecordKind<DissentState> = {
  kind: 'dissent',
  table: 'dissent',
  columns: (state) => ({
    organization_id: state.organizationId,
    assessment_id: state.assessmentId,
    author_id: state.authorId,
    statement: state.statement,
    tlp: state.tlp,
  }),
};
