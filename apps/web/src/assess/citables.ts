import { queryOptions } from '@tanstack/react-query';
import { client, dataOf } from '../api/client';
import type { Citable } from './draft';

const PAGE = 200;

/** Findings and evidence that the reader is shown, and that hold; a claim or disclosure comes with the case. */
export const moreCitablesQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['incident', incidentId, 'citables'],
    queryFn: async (): Promise<Citable[]> => {
      const params = { params: { path: { incidentId }, query: { limit: PAGE } } };
      const [findings, evidence] = await Promise.all([
        dataOf(client.GET('/api/v1/incidents/{incidentId}/findings', params)),
        dataOf(client.GET('/api/v1/incidents/{incidentId}/evidence', params)),
      ]);
      return [
        ...findings.items
          .filter(({ status }) => status === 'accepted' || status === 'submitted')
          .map((one) => ({
            name: `finding ${one.id}`,
            kind: 'Finding',
            title: one.summary,
            by: one.organization.name,
          })),
        ...evidence.items
          .filter(({ status }) => status === 'held')
          .map((one) => ({ name: `evidence ${one.id}`, kind: 'Evidence', title: one.title, by: null })),
      ];
    },
  });
