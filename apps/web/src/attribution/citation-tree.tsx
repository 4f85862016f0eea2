import { useMemo, useState } from 'react';
import { nodeSentence } from './attribution';
import { RecordLink } from './record-link';
import { fellInWords } from './records-in-words';
import type { CitationEdge, CitationNode } from './shapes';

interface Props {
  nodes: readonly CitationNode[];
  edges: readonly CitationEdge[];
}

/** The same as the graph, as an indented list. */
export function CitationTree({ nodes, edges }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details className="as-text" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Read as text</summary>
      {open ? <Tree nodes={nodes} edges={edges} /> : null}
    </details>
  );
}

function Tree({ nodes, edges }: Props) {
  const { tops, below } = useMemo(() => treeOf(nodes, edges), [nodes, edges]);
  return (
    <ul className="citation-tree small">
      {tops.map((node) => (
        <Branch key={node.id} node={node} below={below} path={[]} how="" />
      ))}
    </ul>
  );
}

type Below = ReadonlyMap<string, readonly { node: CitationNode; how: string }[]>;

/** Each record under what it cites; what goes round in a circle begins with its earliest record. */
function treeOf(
  nodes: readonly CitationNode[],
  edges: readonly CitationEdge[],
): { tops: CitationNode[]; below: Below } {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const below = new Map<string, { node: CitationNode; how: string }[]>();
  const cites = new Set<string>();
  for (const edge of edges) {
    const node = byId.get(edge.from.id);
    if (node && byId.has(edge.to.id)) {
      cites.add(node.id);
      const how = edge.type === 'restsOn' ? 'rests on this' : 'answers this';
      below.set(edge.to.id, [...(below.get(edge.to.id) ?? []), { node, how }]);
    }
  }
  const tops = nodes.filter(({ id }) => !cites.has(id));
  const reached = new Set<string>();
  const reach = (id: string) => {
    if (!reached.has(id)) {
      reached.add(id);
      below.get(id)?.forEach(({ node }) => reach(node.id));
    }
  };
  tops.forEach(({ id }) => reach(id));
  for (const node of nodes) {
    if (!reached.has(node.id)) {
      tops.push(node);
      reach(node.id);
    }
  }
  return { tops, below };
}

function Branch({
  node,
  below,
  path,
  how,
}: {
  node: CitationNode;
  below: Below;
  path: readonly string[];
  how: string;
}) {
  const children = path.includes(node.id) ? [] : (below.get(node.id) ?? []);
  return (
    <li className={node.echo ? 'echo' : undefined}>
      <RecordLink to={node}>{nodeSentence(node)}</RecordLink>
      <span className="quiet">
        {how ? ` ${how}` : ''}
        {node.root ? ' (root of a line)' : ''}
        {node.echo ? ' (echo)' : ''}
        {node.status === 'holds' ? '' : ` (${fellInWords(node.status)})`}
        {path.includes(node.id) ? ' (and so round in a circle)' : ''}
      </span>
      {children.length > 0 ? (
        <ul>
          {children.map((child) => (
            <Branch key={child.node.id + child.how} {...child} below={below} path={[...path, node.id]} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
