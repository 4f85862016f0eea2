import { queryOptions } from '@tanstack/react-query';
import type { Schemas } from '@app/api-client';
import { client, dataOf, written } from '../../api/client';

export type Ach = Schemas['AchView'];
export type AchHypothesis = Schemas['AchHypothesisView'];
export type AchColumn = Schemas['AchColumnView'];
export type AchBody = Schemas['AchColumnDto'];
export type Rating = Schemas['AchCellView']['rating'];
export type Level = Schemas['AchWeightRowView']['credibility'];

/** The two clocks: said by, and known to us by. Neither: now. */
export interface Clocks {
  validAt: string | undefined;
  knownAt: string | undefined;
}

/** The matrix of a case, now or at a moment. */
export const achQuery = (incidentId: string, { validAt, knownAt }: Clocks) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'ach', validAt ?? 'now', knownAt ?? 'now'],
    queryFn: async () =>
      await dataOf(
        client.GET('/api/v1/incidents/{incidentId}/ach', {
          params: { path: { incidentId }, query: { validAt, knownAt } },
        }),
      ),
  });

/** Puts the reader's own column in the place of the one before. */
export const writeColumn = async (incidentId: string, version: number, body: AchBody): Promise<Ach> =>
  await dataOf(
    client.PUT('/api/v1/incidents/{incidentId}/ach', {
      params: { path: { incidentId } },
      body,
      ...written({ version }),
    }),
  );
