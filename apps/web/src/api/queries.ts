import {
  infiniteQueryOptions,
  keepPreviousData,
  QueryClient,
  queryOptions,
  type QueryKey,
} from '@tanstack/react-query';
import { client, dataOf, holdCsrfToken } from './client';
import { ApiProblem } from './problem';
import type { Page } from './shapes';

const RETRIES_MAX = 2;
const PAGE = 100;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // Offline, a request fails and the page says so, instead of waiting in silence.
        networkMode: 'always',
        // A refusal is an answer; only silence and 5xx are worth asking again.
        retry: (count, error) =>
          count < RETRIES_MAX && error instanceof ApiProblem && (error.unreachable || error.status >= 500),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** A list that is read page by page. */
export const paged = <T>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) =>
  infiniteQueryOptions({
    queryKey,
    queryFn: async ({ pageParam, signal }) => await read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const everyItem = <T>(data: { pages: Page<T>[] } | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? [];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await dataOf(client.GET('/api/v1/auth/me'));
    holdCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 5 * 60_000,
});

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: async () => (await dataOf(client.GET('/api/v1/organizations', { params: { query: { limit: 200 } } }))).items,
  staleTime: 60_000,
});

export const membersQuery = (organizationId: string) => ({
  ...paged(
    ['organizations', organizationId, 'members'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/members', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  ),
  enabled: organizationId !== '',
});

export const invitationsQuery = (organizationId: string) =>
  paged(
    ['organizations', organizationId, 'invitations'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/invitations', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

export const organizationHistoryQuery = (organizationId: string) =>
  paged(
    ['organizations', organizationId, 'history'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/history', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

export const organizationKeysQuery = (organizationId: string) =>
  paged(
    ['organizations', organizationId, 'api-keys'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/api-keys', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

export const elevationsQuery = paged(
  ['elevations'],
  async (cursor) => await dataOf(client.GET('/api/v1/break-glass', { params: { query: { limit: PAGE, cursor } } })),
);

export const partiesQuery = paged(
  ['parties'],
  async (cursor) => await dataOf(client.GET('/api/v1/parties', { params: { query: { limit: 200, cursor } } })),
);

export const actorsQuery = paged(
  ['actors'],
  async (cursor) => await dataOf(client.GET('/api/v1/actors', { params: { query: { limit: 200, cursor } } })),
);

export const apiKeysQuery = paged(
  ['api-keys'],
  async (cursor) => await dataOf(client.GET('/api/v1/api-keys', { params: { query: { limit: PAGE, cursor } } })),
);

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => await dataOf(client.GET('/api/v1/auth/sessions')),
});

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: async () => await dataOf(client.GET('/api/v1/auth/totp')),
});

export const signInEventsQuery = paged(
  ['sign-in-events'],
  async (cursor) =>
    await dataOf(client.GET('/api/v1/auth/sign-in-events', { params: { query: { limit: 20, cursor } } })),
);

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }) =>
      await dataOf(client.GET('/api/v1/search', { params: { query: { q: text, limit: 20 } }, signal })),
    enabled: text.length >= 2,
    placeholderData: keepPreviousData,
  });
