import { Injectable } from '@nestjs/common';
import { mayInCase, type Caller, type CaseSight } from '@app/access';
import { BEFORE, CaseRecords } from '@app/incidents';
import { Clock } from '@app/platform';
import { claimAt, saidFrom } from '../attribution.js';
import { citationsOf, type Citations } from './citations.rules.js';
import { changesBetween, type StandingChange } from './difference.rules.js';
import { NO_FACTS, type ClaimFact, type FactChange, type Facts } from './facts.js';
import { groundOf } from './ground.rules.js';
import { measuresOf, type Measures } from './measures.rules.js';
import { replayed } from './replay.rules.js';
import { StandingFacts, type FactsAt, type Refused } from './standing.query.js';
import { standingOf, type HypothesisStanding } from './standing.rules.js';

/** On which two clocks a standing is asked for; what is left out is now. */
export interface ClocksAsked {
  readonly validAt?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly caseVersion?: number | undefined;
}

/** The facts of a case at a moment on both clocks. */
export interface At extends FactsAt {
  /** RFC 3339, milliseconds, UTC. */
  readonly validAt: string;
  readonly knownAt: string;
}

export interface Standing extends At {
  readonly hypotheses: readonly HypothesisStanding[];
}

/** A version of the case that changed the standing, with what was done and what it changed. */
export interface StandingStep {
  readonly caseVersion: number;
  readonly at: string;
  readonly by: { readonly id: string | null; readonly name: string };
  readonly causes: readonly Cause[];
  readonly changes: readonly StandingChange[];
}

export interface Cause {
  readonly action: string | null;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly reason: string | null;
}

/** A claim is gone that was not recorded or not said yet, or that fell. */
export const WHY_GONE = ['not_recorded', 'not_said', 'withdrawn', 'superseded', 'retracted'] as const;
export type WhyGone = (typeof WHY_GONE)[number];

export interface Comparison {
  readonly from: Standing;
  readonly to: Standing;
  readonly changes: readonly StandingChange[];
  readonly incident: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
  readonly claimsAdded: readonly ClaimFact[];
  readonly claimsGone: readonly (ClaimFact & { readonly why: WhyGone })[];
  /** What was recorded in between, oldest first; for those who may read the history. */
  readonly causes: readonly (Cause & { readonly caseVersion: number; readonly at: string; readonly byName: string })[];
}

/** Causes that one comparison lists at the most; what changed is always whole. */
const CAUSES_MAX = 500;
const INCIDENT_FIELDS = ['occurredAt', 'detectedAt', 'status', 'severity', 'tlp'] as const;

/** The standing of a case, now and as of any moment, with its history and its causes. */
@Injectable()
export class ReadStanding {
  constructor(
    private readonly facts: StandingFacts,
    private readonly records: CaseRecords,
    private readonly clock: Clock,
  ) {}

  /** @throws {Problem} 400 `ambiguous_moment`. @throws {NotFound} a version that the case has not. */
  async at(caller: Caller, sight: CaseSight, asked: ClocksAsked): Promise<Standing> {
    const at = await this.factsAt(caller, sight, asked);
    return { ...at, hypotheses: standingOf(at.facts, at.validAt) };
  }

  async citations(caller: Caller, sight: CaseSight, asked: ClocksAsked): Promise<At & Citations> {
    const standing = await this.at(caller, sight, asked);
    return { ...standing, ...citationsOf(standing.facts, standing.hypotheses, standing.validAt) };
  }

  async measures(
    caller: Caller,
    sight: CaseSight,
    asked: ClocksAsked,
  ): Promise<At & Measures & { refusedSelfApprovals: readonly Refused[] }> {
    const at = await this.factsAt(caller, sight, asked);
    const refused = await this.facts.refusedSelfApprovals(caller, sight, at.caseVersion);
    return { ...at, ...measuresOf(at.facts, at.validAt), refusedSelfApprovals: refused };
  }

