import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { dependentsQuery } from './queries';
import { RecordLink } from './record-link';

/** Everything that leans on a claim, and on what leans on it. */
export function Dependents({ claimId, falling }: { claimId: string; falling?: boolean }) {
  const { incident } = useCase();
  const query = useQuery(dependentsQuery(incident.id, 'claim', claimId));
  return (
    <Loaded query={query} lines={2}>
      {(items) =>
        items.length === 0 ? (
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
              {items.map((one) => (
                <li key={one.id}>
                  {one.kind === 'claim' || one.kind === 'assessment' ? (
                    <RecordLink to={one} />
                  ) : (
                    `${one.kind}: ${one.title}`
                  )}
                  {one.distance > 1 ? <span className="quiet"> (through another record)</span> : null}
                  <span className="quiet dependent-title">{one.title}</span>
                </li>
              ))}
            </ul>
          </div>
        )
      }
    </Loaded>
  );
}
