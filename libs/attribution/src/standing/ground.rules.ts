import { claimAt, saidFrom } from '../attribution.js';
import type { ClaimFact, Facts, Link, SourceFact } from './facts.js';

/** Why a record carries nothing at a moment. */
export type Fall = 'withdrawn' | 'retracted' | 'rejected';

/** A claim, finding, disclosure or evidence record, as it stands at a moment in the world. */
export interface Piece {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly partyId: string | null;
  /** Null: it holds. */
  readonly fall: Fall | null;
  /** The indices of what it rests on, through successors. Empty for what rests on nothing. */
  readonly on: readonly number[];
  /** Whether it rests on something at all, shown or not held any more. */
  readonly rests: boolean;
  readonly credibility: number | null;
  /** Set for claims. */
  readonly claim: ClaimFact | null;
}

/** The records of a case as a graph of what rests on what, at one moment in the world. */
export interface Ground {
  readonly pieces: readonly Piece[];
  /** The claims that had been said and still held by then. */
  readonly speaking: readonly ClaimFact[];
  readonly indexOf: (link: Link) => number | undefined;
}

const key = ({ kind, id }: Link): string => `${kind} ${id}`;

/**
 * Builds the graph. A link to a superseded record leads to its successor, once that was said; what was withdrawn,
 * rejected, or retracted by its own claimant is there and carries nothing.
 */
export function groundOf(facts: Facts, validAt: string): Ground {
  const claims = facts.claims.map((claim) => claimAt(claim, validAt));
  const speaking = claims.filter((claim) => claim.status === 'stated' && saidFrom(claim) <= validAt);
  const retracted = retractedBy(speaking);
  const index = new Map<string, number>();
  const successors = new Map<string, string>();
  const records: readonly RecordOfGround[] = [
    ...claims.map((claim) => ({ link: { kind: 'claim', id: claim.id }, claim, source: null })),
    ...facts.sources.map((source) => ({ link: source, claim: null, source })),
  ];
  records.forEach(({ link, claim, source }, at) => {
    index.set(key(link), at);
    const successor = claim ? supersededBy(claim) : replacedBy(source, facts, validAt);
    if (successor) {
      successors.set(key(link), key({ kind: link.kind, id: successor }));
    }
  });
  const resolve = (link: Link): number | undefined => index.get(lastOf(key(link), successors));
  const pieces = records.map(({ claim, source }: RecordOfGround): Piece => {
    const on = (claim?.restsOn ?? []).map(resolve).filter((at): at is number => at !== undefined);
    const drawn = { on: [...new Set(on)], rests: on.length > 0 };
    return source === null
      ? { ...drawn, ...pieceOfClaim(claim), fall: fallOfClaim(claim, retracted) }
      : { ...drawn, ...pieceOfSource(source), fall: fallOfSource(source, validAt) };
  });
  return { pieces, speaking: speaking.filter(({ id }) => !retracted.has(id)), indexOf: resolve };
}

type RecordOfGround = { readonly link: Link } & (
  { readonly claim: ClaimFact; readonly source: null } | { readonly claim: null; readonly source: SourceFact }
);
type Said = Pick<Piece, 'kind' | 'id' | 'title' | 'partyId' | 'credibility' | 'claim'>;

const pieceOfClaim = (claim: ClaimFact): Said => ({
  kind: 'claim',
  id: claim.id,
  title: claim.title,
  partyId: claim.claimantId,
  credibility: claim.credibility,
  claim,
});
const pieceOfSource = ({ kind, id, title, partyId, credibility }: SourceFact): Said => ({
  kind,
  id,
  title,
  partyId,
  credibility,
  claim: null,
});

const supersededBy = (claim: ClaimFact): string | null => (claim.status === 'superseded' ? claim.supersededById : null);

function replacedBy(source: SourceFact | null, facts: Facts, validAt: string): string | null {
  if (source?.status !== 'superseded' || !source.supersededById) {
    return null;
  }
  const successor = facts.sources.find(({ id }) => id === source.supersededById);
  return successor && successor.createdAt <= validAt ? successor.id : null;
}

/** The end of a chain of successors; chains cannot be circles, since a successor is always newer. */
function lastOf(name: string, successors: ReadonlyMap<string, string>): string {
  let last = name;
  for (let next = successors.get(last); next !== undefined; next = successors.get(last)) {
    last = next;
  }
  return last;
}

type Retractable = Pick<
  ClaimFact,
  'id' | 'stance' | 'claimantId' | 'hypothesisId' | 'respondsTo' | 'saidAt' | 'createdAt'
>;

/**
 * Claims that their own claimant took back: those that the retraction answers, or else all that the party had said of
 * the hypothesis before. One party cannot retract for another.
 */
export function retractedBy(speaking: readonly Retractable[]): ReadonlySet<string> {
  const retracted = new Set<string>();
  for (const retraction of speaking.filter(({ stance }) => stance === 'retracts')) {
    const named = new Set(retraction.respondsTo.filter(({ kind }) => kind === 'claim').map(({ id }) => id));
    const theirs = speaking.filter(
      (claim) =>
        claim.claimantId === retraction.claimantId && claim.id !== retraction.id && claim.stance !== 'retracts',
    );
    const answered = theirs.filter(({ id }) => named.has(id));
    const before = theirs.filter(
      (claim) => claim.hypothesisId === retraction.hypothesisId && isBefore(claim, retraction),
    );
    (answered.length > 0 ? answered : before).forEach(({ id }) => retracted.add(id));
  }
  return retracted;
}

/** Said earlier; of what was said at the same time, recorded earlier. */
const isBefore = (claim: Retractable, other: Retractable): boolean =>
  saidFrom(claim) < saidFrom(other) || (saidFrom(claim) === saidFrom(other) && claim.createdAt <= other.createdAt);

function fallOfClaim(claim: ClaimFact, retracted: ReadonlySet<string>): Fall | null {
  if (claim.status === 'withdrawn') {
    return 'withdrawn';
  }
  return retracted.has(claim.id) ? 'retracted' : null;
}

function fallOfSource({ status, withdrawal, decision }: SourceFact, validAt: string): Fall | null {
  if (status === 'withdrawn' && (withdrawal?.at ?? '') <= validAt) {
    return 'withdrawn';
  }
  return status === 'rejected' && (decision?.at ?? '') <= validAt ? 'rejected' : null;
}
