import type { RecordState } from '@app/incidents';
import { claimAt, claimOf, saidFrom, type ClaimLink, type ClaimState } from '../attribution.js';
import { retractedBy } from '../standing/ground.rules.js';
import { WEIGHED_KINDS } from './ach.js';

/** Why a piece of evidence counts nowhere at a moment in the world. */
export const ACH_FALLS = ['withdrawn', 'superseded', 'retracted', 'rejected', 'not_said_yet'] as const;
export type AchFall = (typeof ACH_FALLS)[number];

/** A record that can be weighed, as it stands at a moment in the world. */
export interface WeighedEvidence extends ClaimLink {
  /** E1, E2 ...: its place among the case's records that can be weighed, in the order of their recording. It keeps it. */
  readonly label: string;
  readonly title: string;
  /** Null: in force. */
  readonly fall: AchFall | null;
}

const TITLE_CHARACTERS_MAX = 200;

type Kept = RecordState & {
  readonly statement?: string;
  readonly summary?: string;
  readonly title?: string;
  readonly status?: string;
  readonly supersededAt?: string | null;
  readonly withdrawal?: { readonly at: string } | null;
  readonly decision?: { readonly at: string } | null;
};

/**
 * Everything in the case that can be weighed. What was withdrawn, superseded, rejected or retracted by its own
 * claimant by `validAt` is not in force, as in the standing; a successor is evidence of its own, which nobody has judged by judging its predecessor. A fall without a
 * time was always so.
 */
export function weighedEvidence(
  records: Readonly<Record<string, readonly RecordState[]>>,
  validAt: string,
): WeighedEvidence[] {
  const claims = ((records['claim'] ?? []) as readonly ClaimState[]).map((kept) => claimAt(claimOf(kept), validAt));
  const retracted = retractedBy(claims.filter((claim) => fallOfClaim(claim, validAt) === null));
  const claimFalls = new Map(
    claims.map((claim) => [
      claim.id as string,
      fallOfClaim(claim, validAt) ?? (retracted.has(claim.id) ? ('retracted' as const) : null),
    ]),
  );
  return WEIGHED_KINDS.flatMap((kind) => (records[kind] ?? []).map((state) => ({ kind, state: state as Kept })))
    .toSorted(byRecording)
    .map(({ kind, state }, at) => ({
      kind,
      id: state.id,
      label: `E${at + 1}`,
      title: titleOf(state),
      fall: kind === 'claim' ? (claimFalls.get(state.id) ?? null) : fallOf(state, validAt),
    }));
}

function byRecording(one: { state: Kept }, other: { state: Kept }): number {
  const [first, second] = [`${one.state.createdAt} ${one.state.id}`, `${other.state.createdAt} ${other.state.id}`];
  return first < second ? -1 : Number(first > second);
}

const titleOf = ({ statement, summary, title }: Kept): string =>
  Array.from(statement ?? summary ?? title ?? '')
    .slice(0, TITLE_CHARACTERS_MAX)
    .join('');

/** Of a claim as it stood at `validAt`. */
function fallOfClaim(claim: ClaimState, validAt: string): AchFall | null {
  if (claim.status !== 'stated') {
    return claim.status;
  }
  return saidFrom(claim) > validAt ? 'not_said_yet' : null;
}

/** Of a finding or a piece of evidence; disclosures have no status, and stand. */
function fallOf({ status, withdrawal, decision, supersededAt }: Kept, validAt: string): AchFall | null {
  const since = { withdrawn: withdrawal?.at, superseded: supersededAt, rejected: decision?.at } as const;
  if (status !== 'withdrawn' && status !== 'superseded' && status !== 'rejected') {
    return null;
  }
  return (since[status] ?? '') <= validAt ? status : null;
}
