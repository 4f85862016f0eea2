import { saidFrom } from '../attribution.js';
import type { ClaimFact, Facts } from './facts.js';
import { groundOf, type Fall } from './ground.rules.js';
import type { HypothesisStanding } from './standing.rules.js';

/** A record in the graph of citations. */
export interface CitationNode {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly partyId: string | null;
  readonly status: 'holds' | 'superseded' | Fall;
  readonly supersededById: string | null;
  /** Of claims: null else. */
  readonly stance: string | null;
  readonly hypothesisId: string | null;
  readonly saidAt: { readonly at: string | null; readonly precision: string } | null;
  readonly createdAt: string | null;
  /** Rests on nothing, and a supporting claim draws on it. */
  readonly root: boolean;
  /** A supporting claim that repeats others: it draws on roots and is none. */
  readonly echo: boolean;
}

export interface CitationEdge {
  readonly from: { readonly kind: string; readonly id: string };
  readonly to: { readonly kind: string; readonly id: string };
  readonly type: 'restsOn' | 'respondsTo';
}

export interface Citations {
  readonly nodes: readonly CitationNode[];
  readonly edges: readonly CitationEdge[];
}

type OfClaim = Pick<CitationNode, 'status' | 'supersededById' | 'stance' | 'hypothesisId' | 'saidAt' | 'createdAt'>;

const NOT_SAID: Omit<OfClaim, 'status'> = {
  supersededById: null,
  stance: null,
  hypothesisId: null,
  saidAt: null,
  createdAt: null,
};

const ofClaim = (claim: ClaimFact, { fall, known }: { fall: Fall | null; known: ReadonlySet<string> }): OfClaim => ({
  status: fall ?? (claim.status === 'superseded' ? 'superseded' : 'holds'),
  // A successor that the reader is not shown does not exist for them.
  supersededById: claim.supersededById && known.has(claim.supersededById) ? claim.supersededById : null,
  stance: claim.stance,
  hypothesisId: claim.hypothesisId,
  saidAt: claim.saidAt,
  createdAt: claim.createdAt,
});

/** Who cites what, at a moment in the world: what had not been said by then is not there. */
export function citationsOf(facts: Facts, standing: readonly HypothesisStanding[], validAt: string): Citations {
  const { pieces, indexOf } = groundOf(facts, validAt);
  const lines = standing.flatMap((hypothesis) => hypothesis.lines);
  const roots = new Set(lines.flatMap((line) => line.roots.map(({ id }) => id)));
  const drawing = new Set(lines.flatMap(({ claimIds }) => claimIds));
  const shown = pieces.filter(({ claim }) => !claim || saidFrom(claim) <= validAt);
  const known = new Set(pieces.map(({ id }) => id));
  const nodes = shown.map(({ kind, id, title, partyId, fall, claim }): CitationNode => {
    const place = { root: roots.has(id), echo: drawing.has(id) && !roots.has(id) };
    const said = { kind, id, title, partyId, ...place };
    return claim ? { ...said, ...ofClaim(claim, { fall, known }) } : { ...said, ...NOT_SAID, status: fall ?? 'holds' };
  });
  const there = new Set(shown.map(({ id }) => id));
  const edges = shown.flatMap(({ kind, id, on, claim }) => {
    const from = { kind, id };
    const rests = on.map((at) => pieces[at]).map((to) => ({ from, to, type: 'restsOn' as const }));
    const answers = (claim?.respondsTo ?? []).map((link) => {
      const at = indexOf(link);
      return { from, to: at === undefined ? undefined : pieces[at], type: 'respondsTo' as const };
    });
    return [...rests, ...answers].flatMap(({ to, ...edge }) =>
      to && there.has(to.id) && to.id !== id ? [{ ...edge, to: { kind: to.kind, id: to.id } }] : [],
    );
  });
  return { nodes, edges };
}
