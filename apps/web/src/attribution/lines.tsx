import { Explained } from '../words/explained';
import { useAttribution } from './attribution';
import { numberInWords } from './answer';
import { RecordLink } from './record-link';
import type { CitationNode, HypothesisStanding } from './shapes';

const LINES_MAX = 12;
const ECHOES_MAX = 4;

/** Each independent line is a stroke of its own; what only repeats it hangs from it, greyed. */
export function Lines({ standing, first }: { standing: HypothesisStanding; first: boolean }) {
  const { citations } = useAttribution();
  const nodes = new Map(citations.nodes.map((node) => [node.id, node]));
  if (standing.independentLines === 0) {
    return <span className="quiet">None</span>;
  }
  return (
    <>
      <p className="unseen">{numberInWords(standing.independentLines)}</p>
      <ol className="lines-drawn">
        {standing.lines.slice(0, LINES_MAX).map((line) => {
          const roots = new Set(line.roots.map(({ id }) => id));
          const echoes = line.claimIds.filter((id) => !roots.has(id));
          return (
            <li key={line.roots[0]?.id}>
              <p className="line-root">
                {line.roots.map((root, index) => (
                  <span key={root.id}>
                    {index > 0 ? '; ' : ''}
                    <RecordLink to={root} />
                  </span>
                ))}
              </p>
              {echoes.length > 0 ? (
                <p className="line-echoes">
                  {first ? <Explained word="echo">echoed</Explained> : 'echoed'} by{' '}
                  {echoes.slice(0, ECHOES_MAX).map((id, index) => (
                    <span key={id}>
                      {index > 0 ? ', ' : ''}
                      <RecordLink to={{ kind: 'claim', id }}>{nameOf(nodes.get(id))}</RecordLink>
                    </span>
                  ))}
                  {echoes.length > ECHOES_MAX ? ` and ${echoes.length - ECHOES_MAX} more` : ''}
                </p>
              ) : null}
            </li>
          );
        })}
      </ol>
      {standing.lines.length > LINES_MAX ? (
        <p className="quiet">and {standing.lines.length - LINES_MAX} more lines, all under Citations</p>
      ) : null}
    </>
  );
}

const nameOf = (node: CitationNode | undefined): string => node?.party ?? 'a claim';
