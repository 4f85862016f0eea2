import { useLabel } from '../api/vocabularies';
import { Explained } from '../words/explained';
import { NotAssessed } from '../words/marks';

/** Two grades that are never joined: of the source, and of what it says. */
export function Grades({
  of,
  first,
}: {
  of: { reliability: string | null; credibility: number | null };
  first: boolean;
}) {
  const reliability = useLabel('reliability');
  const credibility = useLabel('credibility');
  if (!of.reliability && !of.credibility) {
    return (
      <>
        <dt>{first ? <Explained word="admiralty">Grading</Explained> : 'Grading'}</dt>
        <dd>
          <NotAssessed />
        </dd>
      </>
    );
  }
  return (
    <>
      <dt>{first ? <Explained word="admiralty">Source</Explained> : 'Source'}</dt>
      <dd>{of.reliability ? reliability(of.reliability) : <NotAssessed />}</dd>
      <dt>What it says</dt>
      <dd>{of.credibility ? credibility(of.credibility) : <NotAssessed />}</dd>
    </>
  );
}
