import type { CitationEdge, CitationNode } from './shapes';

export interface PlacedNode {
  readonly node: CitationNode;
  readonly column: number;
  readonly row: number;
}

/** What goes back to one source, and what answers it: a strip of the picture. */
export interface Strip {
  readonly key: string;
  /** All roots of one party are one line. */
  readonly line: string;
  readonly nodes: readonly PlacedNode[];
  /** Records that were left out, because there are too many beside each other. */
  readonly folded: number;
  readonly top: number;
  readonly rows: number;
}

export interface Placed {
  readonly strips: readonly Strip[];
  readonly columns: number;
  readonly rows: number;
}

/** So many beside each other are read; more are folded until they are asked for. */
export const FOLD_MAX = 6;

/**
 * Left to right: a root stands left, what rests on it to its right, one column for each step. A record that draws on
 * several sources stands with the first of them; what only answers stands beside what it answers.
 */
export function placedCitations(
  nodes: readonly CitationNode[],
  edges: readonly CitationEdge[],
  open: ReadonlySet<string>,
): Placed {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rests = targets(edges, 'restsOn', byId);
  // What begins a line or repeats one stands where its ground puts it, whatever it answers.
  const answers = targets(
    edges.filter(({ from }) => !byId.get(from.id)?.root && !byId.get(from.id)?.echo),
    'respondsTo',
    byId,
  );
  const depths = depthsOf(nodes, rests, answers);
  const sources = new Map(nodes.map((node) => [node.id, sourceOf(node.id, rests, answers, byId)]));
  const strips = new Map<string, CitationNode[]>();
  const begins = beginnings(nodes);
  const orders = new Map(nodes.map((node) => [node.id, order(byId.get(sources.get(node.id) ?? '') ?? node, begins)]));
  const orderOf = ({ id }: CitationNode): string => orders.get(id) ?? '';
  for (const node of nodes.toSorted((a, b) => compare(orderOf(a), orderOf(b)) || said(a) - said(b))) {
    const source = sources.get(node.id) ?? node.id;
    strips.set(source, [...(strips.get(source) ?? []), node]);
  }
  let top = 0;
  const placed = [...strips].map(([key, own]): Strip => {
    const strip = place(key, own, depths, open.has(key));
    const source = byId.get(key);
    const at = { ...strip, top, line: (source?.root && source.partyId) || key };
    top += strip.rows;
    return at;
  });
  const columns = Math.max(0, ...placed.flatMap((strip) => strip.nodes.map(({ column }) => column))) + 1;
  return { strips: placed, columns, rows: top };
}

type Targets = ReadonlyMap<string, readonly string[]>;

function targets(
  edges: readonly CitationEdge[],
  type: CitationEdge['type'],
  known: ReadonlyMap<string, unknown>,
): Targets {
  const all = new Map<string, string[]>();
  for (const edge of edges.filter((one) => one.type === type && known.has(one.to.id))) {
    all.set(edge.from.id, [...(all.get(edge.from.id) ?? []), edge.to.id]);
  }
  return all;
}

/** How many steps a record is away from what it goes back to; a circle ends where it closes. */
function depthsOf(nodes: readonly CitationNode[], rests: Targets, answers: Targets): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const under = new Set<string>();
  const depth = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined || under.has(id)) {
      return known ?? 0;
    }
    under.add(id);
    const on = rests.get(id) ?? answers.get(id) ?? [];
    const found = on.length === 0 ? 0 : 1 + Math.max(...on.map(depth));
    under.delete(id);
    depths.set(id, found);
    return found;
  };
  nodes.forEach(({ id }) => depth(id));
  return depths;
}

/** The first record that can be reached and goes back to nothing. */
function sourceOf(id: string, rests: Targets, answers: Targets, byId: ReadonlyMap<string, CitationNode>): string {
  const seen = new Set([id]);
  let at = id;
  for (;;) {
    const next = [...(rests.get(at) ?? []), ...(answers.get(at) ?? [])].find((one) => byId.has(one) && !seen.has(one));
    if (next === undefined) {
      return at;
    }
    seen.add(next);
    at = next;
  }
}

/** When the first root of each party was said. */
function beginnings(nodes: readonly CitationNode[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const node of nodes.filter(({ root }) => root)) {
    const party = node.partyId ?? node.id;
    first.set(party, Math.min(said(node), first.get(party) ?? Number.POSITIVE_INFINITY));
  }
  return first;
}

/** Lines first, those of one party beside each other, then what stands alone; in the order in which it was said. */
function order(source: CitationNode, begins: ReadonlyMap<string, number>): string {
  const party = source.partyId ?? source.id;
  const digits = (ms: number) => String(ms).padStart(16, '0');
  return source.root
    ? `0 ${digits(begins.get(party) ?? 0)} ${party} ${digits(said(source))} ${source.id}`
    : `${source.echo ? 1 : 2} ${digits(said(source))} ${source.id}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const said = (node: CitationNode): number => Date.parse(node.saidAt?.at ?? node.createdAt ?? '') || 0;

function place(
  key: string,
  nodes: readonly CitationNode[],
  depths: ReadonlyMap<string, number>,
  open: boolean,
): Omit<Strip, 'top' | 'line'> {
  const filled = new Map<number, number>();
  const shown: PlacedNode[] = [];
  let folded = 0;
  for (const node of nodes) {
    const column = depths.get(node.id) ?? 0;
    const row = filled.get(column) ?? 0;
    if (!open && row >= FOLD_MAX) {
      folded += 1;
    } else {
      shown.push({ node, column, row });
      filled.set(column, row + 1);
    }
  }
  return { key, nodes: shown, folded, rows: Math.max(1, ...filled.values()) + (folded > 0 ? 0.6 : 0) };
}
