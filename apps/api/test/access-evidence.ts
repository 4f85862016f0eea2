import { givenMember, type Client } from '@app/testing';
import type { CallerKind } from './access-callers.js';
import { fresh, get, inCase, post, sent, type Ground, type Make } from './access-ground.js';

const BYTES = Buffer.from('The bytes of a file.');

/** Whoever brings evidence for an organization, other than the callers. */
const bringers = new Map<string, Promise<Client>>();

async function bringerFor({ api }: Ground, organizationId: string): Promise<Client> {
  const made =
    bringers.get(organizationId) ??
    givenMember(api, { id: organizationId } as Ground['campaign'], 'analyst').then(async (m) => await api.signedIn(m));
  bringers.set(organizationId, made);
  return await made;
}

/**
 * Evidence of the caller's organization, where it takes part in the case in whatever capacity; else of the
 * campaign's: evidence is reserved to those inside and to whoever brought it.
 */
async function evidence(ground: Ground, { person }: CallerKind): Promise<{ at: string; version: number }> {
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
  const { body } = await by.post(inCase(ground, '/evidence'), { title: fresh('File'), kind: 'file' }).expect(201);
  await api.sql(put, [taking?.id, taking?.capacity]);
  return { at: `/evidence/${body.id as string}`, version: body.version as number };
}

const on =
  (rest: string, body?: object): Make =>
  async (ground, caller) =>
    await sent(inCase(ground, `${(await evidence(ground, caller)).at}${rest}`), body);

const ONE = '/incidents/:incidentId/evidence/:evidenceId';

export const EVIDENCE_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /incidents/:incidentId/evidence': get('/evidence'),
  'POST /incidents/:incidentId/evidence': post('/evidence', () => ({ title: fresh('x'), kind: 'reference' })),
  [`GET ${ONE}`]: on(''),
  [`PATCH ${ONE}`]: async (ground, caller) => {
    const { at, version } = await evidence(ground, caller);
    return await sent(inCase(ground, at), { title: fresh('x') }, version);
  },
  [`PUT ${ONE}/content`]: async (ground, caller) => {
    const { at, version } = await evidence(ground, caller);
    return { path: inCase(ground, `${at}/content`), bytes: BYTES, version };
  },
  [`GET ${ONE}/content`]: async (ground, caller) => {
    const { at, version } = await evidence(ground, caller);
    const path = inCase(ground, `${at}/content`);
    const inside = ground.owner.with({ 'if-match': `"${version}"` });
    await inside.raw('put', path, BYTES, 'application/octet-stream').expect(200);
    return { path };
  },
  [`GET ${ONE}/custody`]: on('/custody'),
  [`POST ${ONE}/custody`]: on('/custody', { action: 'sealed', byWhom: 'x' }),
  [`POST ${ONE}/withdrawals`]: on('/withdrawals', { reason: 'x' }),
};
