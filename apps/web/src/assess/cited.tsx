import { useQuery } from '@tanstack/react-query';
import { useLabel } from '../api/vocabularies';
import { useCase } from '../incident/case';
import type { Assessment } from './assessments';
import { moreCitablesQuery } from './citables';
import { citablesOf } from './draft';

/** What was weighed, and which way it speaks. */
export function Cited({ evidence }: { evidence: Assessment['evidence'] }) {
  const { incident } = useCase();
  const bearing = useLabel('bearing');
  const more = useQuery({ ...moreCitablesQuery(incident.id), enabled: evidence.length > 0 }).data ?? [];
  const known = new Map([...citablesOf(incident), ...more].map((one) => [one.name, one]));
  return (
    <section className="stack tight">
      <h3>What was weighed</h3>
      {evidence.length === 0 ? (
        <p className="quiet">Nothing is cited.</p>
      ) : (
        <ul className="lines">
          {evidence.map((one) => {
            const found = known.get(`${one.kind} ${one.id}`);
            return (
              <li key={one.id} className="cited">
                <span className={`bearing ${one.bearing}`}>{bearing(one.bearing)}</span>
                <span>
                  {found?.title ?? `A ${one.kind} that no longer stands or is not shown to you`}
                  {found?.by ? <span className="quiet"> ({found.by})</span> : null}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
