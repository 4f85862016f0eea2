import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { spelled } from '../api/vocabularies';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { dependentsQuery } from './queries';
import { RecordLink } from './record-link';

/** What has a name of its own on this page; the rest is told by its title. */
const LINKED = new Set(['claim', 'assessment']);

/** Everything that leans on a claim, and on what leans on it. */
export function Dependents({ claimId, falling }: { claimId: string; falling?: boolean }) {
  const { incident } = useCase();
  const query = useQuery(dependentsQuery(incident.id, 'claim', claimId));
  return (
    <Loaded query={query} lines={2}>
      {(items) => {
        const columns = items.filter(({ kind }) => kind === 'ach_column').length;
        return items.length === 0 ? (
          <p className="small quiet">Nothing in this case rests on it.</p>
        ) : (
          <div className="stack tight">
            <p className="small">
              {falling ? (
                <strong>
                  {items.length === 1 ? 'One record rests' : `${items.length} records rest`} on it. It stays, and loses
                  this ground:
                </strong>
              ) : (
                'What rests on it:'
              )}
            </p>
            <ul className="dependents small">
              {items
                .filter(({ kind }) => kind !== 'ach_column')
                .map((one) => (
                  <li key={one.id}>
                    <RecordLink to={one}>
                      {LINKED.has(one.kind) ? undefined : `${spelled(one.kind)}: ${one.title}`}
                    </RecordLink>
                    {one.distance > 1 ? <span className="quiet"> (through another record)</span> : null}
                    {LINKED.has(one.kind) ? <span className="quiet dependent-title">{one.title}</span> : null}
                  </li>
                ))}
              {columns > 0 ? (
                <li>
                  <Link
                    to="/incidents/$incidentId/attribution/ach"
                    params={{ incidentId: incident.id }}
                    className="record-link"
                  >
                    {columns === 1 ? 'One column' : `${columns} columns`} of competing hypotheses
                  </Link>
                </li>
              ) : null}
            </ul>
          </div>
        );
      }}
    </Loaded>
  );
}
