import type { Schemas } from '@app/api-client';

// The API's own shapes by the names that the pages use. What is written here by hand has
// no schema of its own in the document.
export type Incident = Schemas['IncidentView'];
export type IncidentLine = Schemas['IncidentItemView'];
export type Account = Schemas['AccountView'];
export type Pivot = Schemas['PivotView'];
export type Disclosure = Schemas['DisclosureView'];
export type Evidence = Schemas['EvidenceView'];
export type CustodyStep = Schemas['CustodyStepView'];
export type Dependent = Schemas['DependentView'];
export type Hypothesis = Schemas['HypothesisView'];
export type Claim = Schemas['ClaimView'];
export type Comment = Schemas['CommentView'];
export type Task = Schemas['TaskView'];
export type Participant = Schemas['ParticipantView'];
export type CaseRead = Schemas['CaseReadView'];
export type HistoryEntry = Schemas['HistoryItemView'];
export type TimelineItem = Schemas['TimelineItemView'];
export type SearchHit = Schemas['SearchHitView'];
export type Me = Schemas['MeView'];
export type Session = Schemas['SessionView'];
export type SecondFactor = Schemas['SecondFactorView'];
export type SignInEvent = Schemas['SignInEventView'];
export type Organization = Schemas['OrganizationView'];
export type Member = Schemas['MemberView'];
export type ApiKey = Schemas['ApiKeyView'];
export type OwnedApiKey = Schemas['OwnedApiKeyView'];
export type Invitation = Schemas['InvitationView'];
export type OrganizationChange = Schemas['OrganizationChangeView'];
export type Elevation = Schemas['ElevationView'];
export type MadeApiKey = Schemas['MadeApiKeyView'];
export type Report = Schemas['ReportDto'];
export type PartialTime = Schemas['PartialTimeView'];

export type Tlp = Incident['tlp'];
export type Severity = NonNullable<Incident['severity']>;
export type Status = Incident['status'];
export type Precision = PartialTime['precision'];
export type Role = Organization['role'];

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
