import { apiClient } from '@app/api-client';
import type { Middleware } from 'openapi-fetch';
import { ApiProblem, unreachable, type ProblemBody } from './problem';

let csrfToken = '';

/** What `/auth/me` gave; unsafe methods must carry it. */
export function holdCsrfToken(token: string | null): void {
  csrfToken = token ?? '';
}

let viewedAs: string | undefined;

/** From now on reads of cases are asked for as this participant would be answered them; undefined: with our own eyes. */
export function viewAs(participantId: string | undefined): void {
  viewedAs = participantId;
}

/** Through whose eyes cases are read. */
export const viewing = (): string | undefined => viewedAs;

const VIEW_AS = 'ascribe-view-as';
/** Headers of a read that is asked for with our own eyes, whoever's the page is seen through. */
export const OWN_EYES: Readonly<Record<string, string>> = { [VIEW_AS]: 'myself' };
const OF_A_CASE = /^\/api\/v1\/incidents\/[^/]+/;

function lendEyes(request: Request): void {
  const own = request.headers.get(VIEW_AS) === OWN_EYES[VIEW_AS];
  request.headers.delete(VIEW_AS);
  if (viewedAs !== undefined && !own && request.method === 'GET' && OF_A_CASE.test(new URL(request.url).pathname)) {
    request.headers.set(VIEW_AS, viewedAs);
  }
}

/** For requests that do not go through the client: uploads, which tell how far they are. */
export const heldCsrfToken = (): string => csrfToken;

const edge: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') {
      request.headers.set('x-csrf-token', csrfToken);
    }
    lendEyes(request);
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) {
      throw await problemFrom(response);
    }
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === 'AbortError' ? error : unreachable();
  },
};

/** The API of this origin: every path, parameter and body is checked against its OpenAPI document. */
export const client = apiClient({ baseUrl: window.location.origin });
client.use(edge);

/** What was answered. A refusal was thrown as `ApiProblem` before. */
export async function dataOf<R extends { data?: unknown }>(answer: Promise<R>): Promise<NonNullable<R['data']>> {
  return (await answer).data as NonNullable<R['data']>;
}

/** What a write carries: the version that it was made from, and the key of its submission. */
export function written({ version, key }: { version?: number; key?: string }): { headers: Record<string, string> } {
  return {
    headers: {
      ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    },
  };
}

async function problemFrom(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  try {
    return new ApiProblem({ ...((await response.json()) as ProblemBody), status: response.status }, retryAfter);
  } catch {
    return new ApiProblem(
      { status: response.status, code: 'unreadable_answer', title: 'The answer could not be read.' },
      retryAfter,
    );
  }
}
