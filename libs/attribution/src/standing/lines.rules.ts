import type { Ground, Piece } from './ground.rules.js';

/** One independent line: the roots of one party, with the claims that draw on them. */
export interface Line {
  readonly roots: readonly { readonly kind: string; readonly id: string }[];
  readonly claimIds: readonly string[];
}

/** What the supporting claims of a hypothesis draw on. */
export interface Lines {
  readonly lines: readonly Line[];
  /** Supporting claims from which no root can be reached: their citations go round in a circle, or end in what fell. */
  readonly rootlessIds: readonly string[];
  /** Indices of the records that fell and that a supporting claim still leans on. */
  readonly fallen: readonly number[];
}

/**
 * Counts corroboration by root sources. A root is a record that rests on nothing; all roots of one party are one line;
 * a circle of citations has no root; what fell carries nothing, neither as a root nor on the way to one.
 *
 * @param supporting indices of the claims that attribute or corroborate and hold.
 */
export function linesOf({ pieces }: Ground, supporting: readonly number[]): Lines {
  const seen = new Int32Array(pieces.length).fill(-1);
  const byParty = new Map<string, { roots: Set<number>; claims: Set<number> }>();
  const rootless: number[] = [];
  const fallen = new Set<number>();
  supporting.forEach((claim, mark) => {
    const roots = rootsOf(pieces, claim, { seen, mark, fallen });
    if (roots.length === 0) {
      rootless.push(claim);
    }
    for (const root of roots) {
      const party = pieces[root]?.partyId ?? `nobody ${root}`;
      const line = byParty.get(party) ?? { roots: new Set(), claims: new Set() };
      line.roots.add(root);
      line.claims.add(claim);
      byParty.set(party, line);
    }
  });
  const idOf = (at: number): string => pieces[at]?.id ?? '';
  const lines = [...byParty.values()].map(({ roots, claims }) => ({
    roots: [...roots].map((at) => ({ kind: pieces[at]?.kind ?? '', id: idOf(at) })).toSorted(byId),
    claimIds: [...claims].map(idOf).toSorted(),
  }));
  return {
    lines: lines.toSorted((a, b) => compare(a.roots[0]?.id, b.roots[0]?.id)),
    rootlessIds: rootless.map(idOf).toSorted(),
    fallen: [...fallen].toSorted((a, b) => a - b),
  };
}

/** The roots that can be reached from a claim, over what holds. `seen` is marked, so that no walk needs a set of its own. */
function rootsOf(
  pieces: readonly Piece[],
  from: number,
  { seen, mark, fallen }: { seen: Int32Array; mark: number; fallen: Set<number> },
): number[] {
  const roots: number[] = [];
  const waiting = [from];
  seen[from] = mark;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const piece = pieces[at];
    if (!piece || piece.fall !== null) {
      fallen.add(at);
    } else if (piece.rests) {
      for (const next of piece.on) {
        if (seen[next] !== mark) {
          seen[next] = mark;
          waiting.push(next);
        }
      }
    } else {
      roots.push(at);
    }
  }
  return roots;
}

const byId = (a: { id: string }, b: { id: string }): number => compare(a.id, b.id);
const compare = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));
