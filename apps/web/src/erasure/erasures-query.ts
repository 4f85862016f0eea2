import { client, written } from '../api/client';
import { paged } from '../api/queries';
import type { Page } from '../api/shapes';

interface Decision {
  readonly byId: string;
  readonly byName: string;
  readonly at: string;
}

/** As the server answers it (libs/audit/src/http/erasures.view.ts). */
export interface Erasure {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly fields: readonly string[];
  readonly basis: string;
  readonly status: 'requested' | 'approved' | 'rejected' | 'withdrawn';
  readonly requested: Decision;
  readonly decided: Decision | null;
  readonly decisionReason: string | null;
  readonly abilities: { readonly decide: boolean; readonly withdraw: boolean };
}

export interface ErasureAsked {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly fields: readonly string[];
  readonly basis: string;
}

type Send = (path: string, init: object) => Promise<{ data?: unknown }>;
const PATH = '/api/v1/incidents/{incidentId}/erasures';
const PAGE = 50;

export const erasuresKey = (incidentId: string): readonly string[] => ['incident', incidentId, 'erasures'];

/** What was asked to be erased of a case, the latest first. */
export const erasuresQuery = (incidentId: string) =>
  paged(erasuresKey(incidentId), async (cursor) => {
    const get = client.GET as unknown as Send;
    return (await get(PATH, { params: { path: { incidentId }, query: { limit: PAGE, cursor } } }))
      .data as Page<Erasure>;
  });

export async function askErasure(incidentId: string, body: ErasureAsked, key: string): Promise<unknown> {
  const post = client.POST as unknown as Send;
  return await post(PATH, { params: { path: { incidentId } }, body, ...written({ key }) });
}

export type Verdict = 'approvals' | 'rejections' | 'withdrawals';

export async function decideErasure(
  { incidentId, id }: { incidentId: string; id: string },
  verdict: Verdict,
  { key, reason }: { key: string; reason?: string },
): Promise<unknown> {
  const post = client.POST as unknown as Send;
  return await post(`${PATH}/{erasureId}/${verdict}`, {
    params: { path: { incidentId, erasureId: id } },
    ...(reason === undefined ? {} : { body: { reason } }),
    ...written({ key }),
  });
}
