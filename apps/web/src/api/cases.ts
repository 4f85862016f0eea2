import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { paths } from '@app/api-client';
import { client, dataOf } from './client';
import { paged } from './queries';

export type IncidentsQuery = NonNullable<paths['/api/v1/incidents']['get']['parameters']['query']>;

const PAGE = 100;
const LIST_PAGE = 50;

export const incidentsQuery = (query: IncidentsQuery) => ({
  ...paged(
    ['incidents', query],
    async (cursor, signal) =>
      await dataOf(
        client.GET('/api/v1/incidents', { params: { query: { limit: LIST_PAGE, ...query, cursor } }, signal }),
      ),
  ),
  placeholderData: keepPreviousData,
});

/** The whole case, now or as it was known at a past moment. */
export const incidentQuery = (incidentId: string, knownAt?: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'whole', knownAt ?? 'now'],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}', { params: { path: { incidentId }, query: { knownAt } } }),
      ),
  });

export const commentsQuery = (incidentId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'comments', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/comments', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

export const tasksQuery = (incidentId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'tasks', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/tasks', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

export const timelineQuery = (incidentId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'timeline', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/timeline', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

/** Every change, the last one first. */
export const historyQuery = (incidentId: string) =>
  paged(
    ['incident', incidentId, 'history'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/history', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, order: 'desc' } },
        }),
      ),
  );

export const participantsQuery = (incidentId: string) =>
  paged(
    ['incident', incidentId, 'participants'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/participants', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

/** Who read what, the last read first. */
export const readsQuery = (incidentId: string) =>
  paged(
    ['incident', incidentId, 'reads'],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/reads', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );
