import { timeColumns, type RecordKind, type RecordState } from '@app/incidents';
import type { ClaimId, HypothesisId, PartialTime, PartyId, ThreatActorId, Tlp } from '@app/platform';

export const HYPOTHESIS_KINDS = [
  'threat_actor',
  'insider',
  'false_flag',
  'other_leaker',
  'no_intrusion',
  'unknown',
  'other',
] as const;
export type HypothesisKind = (typeof HYPOTHESIS_KINDS)[number];
export const LEVELS = ['cluster', 'organization', 'state', 'person'] as const;
export type Level = (typeof LEVELS)[number];

/** A possible answer to "who did it". `unknown` always exists. */
export interface HypothesisState extends RecordState {
  readonly id: HypothesisId;
  readonly kind: HypothesisKind;
  readonly label: string;
  readonly actorId: ThreatActorId | null;
  readonly level: Level | null;
}

export const HYPOTHESIS: RecordKind<HypothesisState> = {
  kind: 'hypothesis',
  table: 'hypothesis',
  columns: ({ kind, label, actorId, level }) => ({ kind, label, actor_id: actorId, level }),
  text: ({ label }) => label,
};

export const STANCES = [
  'attributes',
  'corroborates',
  'denies',
  'disputes',
  'declines_to_attribute',
  'cannot_verify',
  'retracts',
] as const;
export type Stance = (typeof STANCES)[number];
export const BASES = ['technical', 'intelligence', 'legal', 'political', 'self', 'media'] as const;
export type Basis = (typeof BASES)[number];
export const EVIDENCE_PRESENTED = ['none', 'described', 'technical', 'verifiable'] as const;
export type EvidencePresented = (typeof EVIDENCE_PRESENTED)[number];

/** A link to what a claim rests on, or responds to. */
export interface ClaimLink {
  readonly kind: 'claim' | 'finding' | 'disclosure' | 'evidence';
  readonly id: string;
}

/** One party's statement about a hypothesis. Never edited. */
export interface ClaimState extends RecordState {
  readonly id: ClaimId;
  readonly hypothesisId: HypothesisId;
  readonly claimantId: PartyId;
  readonly stance: Stance;
  readonly basis: Basis | null;
  readonly evidencePresented: EvidencePresented | null;
  readonly statement: string;
  readonly namedAs: string | null;
  /** The party's own words about how sure it is. */
  readonly confidenceStated: string | null;
  readonly source: {
    readonly title: string | null;
    readonly publisher: string | null;
    readonly url: string | null;
  } | null;
  readonly saidAt: PartialTime;
  /** What it draws on: counts for independence. */
  readonly restsOn: readonly ClaimLink[];
  /** What it answers: does not count. */
  readonly respondsTo: readonly ClaimLink[];
  readonly reliability: string | null;
  readonly credibility: number | null;
  /** Null: the case's marking. */
  readonly tlp: Tlp | null;
}

export const CLAIM: RecordKind<ClaimState> = {
  kind: 'claim',
  table: 'claim',
  columns: (state) => ({
    hypothesis_id: state.hypothesisId,
    claimant_id: state.claimantId,
    stance: state.stance,
    basis: state.basis,
    evidence_presented: state.evidencePresented,
    statement: state.statement,
    named_as: state.namedAs,
    confidence_stated: state.confidenceStated,
    source_title: state.source?.title ?? null,
    source_publisher: state.source?.publisher ?? null,
    source_url: state.source?.url ?? null,
    ...timeColumns('said', state.saidAt),
    rests_on: JSON.stringify(state.restsOn),
    responds_to: JSON.stringify(state.respondsTo),
    reliability: state.reliability,
    credibility: state.credibility,
    tlp: state.tlp,
  }),
  text: ({ statement, namedAs, source }) =>
    [statement, namedAs, source?.title, source?.publisher].filter(Boolean).join(' '),
};
