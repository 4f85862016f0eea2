import { queryOptions } from '@tanstack/react-query';
import { client, dataOf, heldCsrfToken } from './client';
import { ApiProblem, unreachable, type ProblemBody } from './problem';
import { paged } from './queries';
import type { Evidence } from './shapes';

const PAGE = 100;

export const evidenceQuery = (incidentId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'evidence', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/evidence', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

export const custodyQuery = (incidentId: string, evidenceId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'custody', evidenceId, knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/evidence/{evidenceId}/custody', {
          params: { path: { incidentId, evidenceId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

/** Everything that rests on a record, directly or through others. */
export const dependentsQuery = (incidentId: string, kind: 'evidence', id: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'dependents', kind, id],
    queryFn: async () =>
      (
        await dataOf(
          client.GET('/api/v1/incidents/{incidentId}/dependents', {
            params: { path: { incidentId }, query: { kind, id } },
          }),
        )
      ).items,
    // What rests on it decides whether it is withdrawn: asked anew each time.
    staleTime: 0,
  });

export const contentAddress = (incidentId: string, evidenceId: string): string =>
  `/api/v1/incidents/${encodeURIComponent(incidentId)}/evidence/${encodeURIComponent(evidenceId)}/content`;

/** Sends the bytes as they are. `fetch` cannot say how far an upload is, and this can. */
export async function uploadContent(
  incidentId: string,
  { id, version }: Pick<Evidence, 'id' | 'version'>,
  { file, signal, onProgress }: { file: File; signal: AbortSignal; onProgress: (sentBytes: number) => void },
): Promise<Evidence> {
  return await new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', contentAddress(incidentId, id));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('if-match', `"${version}"`);
    request.setRequestHeader('x-csrf-token', heldCsrfToken());
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      const answer = bodyOf(request);
      if (request.status === 200) {
        resolve(answer as Evidence);
      } else {
        reject(new ApiProblem({ ...(answer as ProblemBody), status: request.status }));
      }
    };
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function bodyOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText) as unknown;
  } catch {
    return { code: 'unreadable_answer', title: 'The answer could not be read.' };
  }
}
