import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { PartialTime } from '../api/shapes';
import { spanInWords } from '../words/time';
import { nodeSentence, recordKey } from './attribution';
import { placedCitations, type Placed, type PlacedNode, type Strip } from './citation-layout';
import { GlyphSign } from './glyph';
import { doesInWords, fellInWords } from './records-in-words';
import { glyphOf } from './river-layout';
import type { CitationEdge, CitationNode } from './shapes';

/** Pixels. */
const NODE = { width: 268, height: 46 };
const GAP = { x: 64, y: 10, strip: 18 };

const left = (column: number): number => column * (NODE.width + GAP.x);

interface Point {
  x: number;
  y: number;
}

export function CitationGraph({ nodes, edges }: { nodes: readonly CitationNode[]; edges: readonly CitationEdge[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const placed = useMemo(() => placedCitations(nodes, edges, open), [nodes, edges, open]);
  const { at, tops, height } = useMemo(() => positions(placed), [placed]);
  const width = left(placed.columns) - GAP.x + 2;
  return (
    <div
      className="citations scroll-x"
      tabIndex={0}
      role="group"
      aria-label="Who cites whom, roots at the left. The list below says the same."
    >
      <div className="citation-plane" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          {placed.strips.map((strip, index) =>
            index > 0 && strip.line !== placed.strips[index - 1]?.line ? (
              <path
                key={strip.key}
                className="strip-rule"
                d={`M0 ${(tops.get(strip.key) ?? 0) - GAP.strip / 2}H${width}`}
              />
            ) : null,
          )}
          {edges.map((edge) => {
            const [from, to] = [at.get(edge.from.id), at.get(edge.to.id)];
            return from && to ? (
              <path
                key={`${edge.from.id}${edge.to.id}${edge.type}`}
                className={`citation ${edge.type}`}
                d={curve(to, from)}
              />
            ) : null;
          })}
        </svg>
        {placed.strips.map((strip) => (
          <StripNodes
            key={strip.key}
            strip={strip}
            top={tops.get(strip.key) ?? 0}
            onOpen={() => setOpen(new Set([...open, strip.key]))}
          />
        ))}
      </div>
    </div>
  );
}

function positions({ strips }: Placed): { at: Map<string, Point>; tops: Map<string, number>; height: number } {
  const at = new Map<string, Point>();
  const tops = new Map<string, number>();
  let y = 0;
  for (const strip of strips) {
    tops.set(strip.key, y);
    for (const { node, column, row } of strip.nodes) {
      at.set(node.id, { x: left(column), y: y + row * (NODE.height + GAP.y) + NODE.height / 2 });
    }
    y += strip.rows * (NODE.height + GAP.y) - GAP.y + GAP.strip;
  }
  return { at, tops, height: Math.max(0, y) };
}

/** From the right side of what is cited to the left side of what cites it; around where they stand in one column. */
function curve(cited: Point, citing: Point): string {
  const start = cited.x + NODE.width;
  if (citing.x <= cited.x) {
    const out = start + GAP.x / 2;
    return `M${start} ${cited.y}C${out} ${cited.y} ${out} ${citing.y} ${citing.x + NODE.width} ${citing.y}`;
  }
  const middle = (start + citing.x) / 2;
  return `M${start} ${cited.y}C${middle} ${cited.y} ${middle} ${citing.y} ${citing.x} ${citing.y}`;
}

function StripNodes({ strip, top, onOpen }: { strip: Strip; top: number; onOpen: () => void }) {
  const rows = Math.max(...strip.nodes.map(({ row }) => row)) + 1;
  return (
    <>
      {strip.nodes.map((one) => (
        <Node key={one.node.id} placed={one} top={top} />
      ))}
      {strip.folded > 0 ? (
        <button
          type="button"
          className="link small citation-more"
          style={{ left: left(1), top: top + rows * (NODE.height + GAP.y) - 4 }}
          onClick={onOpen}
        >
          Show {strip.folded} more
        </button>
      ) : null}
    </>
  );
}

function Node({ placed: { node, column, row }, top }: { placed: PlacedNode; top: number }) {
  const glyph = glyphOf(node);
  const fell = node.status !== 'holds';
  const kind = node.root ? ' root' : node.echo ? ' echo' : '';
  return (
    <Link
      to="."
      search={((before: object) => ({ ...before, record: recordKey(node) })) as never}
      resetScroll={false}
      className={`citation-node${kind}${fell ? ' fell' : ''}`}
      style={{ left: left(column), top: top + row * (NODE.height + GAP.y), width: NODE.width, height: NODE.height }}
      title={`${nodeSentence(node)}. ${node.title}`}
    >
      <span className="citation-who">
        {glyph ? <GlyphSign glyph={glyph} struck={fell} /> : null}
        <span className="citation-name">{node.party ?? node.title}</span>
      </span>
      <span className="tiny citation-does">
        {node.kind === 'claim' ? doesInWords(node.stance) : node.kind}
        {node.saidAt?.at ? `, ${spanInWords(node.saidAt as PartialTime)}` : ''}
        {fell ? `, ${fellInWords(node.status)}` : ''}
        {node.root ? <span className="unseen">, root of a line</span> : null}
        {node.echo ? <span className="unseen">, echo</span> : null}
      </span>
    </Link>
  );
}
