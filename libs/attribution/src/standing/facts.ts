import type { PartialTime } from '@app/platform';
import { claimOf, type ClaimState, type HypothesisState } from '../attribution.js';

/** What the standing is computed from: the records of a case in the states of one version, without their long texts. */
export interface Facts {
  readonly hypotheses: readonly HypothesisState[];
  readonly claims: readonly ClaimFact[];
  /** Findings, disclosures and evidence: what claims draw on besides each other. */
  readonly sources: readonly SourceFact[];
  readonly assessments: readonly AssessmentFact[];
  readonly inquiries: readonly InquiryFact[];
  /** Null: not shown, or before the case existed. */
  readonly incident: IncidentFact | null;
}

export const NO_FACTS: Facts = {
  hypotheses: [],
  claims: [],
  sources: [],
  assessments: [],
  inquiries: [],
  incident: null,
};

/** What the whole case says of when it happened and where it stands. */
export interface IncidentFact {
  readonly occurredAt: PartialTime | null;
  readonly detectedAt: PartialTime | null;
  readonly reportedAt: string;
  readonly status: string;
  readonly severity: string | null;
  readonly tlp: string;
}

export interface Link {
  readonly kind: string;
  readonly id: string;
}

export type ClaimFact = Omit<ClaimState, 'statement' | 'source' | 'tlp'> & {
  /** The beginning of what it says. */
  readonly title: string;
};

interface Deed {
  readonly at: string;
}

export interface SourceFact {
  readonly kind: 'finding' | 'disclosure' | 'evidence';
  readonly id: string;
  readonly title: string;
  /** Whose it is: two roots of one party are one line. Null: nobody's that is known. */
  readonly partyId: string | null;
  /** Of findings and evidence. */
  readonly status: string | null;
  readonly supersededById: string | null;
  readonly withdrawal: Deed | null;
  readonly decision: (Deed & { readonly outcome: string }) | null;
  /** When a disclosure came to light. */
  readonly receivedAt: PartialTime | null;
  readonly publicAt: PartialTime | null;
  /** Admiralty credibility, of disclosures. */
  readonly credibility: number | null;
  readonly createdAt: string;
}

export interface Likelihood {
  readonly term: string;
  /** Percent. */
  readonly min: number;
  readonly max: number;
  /** Where a number was given: 1 to 99. */
  readonly percent: number | null;
}

export interface AssessmentFact {
  readonly id: string;
  readonly organizationId: string;
  readonly status: string;
  readonly confidence: 'low' | 'moderate' | 'high' | null;
  readonly judgements: readonly { readonly hypothesisId: string; readonly likelihood: Likelihood }[];
  readonly evidence: readonly (Link & { readonly bearing: string })[];
  readonly saidAt: PartialTime | null;
  readonly createdAt: string;
  readonly authorIds: readonly string[];
  readonly approval: (Deed & { readonly byId: string }) | null;
  readonly withoutNewEvidence: {
    readonly likelihood: readonly string[];
    readonly confidence: boolean;
    readonly raised: boolean;
  } | null;
}

export interface InquiryFact {
  readonly id: string;
  readonly partyId: string;
  readonly askedAt: PartialTime;
  readonly answerDueAt: string | null;
  readonly answerClaimId: string | null;
  readonly createdAt: string;
}

/** A record's state as it is read for the standing: `record` is its kind. */
export type Slim = { readonly id: string; readonly record: string } & Readonly<Record<string, unknown>>;

/** A record's state from a version on; null where the reader is not shown it. */
export interface FactChange {
  readonly caseVersion: number;
  readonly id: string;
  readonly kind: string;
  readonly recordedAt: string;
  readonly state: Slim | null;
  readonly action: string | null;
  readonly reason: string | null;
  readonly byId: string | null;
  readonly byName: string | null;
}

/** Sorts the records into what the rules read. What links to a record that is not among them, the reader is not shown: it links to nothing. */
export function factsOf(all: readonly Slim[]): Facts {
  const there = new Set(all.map(({ id }) => id));
  const records = all.map((state) => withoutLinks(state, there));
  const of = <Fact>(...kinds: string[]): Fact[] =>
    records.filter((state) => kinds.includes(state.record)) as unknown as Fact[];
  return {
    hypotheses: of('hypothesis'),
    claims: of<ClaimFact>('claim').map(claimOf),
    sources: of<Slim>('finding', 'disclosure', 'evidence').map(sourceOf),
    assessments: of('assessment'),
    inquiries: of('inquiry'),
    incident: of<IncidentFact>('incident')[0] ?? null,
  };
}

const LINK_LISTS = ['restsOn', 'respondsTo', 'evidence'] as const;
const LINK_FIELDS = ['supersededById', 'answerClaimId'] as const;

function withoutLinks(state: Slim, there: ReadonlySet<string>): Slim {
  const lists = LINK_LISTS.filter((field) => Array.isArray(state[field])).map(
    (field) => [field, (state[field] as readonly Link[]).filter(({ id }) => there.has(id))] as const,
  );
  const fields = LINK_FIELDS.filter((field) => field in state).map(
    (field) => [field, there.has(String(state[field])) ? state[field] : null] as const,
  );
  return { ...state, ...Object.fromEntries([...lists, ...fields]) };
}

const PARTY_FIELDS: Readonly<Record<SourceFact['kind'], string>> = {
  finding: 'partyId',
  disclosure: 'sourcePartyId',
  evidence: 'obtainedFromPartyId',
};

function sourceOf(state: Slim): SourceFact {
  const kind = state.record as SourceFact['kind'];
  const given = state as unknown as SourceFact;
  return {
    ...given,
    kind,
    partyId: (state[PARTY_FIELDS[kind]] as string | null | undefined) ?? null,
    status: given.status ?? null,
    supersededById: given.supersededById ?? null,
    withdrawal: given.withdrawal ?? null,
    decision: given.decision ?? null,
    credibility: given.credibility ?? null,
    receivedAt: given.receivedAt ?? null,
    publicAt: given.publicAt ?? null,
  };
}
