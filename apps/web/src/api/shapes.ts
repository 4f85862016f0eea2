export type Tlp = 'clear' | 'green' | 'amber' | 'amber+strict' | 'red';
export type Severity = 'low' | 'moderate' | 'high' | 'critical';
export type Precision = 'year' | 'month' | 'day' | 'hour' | 'instant' | 'unknown';
export type Role = 'owner' | 'lead' | 'responder' | 'analyst' | 'auditor';

/** A time in the world that may be known only in part; `at` is the first instant of the span. */
export interface PartialTime {
  at: string | null;
  precision: Precision;
}

export type Abilities = Partial<Record<string, boolean>>;

export interface Named {
  id: string;
  name: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Every record of a case says its version, which is sent back in `If-Match`. */
export interface CaseRecord {
  id: string;
  version: number;
  abilities?: Abilities;
}

export interface Account extends CaseRecord {
  identifier: string;
  provider: string | null;
  kind: string;
  status: string;
  holder: { name: string | null; role: string | null; disclosed: boolean } | null;
  firstSeenAt: PartialTime | null;
  lastSeenAt: PartialTime | null;
  note: string | null;
}

export interface Pivot extends CaseRecord {
  fromAccountId: string;
  toAccountId: string;
  method: string | null;
  at: PartialTime | null;
  note?: string | null;
}

export interface Artifact extends CaseRecord {
  disclosureId: string | null;
  title: string;
  description: string | null;
  authenticity: string;
  authenticityBy: Named | null;
  sha256: string | null;
}

export interface Disclosure extends CaseRecord {
  sourceParty: Named | null;
  sourceDescription: string | null;
  anonymous: boolean;
  channel: string;
  receivedByParty: Named | null;
  receivedAt: PartialTime | null;
  publicAt: PartialTime | null;
  reliability: string | null;
  credibility: number | null;
  summary: string;
  url: string | null;
  artifacts: Artifact[];
}

export interface Hypothesis extends CaseRecord {
  label: string;
  kind: string;
  level: string | null;
  actorId: string | null;
}

export interface Claim extends CaseRecord {
  hypothesisId: string;
  claimant: Named;
  stance: string;
  basis: string | null;
  evidencePresented: string | null;
  statement: string;
  namedAs: string | null;
  confidenceStated: string | null;
  source: { title: string | null; publisher: string | null; url: string | null } | null;
  saidAt: PartialTime | null;
  reliability: string | null;
  credibility: number | null;
  tlp: Tlp | null;
  restsOn: { kind: string; id: string }[];
  respondsTo: { kind: string; id: string }[];
}

/** One line of the list: the incident without its collections. */
export interface IncidentLine {
  id: string;
  reference: string;
  organizationId: string;
  organizationName: string;
  title: string;
  summary: string | null;
  category: string | null;
  severity: Severity | null;
  tlp: Tlp;
  status: string;
  occurredAt: PartialTime | null;
  detectedAt: PartialTime | null;
  lead: Named | null;
  tags: string[];
  reportedAt: string;
  reportedBy: Named | null;
  updatedAt: string;
  statusChangedAt: string;
  version: number;
  caseVersion: number;
  closingSummary: string | null;
  duplicateOf: string | null;
  counts?: Partial<Record<string, number>>;
  abilities: Abilities;
}

export interface Incident extends IncidentLine {
  knownAt: string;
  validAt: string;
  affectedAccounts: Account[];
  pivots: Pivot[];
  disclosures: Disclosure[];
  hypotheses: Hypothesis[];
  claims: Claim[];
}

export interface Comment extends CaseRecord {
  body: string;
  author: Named;
  createdAt: string;
  on: { kind: string; id: string } | null;
}

export interface Task extends CaseRecord {
  title: string;
  assignee: Named | null;
  dueAt: string | null;
  status: 'open' | 'done';
  doneAt: string | null;
  createdAt: string;
}

export interface Participant extends CaseRecord {
  organization: Named | null;
  user: Named | null;
  capacity: string;
  maxTlp: Tlp;
  until: string | null;
}

export interface Stakeholder {
  id: string;
  name: string;
  role: string;
  email: string | null;
  channels: string[];
  maxTlp: Tlp;
  incidentId: string | null;
  endedAt: string | null;
  version: number;
  abilities?: Abilities;
}

export interface HistoryEntry {
  index: number;
  at: string;
  by: Named | null;
  action: string;
  caseVersion: number;
  subject: { kind: string; id: string; label?: string | null };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
  requestId: string | null;
  redacted?: { by: Named; reason: string; at: string } | null;
}

export interface TimelineItem {
  id?: string;
  at: PartialTime | null;
  recordedAt: string;
  kind: string;
  title: string;
  text?: string | null;
  subject?: { kind: string; id: string };
}

export interface Attempt {
  number: number;
  at: string;
  outcome: 'sent' | 'failed' | 'withheld' | 'retried_by_person';
  detail: string | null;
  by?: Named | null;
}

export interface Delivery {
  id: string;
  notificationId: string;
  channel: 'in_app' | 'email';
  address: string | null;
  status: 'pending' | 'sending' | 'sent' | 'withheld' | 'dead';
  attempts: Attempt[];
  nextAttemptAt: string | null;
  sentAt: string | null;
  createdAt: string;
  subject?: string;
  recipient?: { kind: 'user' | 'stakeholder'; id: string; name: string };
  incident?: { id: string; reference: string; title: string } | null;
  abilities?: Abilities;
}

export interface Notification {
  id: string;
  kind: string;
  subject: string;
  body: string;
  reason: string;
  path: string;
  tlp: Tlp;
  createdAt: string;
  readAt: string | null;
  acknowledgedAt: string | null;
  recipient?: { kind: 'user' | 'stakeholder'; id: string; name: string };
  incident: { id: string; reference: string; title: string } | null;
  deliveries?: Delivery[];
  abilities?: Abilities;
}

export interface MailboxMessage {
  id: string;
  deliveryId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  at: string;
}

export interface Me {
  id: string;
  name: string;
  email: string;
  csrfToken: string;
  administrator?: boolean;
  memberships: { organizationId: string; organizationName?: string; role: Role }[];
}

export interface Organization {
  id: string;
  name: string;
  kind: string;
  defaultTlp: Tlp;
  untriagedAfterHours: number;
  staleAfterDays: number;
  dueSoonHours: number;
  version: number;
  abilities: Abilities;
}

export interface Member {
  userId: string;
  name: string;
  email: string;
  role: Role;
}

export interface ApiKey {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  organizationId: string;
  createdAt: string;
  expiresAt: string;
  revokedAt: string | null;
  secret?: string;
}

export interface SearchHit {
  kind: string;
  id: string;
  incident: { id: string; reference: string; title: string };
  title: string;
  excerpt: string | null;
}
