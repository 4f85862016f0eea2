import { queryOptions } from '@tanstack/react-query';
import { client, dataOf } from './client';

/** Where one can sign in besides here. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async () => (await dataOf(client.GET('/api/v1/auth/oidc'))).items,
  staleTime: 5 * 60_000,
});

/** Accounts at those that are linked to the reader, and whether they have a password besides. */
export const identitiesQuery = queryOptions({
  queryKey: ['identities'],
  queryFn: async () => await dataOf(client.GET('/api/v1/auth/identities')),
});
