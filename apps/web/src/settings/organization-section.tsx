import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import { isProblem } from '../api/problem';
import { everyItem, membersQuery, organizationQuery } from '../api/queries';
import type { Organization } from '../api/shapes';
import { spelled, useTerms } from '../api/vocabularies';
import { Faults, SelectField, TextField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useSubmission } from '../form/use-submission';
import { Loaded, More } from '../frame/loaded';
import { may, useMe } from '../frame/me';

/** How the organization works here, and who belongs to it. */
export function OrganizationSection() {
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
  const organization = useQuery(organizationQuery(organizationId));
  const members = useInfiniteQuery(membersQuery(organizationId));
  return (
    <section className="stack">
      <Loaded query={organization}>
        {(one) => (
          <>
            <h2>{one.name}</h2>
            {may(one, 'organization.edit') ? (
              <Edit key={one.version} organization={one} />
            ) : (
              <dl className="facts">
                <dt>Usual marking</dt>
                <dd>TLP:{one.defaultTlp.toUpperCase()}</dd>
                <dt>Untriaged is told after</dt>
                <dd>{one.untriagedAfterHours} hours</dd>
                <dt>No change is told after</dt>
                <dd>{one.staleAfterDays} days</dd>
              </dl>
            )}
          </>
        )}
      </Loaded>
      <h3>Members</h3>
      <Loaded query={members}>
        {(data) => (
          <>
            <ul className="lines">
              {everyItem(data).map((one) => (
                <li key={one.userId} className="row spread">
                  <span>
                    {one.name} <span className="small quiet break">{one.email}</span>
                  </span>
                  <span className="small">{spelled(one.role)}</span>
                </li>
              ))}
            </ul>
            <More query={members} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Edit({ organization }: { organization: Organization }) {
  const queries = useQueryClient();
  const [defaultTlp, setTlp] = useState<string>(organization.defaultTlp);
  const [untriaged, setUntriaged] = useState(String(organization.untriagedAfterHours));
  const [stale, setStale] = useState(String(organization.staleAfterDays));
  const [dueSoon, setDueSoon] = useState(String(organization.dueSoonHours));
  const body = { defaultTlp, untriagedAfterHours: Number(untriaged), staleAfterDays: Number(stale), dueSoonHours: Number(dueSoon) };
  const changed = Object.entries(body).filter(([name, value]) => organization[name as keyof typeof body] !== value);
  const submission = useSubmission(
    async () => await api.patch(`/organizations/${organization.id}`, { body: Object.fromEntries(changed), version: organization.version }),
    async () => await queries.invalidateQueries({ queryKey: ['organization', organization.id] }),
  );
  return (
    <Faults value={isProblem(submission.error) ? submission.error.faults : []}>
      <form
        className="form dense"
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate();
        }}
      >
        <SelectField label="Usual marking of a new case" path="defaultTlp" options={useTerms('tlp')} value={defaultTlp} onChange={setTlp} />
        <div className="form-pair">
          <TextField label="Tell the leads when untriaged for (hours)" path="untriagedAfterHours" type="number" min={1} max={720} value={untriaged} onChange={setUntriaged} />
          <TextField label="Tell the lead when nothing changed for (days)" path="staleAfterDays" type="number" min={1} max={365} value={stale} onChange={setStale} />
        </div>
        <TextField label="Tell about a task this long before it is due (hours)" path="dueSoonHours" type="number" min={1} max={720} value={dueSoon} onChange={setDueSoon} />
        <FormProblem error={submission.error} shown={Object.keys(body)} />
        <div className="form-end">
          <button type="submit" className="button" disabled={changed.length === 0 || submission.isPending}>
            Save the settings
          </button>
        </div>
      </form>
    </Faults>
  );
}
