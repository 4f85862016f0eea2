import { FOLD_MAX, placedCitations } from '../../src/attribution/citation-layout.js';
import type { CitationEdge, CitationNode } from '../../src/attribution/shapes.js';

const node = (id: string, given: Partial<CitationNode> = {}): CitationNode => ({
  kind: 'claim',
  id,
  title: id,
  partyId: id,
  party: id,
  status: 'holds',
  supersededById: null,
  stance: 'attributes',
  hypothesisId: 'h',
  saidAt: null,
  createdAt: '2024-08-10T00:00:00.000Z',
  root: false,
  echo: false,
  ...given,
});

const edge = (from: string, to: string, type: CitationEdge['type'] = 'restsOn'): CitationEdge => ({
  from: { kind: 'claim', id: from },
  to: { kind: 'claim', id: to },
  type,
});

const columns = (nodes: readonly CitationNode[], edges: readonly CitationEdge[]) =>
  Object.fromEntries(
    placedCitations(nodes, edges, new Set()).strips.flatMap((strip) =>
      strip.nodes.map((one) => [one.node.id, one.column] as const),
    ),
  );

test('a root stands left and its echoes to its right, one column for each step', () => {
  const nodes = [node('quoter', { echo: true }), node('root', { root: true }), node('quoter of it', { echo: true })];
  expect(columns(nodes, [edge('quoter', 'root'), edge('quoter of it', 'quoter')])).toEqual({
    root: 0,
    quoter: 1,
    'quoter of it': 2,
  });
});

test('a root that answers another one is a root still', () => {
  const nodes = [node('first', { root: true }), node('second', { root: true })];
  expect(columns(nodes, [edge('second', 'first', 'respondsTo')])).toEqual({ first: 0, second: 0 });
});

test('a denial stands beside what it answers', () => {
  const nodes = [node('root', { root: true }), node('denial', { stance: 'denies' })];
  expect(columns(nodes, [edge('denial', 'root', 'respondsTo')])).toEqual({ root: 0, denial: 1 });
});

test('a circle of citations ends, and everything in it is placed', () => {
  const nodes = [node('a'), node('b'), node('c')];
  const placed = columns(nodes, [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')]);
  expect(Object.keys(placed).toSorted()).toEqual(['a', 'b', 'c']);
});

test('roots of one party stand beside each other, as one line', () => {
  const nodes = [
    node('a1', { root: true, partyId: 'a', createdAt: '2024-08-01T00:00:00.000Z' }),
    node('b', { root: true, partyId: 'b', createdAt: '2024-08-02T00:00:00.000Z' }),
    node('a2', { root: true, partyId: 'a', createdAt: '2024-08-03T00:00:00.000Z' }),
  ];
  expect(placedCitations(nodes, [], new Set()).strips.map(({ key, line }) => [key, line])).toEqual([
    ['a1', 'a'],
    ['a2', 'a'],
    ['b', 'b'],
  ]);
});

test('many echoes are folded until they are asked for, and none is lost', () => {
  const echoes = Array.from({ length: 40 }, (_, index) => node(`e${index}`, { echo: true }));
  const nodes = [node('root', { root: true }), ...echoes];
  const edges = echoes.map(({ id }) => edge(id, 'root'));
  const [folded] = placedCitations(nodes, edges, new Set()).strips;
  expect([folded?.nodes.length, folded?.folded]).toEqual([1 + FOLD_MAX, 40 - FOLD_MAX]);
  const [open] = placedCitations(nodes, edges, new Set(['root'])).strips;
  expect([open?.nodes.length, open?.folded]).toEqual([41, 0]);
});
