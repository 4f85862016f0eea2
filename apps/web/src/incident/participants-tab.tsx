import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import { isProblem } from '../api/problem';
import { everyItem, listQuery, partQuery } from '../api/queries';
import type { Named, Participant } from '../api/shapes';
import { useLabel, useTerms } from '../api/vocabularies';
import { Faults, SelectField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { At } from '../words/at';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';
import { useCase, useRefreshCase } from './case';

/** Who from elsewhere is let into this one case, to do what, up to which marking. */
export function ParticipantsTab() {
  const { incident, can } = useCase();
  const participants = useInfiniteQuery(partQuery<Participant>(incident.id, 'participants'));
  const capacity = useLabel('capacity');
  return (
    <div className="stack">
      <h2>Participants</h2>
      <p className="small quiet">
        Members of {incident.organizationName} see the case by their role. Others see it only if they are here, each in a <Explained word="capacity">capacity</Explained> and up to a marking.
      </p>
      <Loaded query={participants}>
        {(data) => {
          const items = everyItem(data);
          return items.length === 0 ? (
            <Nothing>Nobody from elsewhere has been let into this case.</Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id} className="row spread">
                    <span>
                      <b>{one.organization?.name ?? one.user?.name}</b> <span className="quiet">as {capacity(one.capacity).toLowerCase()}</span>
                    </span>
                    <span className="row small">
                      {one.until ? (
                        <span>
                          until <At at={one.until} />
                        </span>
                      ) : null}
                      <span>
                        up to <TlpLabel tlp={one.maxTlp} />
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
              <More query={participants} />
            </>
          );
        }}
      </Loaded>
      {can('participants.manage') ? <Invite /> : null}
    </div>
  );
}

function Invite() {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const organizations = everyItem(useInfiniteQuery(listQuery<Named>('/organizations')).data).filter((one) => one.id !== incident.organizationId);
  const [organizationId, setOrganization] = useState('');
  const [capacity, setCapacity] = useState('contributor');
  const [maxTlp, setMaxTlp] = useState('amber');
  const submission = useSubmission(
    async (body: Record<string, unknown>, idempotencyKey) => await api.post(`/incidents/${incident.id}/participants`, { body, idempotencyKey }),
    async () => {
      setOrganization('');
      await refresh();
    },
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate({ organizationId, capacity, maxTlp });
        }}
      >
        <h3>Let somebody in</h3>
        <SelectField label="Organization" path="organizationId" none="Choose an organization" options={organizations.map((one) => ({ id: one.id, label: one.name }))} value={organizationId} onChange={setOrganization} />
        <div className="form-pair">
          <SelectField label="Capacity" path="capacity" options={useTerms('capacity')} value={capacity} onChange={setCapacity} />
          <SelectField label="Up to which marking" path="maxTlp" options={useTerms('tlp')} value={maxTlp} onChange={setMaxTlp} />
        </div>
        <FormProblem error={submission.error} shown={['organizationId', 'capacity', 'maxTlp']} />
        <div className="form-end">
          <button type="submit" className="button" disabled={organizationId === '' || submission.isPending}>
            Let them in
          </button>
        </div>
      </form>
    </Faults>
  );
}
