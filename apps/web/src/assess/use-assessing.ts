import { useNavigate } from '@tanstack/react-router';
import { client, dataOf, written } from '../api/client';
import type { Incident } from '../api/shapes';
import { useSubmission } from '../form/use-submission';
import { useRefreshCase } from '../incident/case';
import type { Assessment } from './assessments';
import { bodyOf, newBodyOf, type AssessDraft } from './draft';

interface Kept {
  change: (next: (before: AssessDraft) => AssessDraft) => void;
  forget: () => void;
}

/** Saves the draft on the server, and hands it over for approval where that is asked. */
export function useAssessing(incident: Incident, { change, forget }: Kept) {
  const navigate = useNavigate();
  const refresh = useRefreshCase();
  return useSubmission(
    async ({ draft, submit }: { draft: AssessDraft; submit: boolean }, key): Promise<Assessment> => {
      const saved = await save(incident.id, draft, key);
      change((before) => ({ ...before, saved: { id: saved.id, version: saved.version } }));
      return submit ? await handOver(incident.id, saved.id, key) : saved;
    },
    async ({ id }, { submit }) => {
      if (submit) {
        forget();
        await navigate({
          to: '/incidents/$incidentId/attribution/assessments/$assessmentId',
          params: { incidentId: incident.id, assessmentId: id },
        });
      }
      await refresh();
    },
  );
}

async function save(incidentId: string, draft: AssessDraft, key: string): Promise<Assessment> {
  if (!draft.saved) {
    return await dataOf(
      client.POST('/api/v1/incidents/{incidentId}/assessments', {
        params: { path: { incidentId } },
        body: newBodyOf(draft),
        ...written({ key }),
      }),
    );
  }
  const { id: assessmentId, version } = draft.saved;
  return await dataOf(
    client.PATCH('/api/v1/incidents/{incidentId}/assessments/{assessmentId}', {
      params: { path: { incidentId, assessmentId } },
      body: bodyOf(draft),
      ...written({ version }),
    }),
  );
}

const handOver = async (incidentId: string, assessmentId: string, key: string): Promise<Assessment> =>
  await dataOf(
    client.POST('/api/v1/incidents/{incidentId}/assessments/{assessmentId}/submissions', {
      params: { path: { incidentId, assessmentId } },
      // Another request than the one that saved, and so another key.
      ...written({ key: `${key}.submission` }),
    }),
  );
