import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { dependentsQuery } from '../api/evidence';
import type { Dependent, Evidence } from '../api/shapes';
import { spelled } from '../api/vocabularies';
import { TextArea } from '../form/field';
import { useSubmission } from '../form/use-submission';
import { Loaded } from '../frame/loaded';
import { useCase, useRefreshCase } from './case';
import { RecordForm } from './record-form';

/** First what rests on it; then why. */
export function WithdrawEvidence({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const dependents = useQuery(dependentsQuery(incident.id, 'evidence', evidence.id));
  const [reason, setReason] = useState('');
  const submission = useSubmission(
    async (why: string, key) =>
      await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/evidence/{evidenceId}/withdrawals', {
          params: { path: { incidentId: incident.id, evidenceId: evidence.id } },
          body: { reason: why },
          ...written({ key }),
        }),
      ),
    async () => {
      await refresh();
      onClose();
    },
  );
  return (
    <RecordForm
      title="Withdraw evidence"
      act="Withdraw evidence"
      ready={reason.trim() !== '' && dependents.data !== undefined}
      submission={submission}
      onSubmit={() => submission.mutate(reason.trim())}
      onClose={onClose}
    >
      <p>
        <b>{evidence.title}</b> will not count any more. It stays readable, with your reason and your name.
      </p>
      <section className="stack tight" aria-labelledby="rests">
        <h3 id="rests" className="small">
          What rests on it
        </h3>
        <Loaded query={dependents} lines={2}>
          {(items) =>
            items.length === 0 ? (
              <p className="small quiet">Nothing that you are shown.</p>
            ) : (
              <>
                <p className="small">Whoever made these is told that their ground has fallen.</p>
                <ul className="dependents">
                  {items.map((one) => (
                    <li key={`${one.kind} ${one.id}`} className={one.distance > 1 ? 'farther' : undefined}>
                      <OneDependent dependent={one} />
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
      </section>
      <TextArea
        label="Why?"
        path="reason"
        required
        maxLength={4000}
        value={reason}
        onChange={setReason}
        hint="It stands beside the evidence and in the history under your name."
      />
    </RecordForm>
  );
}

function OneDependent({ dependent }: { dependent: Dependent }) {
  return (
    <>
      <span className="quiet">
        {spelled(dependent.kind)}
        {dependent.distance > 1 ? `, through a ${spelled(dependent.via.kind).toLowerCase()}` : ''}:
      </span>{' '}
      {dependent.title}
    </>
  );
}
