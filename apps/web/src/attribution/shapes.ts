import type { Schemas } from '@app/api-client';

export type Standing = Schemas['StandingView'];
export type HypothesisStanding = Schemas['HypothesisStandingView'];
export type Judged = Schemas['StandingAssessmentView'];
export type Citations = Schemas['CitationsView'];
export type CitationNode = Schemas['CitationNodeView'];
export type CitationEdge = Schemas['CitationEdgeView'];
export type Assessment = Schemas['AssessmentView'];
export type Inquiry = Schemas['InquiryView'];
export type Dependent = Schemas['DependentView'];
export type Comparison = Schemas['ComparisonView'];
export type StandingChange = Schemas['StandingChangeView'];
export type StandingStep = Schemas['StandingStepView'];
export type Cause = Schemas['CauseView'];
export type Measures = Schemas['MeasuresView'];
export type Stance = Schemas['ClaimView']['stance'];

export interface RecordLink {
  kind: string;
  id: string;
}

/** On which two clocks the case is looked at; what is left out is now. */
export interface Moment {
  validAt?: string | undefined;
  knownAt?: string | undefined;
}
