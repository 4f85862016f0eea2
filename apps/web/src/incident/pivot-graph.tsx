import type { Account, Pivot } from '../api/shapes';
import { useLabel } from '../api/vocabularies';
import { StateWord } from '../words/marks';
import { spanInWords } from '../words/time';
import { holderInWords } from './holder';
import { placed, type Placed } from './pivot-layout';
import './pivot-graph.css';

const NODE = { width: 264, height: 92 };
const GAP = { x: 196, y: 28 };

const left = (one: Placed): number => one.column * (NODE.width + GAP.x);
const top = (one: Placed): number => one.lane * (NODE.height + GAP.y);

/**
 * Left to right by time; an arrow is a pivot with its method and its date, a hatched
 * node is one whose holder is not disclosed. The table below says the same.
 */
export function PivotGraph({ accounts, pivots }: { accounts: Account[]; pivots: Pivot[] }) {
  const nodes = placed(accounts, pivots);
  const at = new Map(nodes.map((one) => [one.account.id, one]));
  const width = Math.max(...nodes.map(left)) + NODE.width + 2;
  const height = Math.max(...nodes.map(top)) + NODE.height + 2;
  return (
    <figure
      className="pivots scroll-x"
      tabIndex={0}
      role="group"
      aria-label="Accounts and the steps between them, left to right by time. The table below says the same."
    >
      <div className="pivot-plane" style={{ width, height }}>
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <marker
              id="pivot-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto-start-reverse"
            >
              <path d="M0 0 8 4 0 8z" />
            </marker>
          </defs>
          {pivots.map((pivot) => {
            const from = at.get(pivot.fromAccountId);
            const to = at.get(pivot.toAccountId);
            return from && to ? (
              <path key={pivot.id} className="pivot-edge" d={edge(from, to)} markerEnd="url(#pivot-arrow)" />
            ) : null;
          })}
        </svg>
        {pivots.map((pivot) => {
          const from = at.get(pivot.fromAccountId);
          const to = at.get(pivot.toAccountId);
          return from && to ? <EdgeWords key={pivot.id} pivot={pivot} from={from} to={to} height={height} /> : null;
        })}
        {nodes.map((node) => (
          <Node key={node.account.id} node={node} />
        ))}
      </div>
    </figure>
  );
}

function Node({ node }: { node: Placed }) {
  const status = useLabel('accountStatus');
  const { account } = node;
  const hidden = account.holder !== null && !account.holder.disclosed;
  return (
    <div
      className={`pivot-node ${account.status}${hidden ? ' pseudonymous' : ''}`}
      style={{ left: left(node), top: top(node), width: NODE.width, height: NODE.height }}
    >
      <div>
        <p className="pivot-name" title={account.identifier}>
          {account.identifier}
        </p>
        <p className="tiny quiet pivot-holder">{holderInWords(account)}</p>
        <p className="tiny row pivot-state">
          <StateWord state={account.status} label={status(account.status)} />
          {account.firstSeenAt?.at ? <span className="quiet">{spanInWords(account.firstSeenAt)}</span> : null}
        </p>
      </div>
    </div>
  );
}

function EdgeWords({ pivot, from, to, height }: { pivot: Pivot; from: Placed; to: Placed; height: number }) {
  const [start, end] = ends(from, to);
  const forward = to.column > from.column;
  return (
    <p
      className="pivot-words tiny"
      style={
        forward
          ? { left: end.x - GAP.x + 8, width: GAP.x - 16, bottom: height - end.y + 6 }
          : { left: (start.x + end.x) / 2 - 60, width: 120, top: (start.y + end.y) / 2 - 16 }
      }
    >
      <span className="pivot-method">{pivot.method ?? 'Method not known'}</span>
      <span className="quiet">{spanInWords(pivot.at)}</span>
    </p>
  );
}

interface Point {
  x: number;
  y: number;
}

function ends(from: Placed, to: Placed): [Point, Point] {
  const middle = NODE.height / 2;
  if (to.column > from.column) {
    return [
      { x: left(from) + NODE.width, y: top(from) + middle },
      { x: left(to), y: top(to) + middle },
    ];
  }
  const down = top(to) >= top(from);
  return [
    { x: left(from) + NODE.width / 2, y: top(from) + (down ? NODE.height : 0) },
    { x: left(to) + NODE.width / 2, y: top(to) + (down ? 0 : NODE.height) },
  ];
}

/** Leaves sideways, turns once in the gap before its end, arrives sideways. */
function edge(from: Placed, to: Placed): string {
  const [start, end] = ends(from, to);
  if (to.column <= from.column) {
    return `M${start.x} ${start.y} L${end.x} ${end.y}`;
  }
  const turn = end.x - GAP.x + 4;
  return start.y === end.y
    ? `M${start.x} ${start.y} H${end.x}`
    : `M${start.x} ${start.y} H${Math.max(start.x, turn - 8)} C${turn + 8} ${start.y} ${turn - 8} ${end.y} ${turn + 12} ${end.y} H${end.x}`;
}
