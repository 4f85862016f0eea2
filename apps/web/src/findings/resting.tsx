import { useQuery } from '@tanstack/react-query';
import { spelled } from '../api/vocabularies';
import { Loaded } from '../frame/loaded';
import { useCase } from '../incident/case';
import { dependentsQuery, type Finding } from './queries';

const SHOWN_MAX = 20;

/** What would lose its ground, as far as the reader is shown it. */
export function Resting({ finding }: { finding: Finding }) {
  const { incident } = useCase();
  const dependents = useQuery(dependentsQuery(incident.id, finding.id));
  return (
    <Loaded query={dependents} lines={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="small">Nothing that you are shown rests on it.</p>
        ) : (
          <div className="finding-said stack tight">
            <p>
              {items.length === 1 ? 'One record rests' : `${items.length} records rest`} on it. Whoever made{' '}
              {items.length === 1 ? 'it is' : 'them is'} told:
            </p>
            <ul className="small resting">
              {items.slice(0, SHOWN_MAX).map((one) => (
                <li key={`${one.kind} ${one.id}`}>
                  <span className="quiet">
                    {spelled(one.kind)}
                    {one.distance > 1 ? ', through another' : ''}
                  </span>{' '}
                  <span className="break">{one.title}</span>
                </li>
              ))}
            </ul>
            {items.length > SHOWN_MAX ? <p className="small">and {items.length - SHOWN_MAX} more.</p> : null}
          </div>
        )
      }
    </Loaded>
  );
}
