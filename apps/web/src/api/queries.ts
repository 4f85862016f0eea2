import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import { api, holdCsrfToken } from './client';
import { ApiProblem } from './problem';
import type * as shapes from './shapes';

/** The moment (or case version) that a case is read as of; empty is now. */
export interface AsOf {
  knownAt?: string | undefined;
}

const RETRIES_MAX = 2;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        // A refusal is an answer; only silence and 5xx are worth asking again.
        retry: (count, error) =>
          count < RETRIES_MAX && error instanceof ApiProblem && (error.unreachable || error.status >= 500),
      },
    },
  });
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await api.get<shapes.Me>('/auth/me');
    holdCsrfToken(me.csrfToken);
    return me;
  },
  staleTime: 5 * 60_000,
});

export type IncidentFilter = Partial<Record<string, string>>;

export const incidentsQuery = (filter: IncidentFilter) =>
  infiniteQueryOptions({
    queryKey: ['incidents', filter],
    queryFn: async ({ pageParam, signal }) =>
      await api.get<shapes.Page<shapes.IncidentLine>>('/incidents', { limit: 50, ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const incidentQuery = (incidentId: string, asOf: AsOf = {}) =>
  queryOptions({
    queryKey: ['incident', incidentId, asOf.knownAt ?? 'now'],
    queryFn: async () => await api.get<shapes.Incident>(`/incidents/${incidentId}`, { knownAt: asOf.knownAt }),
  });

/** A collection under the case: `comments`, `tasks`, `history`, ... Read whole, page by page. */
export const partQuery = <T>(incidentId: string, part: string, query: Record<string, string | undefined> = {}) =>
  infiniteQueryOptions({
    queryKey: ['incident', incidentId, part, query],
    queryFn: async ({ pageParam }) =>
      await api.get<shapes.Page<T>>(`/incidents/${incidentId}/${part}`, { limit: 100, ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Any other list, read page by page. */
export const listQuery = <T>(path: string, query: Record<string, string | undefined> = {}, everyMs?: number) =>
  infiniteQueryOptions({
    queryKey: [path, query],
    queryFn: async ({ pageParam }) => await api.get<shapes.Page<T>>(path, { limit: 100, ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...(everyMs ? { refetchInterval: everyMs } : {}),
  });

export const needsMeQuery = listQuery<shapes.Notification>('/notifications', {}, 20_000);

export const organizationQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['organization', organizationId],
    queryFn: async () => await api.get<shapes.Organization>(`/organizations/${organizationId}`),
    enabled: organizationId !== '',
  });

export const membersQuery = (organizationId: string) => ({
  ...listQuery<shapes.Member>(`/organizations/${organizationId}/members`),
  enabled: organizationId !== '',
});

export const stakeholdersQuery = (organizationId: string) => ({
  ...listQuery<shapes.Stakeholder>(`/organizations/${organizationId}/stakeholders`),
  enabled: organizationId !== '',
});

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text],
    queryFn: async ({ signal }) => await api.get<shapes.Page<shapes.SearchHit>>('/search', { q: text, limit: 20 }, signal),
    enabled: text.trim().length >= 2,
    placeholderData: keepPreviousData,
  });

export const everyItem = <T>(data: { pages: shapes.Page<T>[] } | undefined): T[] =>
  data?.pages.flatMap((page) => page.items) ?? [];
