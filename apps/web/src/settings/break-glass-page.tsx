import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { ApiProblem, isProblem } from '../api/problem';
import { elevationsQuery, everyItem } from '../api/queries';
import type { Elevation } from '../api/shapes';
import { Faults, TextArea, TextField } from '../form/field';
import '../form/form.css';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import './settings.css';

/** Access to a case that one does not see, in an emergency: four hours, a reason, and its owner is told. */
export function BreakGlassPage() {
  useTitle('Emergency access');
  const elevations = useInfiniteQuery(elevationsQuery);
  return (
    <div className="settings">
      <h1>Emergency access</h1>
      <div className="settings-body stack wide">
        <p>
          For an emergency in which nobody can let you in. Who administers this installation, and who takes or took part
          in a case, can read it for four hours. Its owner is told at once that it was you, and why; everything that you
          read is logged; they can end it at any time. You can change nothing.
        </p>
        <BreakGlass />
        <section className="stack" aria-labelledby="taken">
          <h2 id="taken">Access that you took</h2>
          <Loaded query={elevations}>
            {(data) => {
              const items = everyItem(data);
              return items.length === 0 ? (
                <Nothing>You have never taken emergency access.</Nothing>
              ) : (
                <>
                  <ul className="lines">
                    {items.map((one) => (
                      <li key={one.id}>
                        <Taken one={one} />
                      </li>
                    ))}
                  </ul>
                  <More query={elevations} />
                </>
              );
            }}
          </Loaded>
        </section>
      </div>
    </div>
  );
}

function Taken({ one }: { one: Elevation }) {
  return (
    <div className="row spread">
      <span>
        {one.reference ? (
          <Link to="/incidents/$incidentId" params={{ incidentId: one.incidentId }}>
            {one.reference}
          </Link>
        ) : (
          'A case that you do not see any more'
        )}
        <br />
        <span className="small quiet break">“{one.reason}”</span>
      </span>
      <span className="small quiet">
        {one.inForce ? (
          <>
            until <At at={one.until} beside />
          </>
        ) : (
          <>
            ended <At at={one.endedAt ?? one.until} />
          </>
        )}
      </span>
    </div>
  );
}

const EMPTY = { organization: '', reference: '', reason: '' };

function BreakGlass() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async ({ organization, reference, reason }: typeof EMPTY, key) => {
      const body = {
        organizationId: await organizationNamed(organization.trim()),
        reference: reference.trim().toUpperCase(),
        reason: reason.trim(),
      } as Schemas['BreakGlassDto'];
      return await dataOf(client.POST('/api/v1/break-glass', { body, ...written({ key }) }));
    },
    async ({ incidentId }) => {
      queries.removeQueries({ queryKey: ['incident'] });
      await queries.invalidateQueries({ queryKey: elevationsQuery.queryKey });
      await navigate({ to: '/incidents/$incidentId', params: { incidentId } });
    },
  );
  const ready = Object.values(draft).every((value) => value.trim() !== '');
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(draft);
        }}
      >
        <div className="form-pair">
          <TextField
            label="Whose case is it?"
            path="organizationId"
            value={draft.organization}
            onChange={set('organization')}
            maxLength={200}
            hint="The whole name of the organization."
          />
          <TextField
            label="Its reference"
            path="reference"
            value={draft.reference}
            onChange={set('reference')}
            placeholder="INC-2024-0001"
          />
        </div>
        <TextArea
          label="Why can it not wait?"
          path="reason"
          required
          value={draft.reason}
          onChange={set('reason')}
          hint="The owner of the case reads this, and it stays in its history."
        />
        <FormProblem error={submission.error} shown={['organizationId', 'reference', 'reason']} />
        <div className="form-end">
          <button type="submit" className="button danger" disabled={!ready || submission.isPending}>
            Take emergency access
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
