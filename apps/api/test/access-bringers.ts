import { givenMember, type Client } from '@app/testing';
import type { CallerKind } from './access-callers.js';
import { inCase, type Ground } from './access-ground.js';

/** Whoever brings things for an organization, other than the callers. */
const bringers = new Map<string, Promise<Client>>();

async function bringerFor({ api }: Ground, organizationId: string): Promise<Client> {
  const made =
    bringers.get(organizationId) ??
    givenMember(api, { id: organizationId } as Ground['campaign'], 'analyst').then(async (m) => await api.signedIn(m));
  bringers.set(organizationId, made);
  return await made;
}

/**
 * A record that a colleague of the caller added, where the caller's organization takes part in the case in whatever
 * capacity; else one of the campaign's: evidence and findings are reserved to those inside and to whoever brought them.
 */
export async function broughtFor(
  ground: Ground,
  { person }: CallerKind,
  path: string,
  record: object,
): Promise<{ id: string; version: number }> {
  const { api, campaign, incidentId } = ground;
  const [taking] = await api.sql<{ id: string; organizationId: string; capacity: string }>(
    `SELECT p.id, p.organization_id AS "organizationId", p.capacity
     FROM participant p JOIN membership m ON m.organization_id = p.organization_id
     WHERE p.incident_id = $1 AND m.user_id = $2 AND p.until IS NULL AND p.max_tlp = 'red'`,
    [incidentId, person?.id],
  );
  const by = await bringerFor(ground, taking?.organizationId ?? campaign.id);
  const put = 'UPDATE participant SET capacity = $2 WHERE id = $1';
  await api.sql(put, [taking?.id, 'contributor']);
  const { body } = await by.post(inCase(ground, path), record).expect(201);
  await api.sql(put, [taking?.id, taking?.capacity]);
  return { id: body.id as string, version: body.version as number };
}
