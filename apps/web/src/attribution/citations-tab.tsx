import { useMemo, useState } from 'react';
import { Nothing } from '../frame/loaded';
import { Explained } from '../words/explained';
import { useAttribution } from './attribution';
import { CitationGraph } from './citation-graph';
import { CitationTree } from './citation-tree';
import './citations.css';

/** Who cites what: an echo is seen to be an echo. */
export function CitationsTab() {
  const { citations } = useAttribution();
  const [alone, setAlone] = useState(false);
  const { nodes, linked } = useMemo(() => {
    const ids = new Set(citations.edges.flatMap(({ from, to }) => [from.id, to.id]));
    return {
      nodes: citations.nodes.filter((node) => ids.has(node.id) || node.root),
      linked: citations.nodes.filter((node) => !ids.has(node.id) && !node.root),
    };
  }, [citations]);
  const shown = alone ? citations.nodes : nodes;
  return (
    <section className="stack" aria-labelledby="citations">
      <div className="stack tight">
        <h3 id="citations" className="section-head">
          Citations
        </h3>
        <p className="small">
          A <Explained word="root">root</Explained> stands left and begins an{' '}
          <Explained word="independentLine">independent line</Explained>; what rests on it hangs to its right as an{' '}
          <Explained word="echo">echo</Explained>, and adds no line. Roots of one party, between two hairlines, are one
          line. A dashed line leads to what a claim answers. What fell is struck through.
        </p>
      </div>
      {citations.nodes.length === 0 ? (
        <Nothing>Who rests on whom will be here as soon as somebody claims something.</Nothing>
      ) : (
        <>
          <CitationGraph nodes={shown} edges={citations.edges} />
          {linked.length > 0 ? (
            <p className="small">
              <label className="alone">
                <input type="checkbox" checked={alone} onChange={(event) => setAlone(event.target.checked)} /> Also show{' '}
                {linked.length === 1 ? 'the one record' : `the ${linked.length} records`} that cite nothing and that
                nothing cites
              </label>
            </p>
          ) : null}
          <CitationTree nodes={citations.nodes} edges={citations.edges} />
        </>
      )}
    </section>
  );
}
