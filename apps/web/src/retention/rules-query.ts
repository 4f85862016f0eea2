import type { Schemas } from '@app/api-client';
import { client, dataOf } from '../api/client';
import { paged } from '../api/queries';

export type RetentionRule = Schemas['RetentionRuleView'];

const PAGE = 100;

export const rulesKey = (organizationId: string): readonly string[] => [
  'organizations',
  organizationId,
  'retention-rules',
];

/** How long records outlive their cases, newest decision first. */
export const rulesQuery = (organizationId: string) =>
  paged(
    rulesKey(organizationId),
    async (cursor) =>
      await dataOf(
        client.GET('/api/v1/organizations/{organizationId}/retention-rules', {
          params: { path: { organizationId }, query: { limit: PAGE, cursor } },
        }),
      ),
  );
