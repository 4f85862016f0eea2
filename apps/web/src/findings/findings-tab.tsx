import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { everyItem } from '../api/queries';
import { useLabel } from '../api/vocabularies';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useCase } from '../incident/case';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { StateWord, TlpLabel } from '../words/marks';
import './findings.css';
import { findingsQuery, type Finding } from './queries';

const FindingDialog = lazy(async () => ({ default: (await import('./finding-dialog')).FindingDialog }));

/** What vendors and the team found out, and what the team made of it. */
export function FindingsTab() {
  const { incident, knownAt, can } = useCase();
  const findings = useInfiniteQuery(findingsQuery(incident.id, knownAt));
  const [adding, setAdding] = useState(false);
  return (
    <div className="stack">
      <div className="row spread">
        <h2>
          <Explained word="finding">Findings</Explained>
        </h2>
        {can('addFindings') ? (
          <button type="button" className="button no-print" onClick={() => setAdding(true)}>
            Add a finding
          </button>
        ) : null}
      </div>
      {can('readHistory') ? null : (
        <p className="small quiet">
          You see what your own organization submitted. Others do not see it, except the team of the case.
        </p>
      )}
      <Loaded query={findings}>
        {(data) => {
          const items = everyItem(data);
          const waiting = items.filter((one) => one.status === 'submitted').length;
          return items.length === 0 ? (
            <Nothing>
              What vendors, agencies and the team found out will be here: what happened, what to look for, and how sure
              they are.
            </Nothing>
          ) : (
            <>
              <p className="small">
                {waiting === 0
                  ? 'None waits for review.'
                  : `${waiting} of ${items.length} ${waiting === 1 ? 'waits' : 'wait'} for review.`}
              </p>
              <ul className="lines records">
                {items.toReversed().map((one) => (
                  <li key={one.id}>
                    <FindingLine finding={one} />
                  </li>
                ))}
              </ul>
              <More query={findings} />
            </>
          );
        }}
      </Loaded>
      <Suspense>{adding ? <FindingDialog onClose={() => setAdding(false)} /> : null}</Suspense>
    </div>
  );
}

const counted = (count: number, one: string, many: string): string | null =>
  count === 0 ? null : `${count} ${count === 1 ? one : many}`;

function FindingLine({ finding }: { finding: Finding }) {
  const { incident } = useCase();
  const { incidentId = incident.id } = useParams({ strict: false });
  const status = useLabel('findingStatus');
  const holds = [
    counted(finding.observables.length, 'observable', 'observables'),
    counted(finding.techniques.length, 'technique', 'techniques'),
  ].filter((words) => words !== null);
  const fallen = ['rejected', 'superseded', 'withdrawn'].includes(finding.status);
  return (
    <article className={`finding-line${fallen ? ' fallen' : ''}`}>
      <h3>
        <Link
          to="/incidents/$incidentId/findings/$findingId"
          params={{ incidentId, findingId: finding.id }}
          className="break"
        >
          {finding.summary}
        </Link>
      </h3>
      <p className="small quiet">
        {finding.organization.name}, <At at={finding.createdAt} short />
        {holds.length > 0 ? ` · ${holds.join(', ')}` : ''}
      </p>
      <p className="row small">
        <StateWord state={`finding-${finding.status}`} label={status(finding.status)} />
        {finding.tlp ? <TlpLabel tlp={finding.tlp} /> : null}
      </p>
    </article>
  );
}
