import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { everyItem } from '../api/queries';
import { stakeholdersQuery } from '../api/told';
import { useTerms } from '../api/vocabularies';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { said } from '../form/said';
import { useSubmission } from '../form/use-submission';
import { Loaded, More, Nothing } from '../frame/loaded';
import { useMe, useOrganizations } from '../frame/me';
import { Explained } from '../words/explained';
import { TlpLabel } from '../words/marks';

/** Who must be told about every case of the organization, up to which marking. */
export function StakeholdersSection() {
  const me = useMe();
  return (
    <div className="stack wide">
      {me.memberships.map((seat) => (
        <One key={seat.organizationId} organizationId={seat.organizationId} />
      ))}
    </div>
  );
}

function One({ organizationId }: { organizationId: string }) {
  const organization = useOrganizations().find((one) => one.id === organizationId);
  const stakeholders = useInfiniteQuery(stakeholdersQuery(organizationId));
  return (
    <section className="stack">
      <h2>
        <Explained word="stakeholder">Stakeholders</Explained>
        {organization ? <span className="quiet"> of {organization.name}</span> : null}
      </h2>
      <Loaded query={stakeholders}>
        {(data) => {
          const items = everyItem(data).filter((one) => !one.endedAt);
          return items.length === 0 ? (
            <Nothing>
              Counsel, communications, a law-enforcement liaison: whoever must be told of every case will be here.
            </Nothing>
          ) : (
            <>
              <ul className="lines">
                {items.map((one) => (
                  <li key={one.id} className="row spread">
                    <span>
                      {one.name} <span className="quiet">{one.role}</span>
                      <br />
                      <span className="small quiet break">{one.email ?? 'no e-mail'}</span>
                    </span>
                    <span className="small">
                      up to <TlpLabel tlp={one.maxTlp} />
                    </span>
                  </li>
                ))}
              </ul>
              <More query={stakeholders} />
            </>
          );
        }}
      </Loaded>
      {organization?.abilities.manageStakeholders ? <Add organizationId={organizationId} /> : null}
    </section>
  );
}

const EMPTY = { name: '', role: '', email: '', maxTlp: 'amber' };

function Add({ organizationId }: { organizationId: string }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setDraft((before) => ({ ...before, [name]: value }));
  const submission = useSubmission(
    async (value: typeof EMPTY, key) =>
      await dataOf(
        client.POST('/api/v1/organizations/{organizationId}/stakeholders', {
          params: { path: { organizationId } },
          body: said<Schemas['StakeholderDto']>({
            name: value.name.trim(),
            role: value.role.trim(),
            email: value.email.trim(),
            maxTlp: value.maxTlp,
          }),
          ...written({ key }),
        }),
      ),
    async () => {
      setDraft(EMPTY);
      await queries.invalidateQueries({ queryKey: ['organizations', organizationId, 'stakeholders'] });
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
        <h3>Add a stakeholder</h3>
        <div className="form-pair">
          <TextField label="Name" path="name" value={draft.name} onChange={set('name')} maxLength={200} />
          <TextField
            label="Role"
            path="role"
            value={draft.role}
            onChange={set('role')}
            placeholder="Counsel"
            maxLength={200}
          />
        </div>
        <div className="form-pair">
          <TextField label="E-mail" path="email" type="email" optional value={draft.email} onChange={set('email')} />
          <SelectField
            label="Cleared up to"
            path="maxTlp"
            options={useTerms('tlp')}
            value={draft.maxTlp}
            onChange={set('maxTlp')}
          />
        </div>
        <FormProblem error={submission.error} shown={Object.keys(EMPTY)} />
        <div className="form-end">
          <button
            type="submit"
            className="button"
            disabled={!draft.name.trim() || !draft.role.trim() || submission.isPending}
          >
            Add the stakeholder
          </button>
        </div>
      </form>
    </Faults>
  );
}
