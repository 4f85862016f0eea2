import type { HypothesisKind, Level, Stance } from '../attribution.js';
import { EVIDENCE_PRESENTED, STANCES, type EvidencePresented } from '../attribution.js';
import type { AssessmentFact, ClaimFact, Facts, Likelihood } from './facts.js';
import { gapsOf, type Gap } from './gaps.rules.js';
import { groundOf, type Ground } from './ground.rules.js';
import { linesOf, type Line } from './lines.rules.js';

/** An organization's judgement of one hypothesis. */
export interface Judged {
  readonly id: string;
  readonly organizationId: string;
  /** Null: the organization assessed, and did not judge this hypothesis. */
  readonly likelihood: Likelihood | null;
  readonly confidence: 'low' | 'moderate' | 'high' | null;
  readonly saidAt: { readonly at: string | null; readonly precision: string };
  /** When it was approved, and so became part of the record. */
  readonly recordedAt: string;
  /** Likelihood or confidence was changed and nothing new was cited: flagged for ever. */
  readonly withoutNewEvidence: boolean;
}

export interface HypothesisStanding {
  readonly id: string;
  readonly label: string;
  readonly kind: HypothesisKind;
  readonly level: Level | null;
  readonly actorId: string | null;
  readonly independentLines: number;
  readonly lines: readonly Line[];
  readonly disputed: boolean;
  readonly disputedBy: readonly { readonly partyId: string; readonly claimId: string }[];
  readonly claimsByStance: Readonly<Partial<Record<Stance, number>>>;
  readonly assessments: readonly Judged[];
  /** The best evidence that a supporting claim presented, with the claims that did; null: nobody said. */
  readonly evidence: { readonly grade: EvidencePresented | null; readonly claimIds: readonly string[] };
  readonly gaps: readonly Gap[];
}

const SUPPORTS: ReadonlySet<Stance> = new Set(['attributes', 'corroborates']);
const DISPUTES: ReadonlySet<Stance> = new Set(['denies', 'disputes']);

/**
 * The standing of each hypothesis at a moment in the world, of what is in `facts`: computed and explained by the ids
 * that made it, never typed in. A pure function, so that the answer for a moment that has passed is the same for ever.
 *
 * @param validAt RFC 3339, milliseconds, UTC. What was said later counts as not said.
 */
export function standingOf(facts: Facts, validAt: string): HypothesisStanding[] {
  const ground = groundOf(facts, validAt);
  const speaking = groupBy(ground.speaking, ({ hypothesisId }) => hypothesisId);
  const current = currentAssessments(facts.assessments, validAt);
  return facts.hypotheses.toSorted(byId).map(({ id, label, kind, level, actorId }) => {
    const claims = (speaking.get(id) ?? []).toSorted(byId);
    const supporting = claims.filter(({ stance }) => SUPPORTS.has(stance));
    const { lines, ...lost } = linesOf(ground, indices(ground, supporting));
    const disputedBy = claims
      .filter(({ stance }) => DISPUTES.has(stance))
      .map((claim) => ({ partyId: claim.claimantId, claimId: claim.id }));
    const assessments = current.map((assessment) => judged(assessment, id));
    return {
      id,
      label,
      kind,
      level,
      actorId,
      independentLines: lines.length,
      lines,
      disputed: disputedBy.length > 0,
      disputedBy,
      claimsByStance: countByStance(claims),
      assessments,
      evidence: gradeOf(supporting),
      gaps: gapsOf({ ground, supporting, lines, ...lost, assessments, current, facts, hypothesisId: id, validAt }),
    };
  });
}

const indices = (ground: Ground, claims: readonly ClaimFact[]): number[] =>
  claims.map(({ id }) => ground.indexOf({ kind: 'claim', id })).filter((at): at is number => at !== undefined);

function countByStance(claims: readonly ClaimFact[]): Partial<Record<Stance, number>> {
  const counted = STANCES.map((stance) => [stance, claims.filter((claim) => claim.stance === stance).length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}

/** The highest of none, described, technical, verifiable that a supporting claim presented. */
function gradeOf(supporting: readonly ClaimFact[]): HypothesisStanding['evidence'] {
  const grade = EVIDENCE_PRESENTED.findLast((presented) =>
    supporting.some(({ evidencePresented }) => evidencePresented === presented),
  );
  const claimIds = supporting
    .filter(({ evidencePresented }) => grade !== undefined && evidencePresented === grade)
    .map(({ id }) => id);
  return { grade: grade ?? null, claimIds };
}

/** When an organization said it: what is not known is when the assessment was written. */
export const assessedAt = ({ saidAt, createdAt }: AssessmentFact): string => saidAt?.at ?? createdAt;

/** The latest approved assessment of each organization by then: a new one stands in the place of those before. */
export function currentAssessments(assessments: readonly AssessmentFact[], validAt: string): AssessmentFact[] {
  const approved = assessments.filter(
    (assessment) => assessment.status === 'approved' && assessment.approval && assessedAt(assessment) <= validAt,
  );
  const inOrder = approved.toSorted((a, b) => compare(orderOf(a), orderOf(b)));
  const latest = new Map(inOrder.map((assessment) => [assessment.organizationId, assessment]));
  return [...latest.values()].toSorted(byId);
}

const orderOf = (assessment: AssessmentFact): string =>
  `${assessedAt(assessment)} ${assessment.approval?.at ?? ''} ${assessment.id}`;

function judged(assessment: AssessmentFact, hypothesisId: string): Judged {
  const judgement = assessment.judgements.find((one) => one.hypothesisId === hypothesisId);
  const flagged = assessment.withoutNewEvidence;
  return {
    id: assessment.id,
    organizationId: assessment.organizationId,
    likelihood: judgement?.likelihood ?? null,
    confidence: assessment.confidence,
    saidAt: assessment.saidAt ?? { at: assessment.createdAt, precision: 'instant' },
    recordedAt: assessment.approval?.at ?? assessment.createdAt,
    withoutNewEvidence: flagged !== null && (flagged.confidence || flagged.likelihood.includes(hypothesisId)),
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) {
      group.push(item);
    } else {
      groups.set(keyOf(item), [item]);
    }
  }
  return groups;
}

const byId = (a: { id: string }, b: { id: string }): number => compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
