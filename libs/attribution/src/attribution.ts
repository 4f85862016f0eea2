import { timeColumns, type NeedingState, type RecordKind, type RecordState } from '@app/incidents';
import type { ClaimId, HypothesisId, PartialTime, PartyId, ThreatActorId, Tlp, UserId } from '@app/platform';

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
  columns: ({ kind, label, actorId, level, tlp }) => ({ kind, label, actor_id: actorId, level, tlp: tlp ?? null }),
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

/**
 * Spectrum of state responsibility (Healey 2012, "Beyond Attribution"): how far a state answers for it, which is
 * another claim than which state it was.
 */
export const RESPONSIBILITIES = [
  'state-prohibited',
  'state-prohibited-but-inadequate',
  'state-ignored',
  'state-encouraged',
  'state-shaped',
  'state-coordinated',
  'state-ordered',
  'state-rogue-conducted',
  'state-executed',
  'state-integrated',
] as const;
export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** Scales that a party may have used itself; its words are mapped only then. */
export const CONFIDENCE_SCALES = ['icd203_likelihood', 'analytic_confidence'] as const;
export type ConfidenceScale = (typeof CONFIDENCE_SCALES)[number];

export const CLAIM_STATUSES = ['stated', 'superseded', 'withdrawn'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

/** That a record no longer holds: why, since when in the world, and who wrote it down when. */
export interface Withdrawal {
  readonly reason: string;
  /** RFC 3339. */
  readonly at: string;
  readonly byId: UserId;
  readonly recordedAt: string;
}

/** A link to what a claim rests on, or responds to. */
export interface ClaimLink {
  readonly kind: 'claim' | 'finding' | 'disclosure' | 'evidence';
  readonly id: string;
}

/** One party's statement about a hypothesis. Never edited. */
export interface ClaimState extends NeedingState {
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
  readonly level: Level | null;
  readonly responsibility: Responsibility | null;
  /** The same as `confidenceStated`, where the party used a scale. */
  readonly confidenceOnScale: { readonly scale: ConfidenceScale; readonly value: string } | null;
  readonly status: ClaimStatus;
  readonly supersededById: ClaimId | null;
  /** From when in the world its successor stands in its place, RFC 3339. */
  readonly supersededAt: string | null;
  readonly supersedesId: ClaimId | null;
  readonly withdrawal: Withdrawal | null;
  readonly recordedById: UserId | null;
  /** The highest of its own marking and that of its hypothesis. Null: the case's. */
  readonly tlp: Tlp | null;
}

/** What claims carry that were recorded before claims could be withdrawn. */
const EARLIER = {
  level: null,
  responsibility: null,
  confidenceOnScale: null,
  status: 'stated',
  supersededById: null,
  supersededAt: null,
  supersedesId: null,
  withdrawal: null,
  recordedById: null,
} as const;

/** A claim as kept, in today's shape. */
export const claimOf = <Claim extends object>(kept: Claim): Claim =>
  'status' in kept ? kept : { ...EARLIER, ...kept };

/** The instant from which a claim counts as said, RFC 3339: a time that is not known is that of its recording. */
export const saidFrom = ({ saidAt, createdAt }: Pick<ClaimState, 'saidAt' | 'createdAt'>): string =>
  saidAt.at ?? createdAt;

type Fallible = Pick<ClaimState, 'status' | 'withdrawal' | 'supersededById' | 'supersededAt'>;

/** A claim as it stood at a moment in the world: what fell later had not fallen yet. RFC 3339, milliseconds, UTC. */
export function claimAt<Claim extends Fallible>(claim: Claim, validAt: string): Claim {
  const fell = claim.status === 'withdrawn' ? claim.withdrawal?.at : claim.supersededAt;
  return claim.status === 'stated' || (fell ?? '') <= validAt
    ? claim
    : { ...claim, status: 'stated', withdrawal: null, supersededById: null, supersededAt: null };
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
    level: state.level,
    responsibility: state.responsibility,
    confidence_scale: state.confidenceOnScale?.scale ?? null,
    confidence_value: state.confidenceOnScale?.value ?? null,
    status: state.status,
    superseded_by_id: state.supersededById,
    tlp: state.tlp,
  }),
  text: ({ statement, namedAs, source }) =>
    [statement, namedAs, source?.title, source?.publisher].filter(Boolean).join(' '),
};