  /**
   * Each version that changed the standing, oldest first, both clocks standing at the time of its recording.
   *
   * @param after how many versions of the standing come before: what lies between them, a cursor must not tell.
   * @param limit versions that are looked at.
   */
  async history(
    caller: Caller,
    sight: CaseSight,
    { after, limit }: { after: number; limit: number },
  ): Promise<{ items: StandingStep[]; nextAfter: number | null }> {
    const all = await this.facts.changes(caller, sight, { after: 0, upTo: null });
    const versions = [...new Set(all.map(({ caseVersion }) => caseVersion))];
    const base = versions[after - 1];
    const page = new Set(versions.slice(after, after + limit));
    const items: StandingStep[] = [];
    let before: readonly HypothesisStanding[] = [];
    for (const { version, facts } of replayed(all)) {
      const [first] = version;
      if (first && (first.caseVersion === base || page.has(first.caseVersion))) {
        const standing = standingOf(facts(), first.recordedAt);
        const changes = first.caseVersion === base ? [] : changesBetween(before, standing);
        if (changes.length > 0) {
          items.push({ ...stepOf(version, first), changes });
        }
        before = standing;
      }
    }
    return { items, nextAfter: versions.length > after + limit ? after + limit : null };
  }

  /** What is not the same at two moments, and why. */
  async compare(caller: Caller, sight: CaseSight, from: ClocksAsked, to: ClocksAsked): Promise<Comparison> {
    const [earlier, later] = [await this.at(caller, sight, from), await this.at(caller, sight, to)];
    const [spoke, speaks] = [speakingAt(earlier), speakingAt(later)];
    const between = [earlier.caseVersion, later.caseVersion].toSorted((a, b) => a - b);
    const asked = { after: between[0] ?? 0, upTo: between[1] ?? 0 };
    // Who recorded what, and why, is history.
    const causes = mayInCase(sight, 'history.read') ? await this.facts.changes(caller, sight, asked) : [];
    return {
      from: earlier,
      to: later,
      changes: changesBetween(earlier.hypotheses, later.hypotheses),
      incident: incidentChanges(earlier.facts, later.facts),
      claimsAdded: [...speaks.values()].filter(({ id }) => !spoke.has(id)),
      claimsGone: [...spoke.values()]
        .filter(({ id }) => !speaks.has(id))
        .map((claim) => ({ ...claim, why: whyGone(claim.id, later) })),
      causes: causes
        .filter(({ state }) => state !== null)
        .slice(0, CAUSES_MAX)
        .map((change) => ({
          ...causeOf(change),
          caseVersion: change.caseVersion,
          at: change.recordedAt,
          byName: nameOf(change),
        })),
    };
  }

  private async factsAt(caller: Caller, sight: CaseSight, { validAt, ...asked }: ClocksAsked): Promise<At> {
    const moment = await this.records.momentIfAny(caller, sight, asked);
    const valid = (validAt === undefined ? this.clock.now() : new Date(validAt)).toISOString();
    if (moment === BEFORE) {
      const knownAt = new Date(asked.knownAt ?? valid).toISOString();
      const nothing = { facts: NO_FACTS, caseVersion: 0, parties: {}, organizations: {} };
      return { ...nothing, recordedAt: knownAt, knownAt, validAt: valid };
    }
    const at = await this.facts.at(caller, sight, moment);
    return { ...at, validAt: valid, knownAt: moment?.knownAt.toISOString() ?? at.recordedAt };
  }
}

const speakingAt = ({ facts, validAt }: At): ReadonlyMap<string, ClaimFact> =>
  new Map(groundOf(facts, validAt).speaking.map((claim) => [claim.id, claim]));

/** Why a claim that spoke does not speak at another moment. */
function whyGone(id: string, { facts, validAt }: At): WhyGone {
  const claim = facts.claims.find((one) => one.id === id);
  if (!claim) {
    return 'not_recorded';
  }
  const { status } = claimAt(claim, validAt);
  if (status !== 'stated') {
    return status;
  }
  return saidFrom(claim) > validAt ? 'not_said' : 'retracted';
}

const nameOf = ({ byName }: FactChange): string => byName ?? 'Ascribe';

const causeOf = ({ action, kind, id, reason }: FactChange): Cause => ({ action, subject: { kind, id }, reason });

function stepOf(version: readonly FactChange[], first: FactChange): Omit<StandingStep, 'changes'> {
  return {
    caseVersion: first.caseVersion,
    at: first.recordedAt,
    by: { id: first.byId, name: nameOf(first) },
    // Of a record that the reader is not shown, not even that it changed.
    causes: version.filter(({ state }) => state !== null).map(causeOf),
  };
}

function incidentChanges({ incident: was }: Facts, { incident: is }: Facts): Comparison['incident'] {
  return INCIDENT_FIELDS.filter((field) => JSON.stringify(was?.[field]) !== JSON.stringify(is?.[field])).map(
    (field) => ({
      field,
      from: was?.[field] ?? null,
      to: is?.[field] ?? null,
    }),
  );
}
