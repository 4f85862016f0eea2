import { useQuery } from '@tanstack/react-query';
import { useTerms } from '../api/vocabularies';
import { Nothing } from '../frame/loaded';
import { citablesOf, type Citable } from './draft';
import { moreCitablesQuery } from './citables';
import type { StepProps } from './step';

/** What was weighed, and which way each piece speaks. */
export function EvidenceStep({ draft, set, incident }: StepProps) {
  const more = useQuery(moreCitablesQuery(incident.id)).data ?? [];
  const citables = [...citablesOf(incident), ...more];
  const bearings = useTerms('bearing');
  const cite = (name: string, bearing: string) => set('evidence')({ ...draft.evidence, [name]: bearing });
  return (
    <>
      <p>
        Say what you weighed, for and against. If a likelihood or the confidence changes later although nothing new is
        cited, that stays marked on the assessment for ever.
      </p>
      {citables.length === 0 ? (
        <Nothing>
          The case holds no claims, disclosures, findings or evidence yet. What is added there can be cited here.
        </Nothing>
      ) : (
        <ul className="citing">
          {citables.map((one) => (
            <li key={one.name}>
              <Words one={one} />
              <label>
                <span className="unseen">Which way does it speak: {one.title.slice(0, 80)}?</span>
                <select
                  className="plain-input"
                  value={draft.evidence[one.name] ?? ''}
                  onChange={(event) => cite(one.name, event.target.value)}
                >
                  <option value="">Not cited</option>
                  {bearings.map(({ id, label }) => (
                    <option key={id} value={id}>
                      {label}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Words({ one }: { one: Citable }) {
  return (
    <div>
      <p className="tiny quiet">
        {one.kind}
        {one.by ? `, ${one.by}` : ''}
      </p>
      <p className="citing-title">{one.title}</p>
    </div>
  );
}
