import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { ApiProblem, isProblem } from '../api/problem';
import { useTerms } from '../api/vocabularies';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { useCase, useRefreshCase } from './case';

const EMPTY = { name: '', capacity: 'contributor', maxTlp: 'amber' };

/** Lets an organization into the case. Nobody can browse who is here: its whole name is asked for. */
export function InviteParticipant() {
  const { incident } = useCase();
  const refresh = useRefreshCase();
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async ({ name, capacity, maxTlp }: typeof EMPTY, key) => {
      const body = {
        organizationId: await organizationNamed(name.trim()),
        capacity,
        maxTlp,
      } as unknown as Schemas['ParticipantDto'];
      return await dataOf(
        client.POST('/api/v1/incidents/{incidentId}/participants', {
          params: { path: { incidentId: incident.id } },
          body,
          ...written({ key }),
        }),
      );
    },
    async () => {
      setDraft(EMPTY);
      await refresh();
    },
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(draft);
        }}
      >
        <h3>Let an organization in</h3>
        <TextField
          label="Its whole name"
          path="organizationId"
          value={draft.name}
          onChange={set('name')}
          maxLength={200}
          hint="As it is written in Ascribe. Organizations cannot be browsed."
        />
        <div className="form-pair">
          <SelectField
            label="Capacity"
            path="capacity"
            options={useTerms('capacity')}
            value={draft.capacity}
            onChange={set('capacity')}
          />
          <SelectField
            label="Up to which marking"
            path="maxTlp"
            options={useTerms('tlp')}
            value={draft.maxTlp}
            onChange={set('maxTlp')}
          />
        </div>
        <FormProblem error={submission.error} shown={['organizationId', 'capacity', 'maxTlp']} />
        <div className="form-end">
          <button type="submit" className="button" disabled={draft.name.trim() === '' || submission.isPending}>
            Let them in
          </button>
        </div>
      </form>
    </Faults>
  );
}

async function organizationNamed(name: string): Promise<string> {
  const { items } = await dataOf(client.GET('/api/v1/directory', { params: { query: { name } } }));
  const [found] = items;
  if (!found) {
    const message = 'No organization here has exactly this name.';
    throw new ApiProblem({
      status: 422,
      code: 'no_such_organization',
      title: message,
      errors: [{ path: 'organizationId', code: 'unknown', message }],
    });
  }
  return found.id;
}
