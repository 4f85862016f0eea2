import { queryOptions, type QueryKey } from '@tanstack/react-query';
import { client, dataOf } from '../api/client';
import { paged } from '../api/queries';
import type { Page } from '../api/shapes';
import type { Assessment, Inquiry, Moment } from './shapes';

const PAGE = 200;
const PAGES_MAX = 10;

const key = (incidentId: string, what: string, ...rest: unknown[]): QueryKey => ['incident', incidentId, what, ...rest];

/** What was shown of the same case stays until the other moment has come: nothing jumps while a clock is moved. */
const keepOfSame =
  (incidentId: string) =>
  <T>(before: T | undefined, query: { queryKey: QueryKey } | undefined): T | undefined =>
    query?.queryKey[1] === incidentId ? before : undefined;

/** A past that was fully recorded does not change any more. */
const staleTime = ({ knownAt }: Moment): number => (knownAt ? 10 * 60_000 : 15_000);

export const standingQuery = (incidentId: string, moment: Moment) =>
  queryOptions({
    queryKey: key(incidentId, 'standing', moment.validAt, moment.knownAt),
    queryFn: async ({ signal }) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution', {
          params: { path: { incidentId }, query: { validAt: moment.validAt, knownAt: moment.knownAt } },
          signal,
        }),
      ),
    placeholderData: keepOfSame(incidentId),
    staleTime: staleTime(moment),
  });

export const citationsQuery = (incidentId: string, moment: Moment) =>
  queryOptions({
    queryKey: key(incidentId, 'citations', moment.validAt, moment.knownAt),
    queryFn: async ({ signal }) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution/citations', {
          params: { path: { incidentId }, query: { validAt: moment.validAt, knownAt: moment.knownAt } },
          signal,
        }),
      ),
    placeholderData: keepOfSame(incidentId),
    staleTime: staleTime(moment),
  });

export const caseThenQuery = (incidentId: string, moment: Moment) =>
  queryOptions({
    queryKey: key(incidentId, 'then', moment.validAt, moment.knownAt),
    queryFn: async ({ signal }) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}', {
          params: { path: { incidentId }, query: { validAt: moment.validAt, knownAt: moment.knownAt } },
          signal,
        }),
      ),
    placeholderData: keepOfSame(incidentId),
    staleTime: staleTime(moment),
  });

export const measuresQuery = (incidentId: string, moment: Moment) =>
  queryOptions({
    queryKey: key(incidentId, 'measures', moment.validAt, moment.knownAt),
    queryFn: async ({ signal }) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution/measures', {
          params: { path: { incidentId }, query: { validAt: moment.validAt, knownAt: moment.knownAt } },
          signal,
        }),
      ),
    placeholderData: keepOfSame(incidentId),
    staleTime: staleTime(moment),
  });

export interface Compared {
  from: string;
  to: string;
  fromKnownAt?: string | undefined;
  toKnownAt?: string | undefined;
}

export const comparisonQuery = (incidentId: string, compared: Compared) =>
  queryOptions({
    queryKey: key(incidentId, 'compare', compared),
    queryFn: async ({ signal }) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution/compare', {
          params: { path: { incidentId }, query: { ...compared } },
          signal,
        }),
      ),
    placeholderData: keepOfSame(incidentId),
  });

export const standingHistoryQuery = (incidentId: string) =>
  paged(
    key(incidentId, 'standing-history'),
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/attribution/history', {
          params: { path: { incidentId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );

/** Every page of a list that is needed whole, because it is drawn. */
async function whole<T>(read: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await read(cursor);
    items.push(...answer.items);
    cursor = answer.nextCursor ?? undefined;
    if (!cursor) {
      break;
    }
  }
  return items;
}

export const assessmentsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: key(incidentId, 'assessments', 'all'),
    queryFn: async ({ signal }): Promise<Assessment[]> =>
      await whole(
        async (cursor) =>
          await dataOf(
            client.GET('/api/v1/incidents/{incidentId}/assessments', {
              params: { path: { incidentId }, query: { limit: PAGE, cursor } },
              signal,
            }),
          ),
      ),
  });

export const inquiriesQuery = (incidentId: string, knownAt: string | undefined) =>
  queryOptions({
    queryKey: key(incidentId, 'inquiries', knownAt),
    queryFn: async ({ signal }): Promise<Inquiry[]> =>
      await whole(
        async (cursor) =>
          await dataOf(
            client.GET('/api/v1/incidents/{incidentId}/inquiries', {
              params: { path: { incidentId }, query: { limit: PAGE, cursor, knownAt } },
              signal,
            }),
          ),
      ),
    placeholderData: keepOfSame(incidentId),
  });

export const dependentsQuery = (incidentId: string, kind: 'claim', id: string) =>
  queryOptions({
    queryKey: key(incidentId, 'dependents', kind, id),
    queryFn: async ({ signal }) =>
      (
        await dataOf(
          client.GET('/api/v1/incidents/{incidentId}/dependents', {
            params: { path: { incidentId }, query: { kind, id } },
            signal,
          }),
        )
      ).items,
  });
