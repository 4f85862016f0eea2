import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { paged } from '../api/queries';

export type Finding = Schemas['FindingView'];
export type Observable = Schemas['ObservableView'];
export type FindingAccount = Schemas['FindingAccountView'];
export type Dependent = Schemas['DependentView'];

const PAGE = 100;

// All below 'incident', so that a write to the case asks for them again.
export const findingsQuery = (incidentId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'findings', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/findings', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

export const findingQuery = (incidentId: string, findingId: string, knownAt?: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'finding', findingId, knownAt],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/findings/{findingId}', {
          params: { path: { incidentId, findingId }, query: { knownAt } },
        }),
      ),
  });

/** Which accounts the team holds a finding to speak of; for those inside the case. */
export const findingAccountsQuery = (incidentId: string, findingId: string, knownAt?: string) =>
  paged(
    ['incident', incidentId, 'finding', findingId, 'accounts', knownAt],
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/findings/{findingId}/accounts', {
          params: { path: { incidentId, findingId }, query: { limit: PAGE, cursor, knownAt } },
        }),
      ),
  );

/** What rests on a finding now. */
export const dependentsQuery = (incidentId: string, findingId: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'dependents', findingId],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/dependents', {
          params: { path: { incidentId }, query: { kind: 'finding', id: findingId } },
        }),
      ),
    staleTime: 0,
  });

export const techniquesQuery = queryOptions({
  queryKey: ['techniques'],
  queryFn: async () => await dataOf(client.GET('/api/v1/techniques', { params: { query: { limit: 200 } } })),
  staleTime: Number.POSITIVE_INFINITY,
});
