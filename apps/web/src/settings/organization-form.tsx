import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { organizationsQuery } from '../api/queries';
import type { Organization, Tlp } from '../api/shapes';
import { useTerms } from '../api/vocabularies';
import { CheckField, Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';

/** How the organization works: what a new case is marked, and when people are reminded. */
export function OrganizationForm({ organization }: { organization: Organization }) {
  const queries = useQueryClient();
  const [name, setName] = useState(organization.name);
  const [requiresSecondFactor, setRequires] = useState(organization.requiresSecondFactor);
  const [defaultTlp, setTlp] = useState<string>(organization.defaultTlp);
  const [untriaged, setUntriaged] = useState(String(organization.untriagedAfterHours));
  const [stale, setStale] = useState(String(organization.staleAfterDays));
  const [dueSoon, setDueSoon] = useState(String(organization.dueSoonHours));
  const all = {
    name: name.trim(),
    requiresSecondFactor,
    defaultTlp: defaultTlp as Tlp,
    untriagedAfterHours: Number(untriaged),
    staleAfterDays: Number(stale),
    dueSoonHours: Number(dueSoon),
  };
  const body = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => organization[name as keyof typeof all] !== value),
  );
  const submission = useSubmission(
    async () =>
      await dataOf(
        client.PATCH('/api/v1/organizations/{organizationId}', {
          params: { path: { organizationId: organization.id } },
          body,
          ...written({ version: organization.version }),
        }),
      ),
    async () => await queries.invalidateQueries({ queryKey: organizationsQuery.queryKey }),
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(undefined);
        }}
      >
        <TextField label="Name" path="name" value={name} onChange={setName} maxLength={200} />
        <SelectField
          label="Usual marking of a new case"
          path="defaultTlp"
          options={useTerms('tlp')}
          value={defaultTlp}
          onChange={setTlp}
        />
        <div className="form-pair">
          <TextField
            label="Tell the leads when untriaged for (hours)"
            path="untriagedAfterHours"
            type="number"
            min={1}
            max={720}
            value={untriaged}
            onChange={setUntriaged}
          />
          <TextField
            label="Tell the lead when nothing changed for (days)"
            path="staleAfterDays"
            type="number"
            min={1}
            max={365}
            value={stale}
            onChange={setStale}
          />
        </div>
        <TextField
          label="Tell about a task this long before it is due (hours)"
          path="dueSoonHours"
          type="number"
          min={1}
          max={720}
          value={dueSoon}
          onChange={setDueSoon}
        />
        <CheckField
          label="Every member signs in with a second factor"
          hint="Without one, members keep their session and see nothing of this organization until they set one up. You need one yourself to demand it."
          value={requiresSecondFactor}
          onChange={setRequires}
        />
        <FormProblem
          error={submission.error}
          shown={Object.keys(all).filter((field) => field !== 'requiresSecondFactor')}
        />
        <div className="form-end">
          <button type="submit" className="button" disabled={Object.keys(body).length === 0 || submission.isPending}>
            Save the settings
          </button>
        </div>
      </form>
    </Faults>
  );
}
