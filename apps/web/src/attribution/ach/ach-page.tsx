import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { Loaded } from '../../frame/loaded';
import { useMe } from '../../frame/me';
import { OutLink } from '../../incident/out-link';
import { AchBoard } from './ach-board';
import { achQuery } from './ach-query';
import './ach.css';

const HEUER = 'https://www.cia.gov/resources/csi/books-monographs/psychology-of-intelligence-analysis-2/';

/** Analysis of competing hypotheses: evidence against every answer to "who did this?". */
export function AchPage() {
  const { incidentId = '' } = useParams({ strict: false });
  const { knownAt, validAt } = useSearch({ strict: false }) as { knownAt?: string; validAt?: string };
  const query = useQuery(achQuery(incidentId, { knownAt, validAt }));
  const me = useMe();
  const isNow = knownAt === undefined && validAt === undefined;
  return (
    <div className="ach stack">
      <div className="stack tight">
        <h2>Competing hypotheses</h2>
        <p className="ach-about">
          Analysis of competing hypotheses (ACH) asks of each piece of evidence how well it fits <em>every</em> answer,
          and then looks for the answer that the least speaks against. Evidence that fits all of them alike tells
          nothing. <OutLink url={HEUER}>The method, by Heuer (1999, chapter 8)</OutLink>
        </p>
      </div>
      <Loaded query={query} lines={8}>
        {(ach) => <AchBoard key={`${incidentId} ${isNow}`} incidentId={incidentId} me={me} ach={ach} isNow={isNow} />}
      </Loaded>
    </div>
  );
}
