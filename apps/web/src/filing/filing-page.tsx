import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { incidentQuery } from '../api/cases';
import { client, dataOf, written } from '../api/client';
import { isProblem } from '../api/problem';
import { actorsQuery, everyItem, partiesQuery } from '../api/queries';
import { Faults, SelectField } from '../form/field';
import { FormProblem } from '../form/form-problem';
import { useKept } from '../form/use-kept';
import { useSubmission } from '../form/use-submission';
import { filesFor, useMe, useOrganizations } from '../frame/me';
import { useTitle } from '../frame/title';
import { At } from '../words/at';
import { AccountsPart } from './accounts-part';
import { AccusedPart } from './accused-part';
import { DisclosurePart } from './disclosure-part';
import { emptyReport, reportOf, type ReportDraft } from './draft';
import './filing.css';
import { Summary } from './summary';
import { WhatPart } from './what-part';
import { WhoPart } from './who-part';

export interface PartProps {
  draft: ReportDraft;
  set: <K extends keyof ReportDraft>(name: K) => (value: ReportDraft[K]) => void;
  organizationName: string;
}

/** One page, five short parts; it can be filed as soon as it has a title. */
export function FilingPage() {
  useTitle('File an incident');
  const me = useMe();
  const seats = filesFor(me);
  const organizations = useOrganizations();
  const nameOf = (id: string) => organizations.find((one) => one.id === id)?.name ?? 'your organization';
  const { value: draft, change, forget, savedAt, wasRestored } = useKept<ReportDraft>(`report.${me.id}`, emptyReport());
  const organizationId = draft.organizationId || (seats[0]?.organizationId ?? '');
  const organizationName = nameOf(organizationId);
  const submission = useFiling(forget);
  const faults = isProblem(submission.error) ? submission.error.faults : [];
  useFirstFault(submission.error);
  const set: PartProps['set'] = (name) => (value) => change((before) => ({ ...before, [name]: value }));
  const part = { draft: { ...draft, organizationId }, set, organizationName };
  const discard = () => {
    if (window.confirm('Discard everything typed in this report? It has not been filed.')) {
      forget();
      submission.reset();
    }
  };
  return (
    <Faults value={faults}>
      <form
        className="filing"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.mutate(part.draft);
        }}
      >
        <div className="filing-main">
          <div className="filing-head">
            <h1>File an incident</h1>
            <p className="quiet">
              Only the title is needed. Everything else can be added later by you or by others, and is “not assessed”
              until then.
            </p>
            {wasRestored && savedAt ? (
              <p className="restored" role="status">
                Your unfinished report of <At at={savedAt} short /> was kept on this device.{' '}
                <button type="button" className="button bare" onClick={discard}>
                  Discard it
                </button>
              </p>
            ) : null}
          </div>
          {seats.length > 1 ? (
            <SelectField
              label="For which organization?"
              value={organizationId}
              onChange={set('organizationId')}
              options={seats.map((seat) => ({ id: seat.organizationId, label: nameOf(seat.organizationId) }))}
            />
          ) : null}
          <WhatPart {...part} />
          <AccountsPart {...part} />
          <DisclosurePart {...part} />
          <AccusedPart {...part} />
          <WhoPart {...part} />
        </div>
        <aside className="filing-end" aria-label="The report so far">
          <div className="filing-say">
            <h2>The report so far</h2>
            <Summary draft={draft} organizationName={organizationName} />
          </div>
          <FormProblem error={submission.error} />
          <div className="filing-act">
            <button
              type="submit"
              className="button primary big"
              disabled={draft.title.trim() === '' || submission.isPending}
            >
              {submission.isPending ? 'Filing' : 'File now, complete later'}
            </button>
            <p className="tiny quiet" role="status">
              {savedAt ? (
                <>
                  Kept on this device, <At at={savedAt} short />
                </>
              ) : (
                'Kept on this device as you type'
              )}
            </p>
          </div>
        </aside>
      </form>
    </Faults>
  );
}

function useFiling(forget: () => void) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useSubmission(
    async (draft: ReportDraft) => {
      const known = {
        parties: await everyNamed(queries, partiesQuery),
        actors: await everyNamed(queries, actorsQuery),
      };
      return await dataOf(
        client.POST('/api/v1/incidents', { body: reportOf(draft, known), ...written({ key: draft.submissionKey }) }),
      );
    },
    async (incident) => {
      forget();
      queries.setQueryData(incidentQuery(incident.id).queryKey, incident);
      void queries.invalidateQueries({ queryKey: ['incidents'] });
      await navigate({ to: '/incidents/$incidentId/filed', params: { incidentId: incident.id } });
    },
  );
}

/** What the form offered while it was filled in; nothing, where it could not be read. */
async function everyNamed(
  queries: QueryClient,
  query: typeof partiesQuery | typeof actorsQuery,
): Promise<{ id: string; name: string }[]> {
  try {
    return everyItem<{ id: string; name: string }>(await queries.ensureInfiniteQueryData(query as typeof partiesQuery));
  } catch {
    return [];
  }
}

/** The first field at fault comes into view. */
function useFirstFault(error: unknown): void {
  useEffect(() => {
    if (isProblem(error) && error.faults.length > 0) {
      document.querySelector<HTMLElement>('[aria-invalid]')?.focus();
    }
  }, [error]);
}
