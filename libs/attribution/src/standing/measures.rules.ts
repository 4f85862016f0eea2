import { saidFrom } from '../attribution.js';
import type { ClaimFact, Facts } from './facts.js';
import { isFallen } from './gaps.rules.js';
import { groundOf } from './ground.rules.js';
import { assessedAt, currentAssessments, standingOf } from './standing.rules.js';

/** Figures that an auditor reads off the record. Each names the records that made it. */
export interface Measures {
  /** From the first supporting claim of a hypothesis to the second independent line; null while there is none. */
  readonly firstCorroboration: readonly {
    readonly hypothesisId: string;
    readonly label: string;
    readonly firstSaidAt: string;
    readonly corroboratedAt: string | null;
    readonly hours: number | null;
  }[];
  /** From the first known access (first instant of its span) to when anything came to light, and to the report. */
  readonly disclosureLag: {
    readonly occurredAt: string | null;
    readonly cameToLightAt: string | null;
    readonly reportedAt: string | null;
    readonly daysToLight: number | null;
    readonly daysToReport: number | null;
  };
  /** Approved assessments that raised likelihood or confidence and cited nothing new. */
  readonly raisedWithoutNewEvidence: readonly { readonly assessmentId: string; readonly at: string }[];
  /** What stands, and leans on what was withdrawn, retracted or rejected. */
  readonly standingOnWithdrawn: readonly {
    readonly kind: 'claim' | 'assessment';
    readonly id: string;
    readonly on: readonly { readonly kind: string; readonly id: string }[];
  }[];
  /** Denials and disputes, each with the first later claim that answers it, if there is one. */
  readonly denials: readonly {
    readonly claimId: string;
    readonly saidAt: string;
    readonly answeredBy: string | null;
    readonly hoursToAnswer: number | null;
  }[];
  readonly openDenials: number;
}

const HOUR_MS = 3_600_000;
const hoursBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / HOUR_MS);
const daysBetween = (from: string | null, to: string | null): number | null =>
  from && to ? Math.floor((Date.parse(to) - Date.parse(from)) / (24 * HOUR_MS)) : null;

export function measuresOf(facts: Facts, validAt: string): Measures {
  const denials = denialsOf(facts, validAt);
  return {
    firstCorroboration: firstCorroboration(facts, validAt),
    disclosureLag: disclosureLag(facts, validAt),
    raisedWithoutNewEvidence: facts.assessments
      .filter((assessment) => assessment.approval && assessment.withoutNewEvidence?.raised)
      .filter((assessment) => assessedAt(assessment) <= validAt)
      .map((assessment) => ({ assessmentId: assessment.id, at: assessment.approval?.at ?? '' })),
    standingOnWithdrawn: standingOnWithdrawn(facts, validAt),
    denials,
    openDenials: denials.filter(({ answeredBy }) => answeredBy === null).length,
  };
}

/** Walks through the instants at which something was said, until a second line is there. */
function firstCorroboration(facts: Facts, validAt: string): Measures['firstCorroboration'] {
  const instants = [...new Set(facts.claims.map(saidFrom))].filter((at) => at <= validAt).toSorted();
  const found = new Map<string, { label: string; first: string; second: string | null }>();
  for (const at of instants) {
    const waiting = standingOf(facts, at).filter(({ id }) => !found.get(id)?.second);
    for (const { id, label, independentLines } of waiting.filter((one) => one.independentLines > 0)) {
      const first = found.get(id)?.first ?? at;
      found.set(id, { label, first, second: independentLines > 1 ? at : null });
    }
    if (waiting.length === 0) {
      break;
    }
  }
  return [...found].map(([hypothesisId, { label, first, second }]) => ({
    hypothesisId,
    label,
    firstSaidAt: first,
    corroboratedAt: second,
    hours: second === null ? null : hoursBetween(first, second),
  }));
}

function disclosureLag({ incident, sources }: Facts, validAt: string): Measures['disclosureLag'] {
  const light = sources
    .filter(({ kind }) => kind === 'disclosure')
    .flatMap(({ receivedAt, publicAt }) => [receivedAt?.at, publicAt?.at])
    .filter((at): at is string => typeof at === 'string' && at <= validAt)
    .toSorted();
  const occurredAt = incident?.occurredAt?.at ?? null;
  const cameToLightAt = light[0] ?? null;
  const reportedAt = incident?.reportedAt ?? null;
  return {
    occurredAt,
    cameToLightAt,
    reportedAt,
    daysToLight: daysBetween(occurredAt, cameToLightAt),
    daysToReport: daysBetween(occurredAt, reportedAt),
  };
}

function standingOnWithdrawn(facts: Facts, validAt: string): Measures['standingOnWithdrawn'] {
  const ground = groundOf(facts, validAt);
  const leaning = [
    ...ground.speaking.map(({ id, restsOn }) => ({ kind: 'claim' as const, id, on: restsOn })),
    ...currentAssessments(facts.assessments, validAt).map(({ id, evidence }) => ({
      kind: 'assessment' as const,
      id,
      on: evidence.map((link) => ({ kind: link.kind, id: link.id })),
    })),
  ];
  return leaning
    .map((one) => ({ ...one, on: one.on.filter((link) => isFallen(ground, link)) }))
    .filter(({ on }) => on.length > 0);
}

function denialsOf(facts: Facts, validAt: string): Measures['denials'] {
  const { speaking } = groundOf(facts, validAt);
  const denying = speaking.filter(({ stance }) => stance === 'denies' || stance === 'disputes').toSorted(bySaid);
  return denying.map((denial) => {
    const answers = speaking.filter((claim) => claim.respondsTo.some(({ id }) => id === denial.id)).toSorted(bySaid);
    const answer = answers.find((claim) => saidFrom(claim) >= saidFrom(denial));
    return {
      claimId: denial.id,
      saidAt: saidFrom(denial),
      answeredBy: answer?.id ?? null,
      hoursToAnswer: answer ? hoursBetween(saidFrom(denial), saidFrom(answer)) : null,
    };
  });
}

const bySaid = (a: ClaimFact, b: ClaimFact): number =>
  saidFrom(a) < saidFrom(b) ? -1 : Number(saidFrom(a) > saidFrom(b));
