import { broughtFor } from './access-bringers.js';
import type { CallerKind } from './access-callers.js';
import { fresh, get, inCase, post, sent, type Ground, type Make } from './access-ground.js';

const BYTES = Buffer.from('The bytes of a file.');

/** Evidence of whoever brings things for the caller, with its version as the caller counts it. */
async function evidence(ground: Ground, caller: CallerKind): Promise<{ at: string; version: number }> {
  const { id, version } = await broughtFor(ground, caller, '/evidence', { title: fresh('File'), kind: 'file' });
  const at = `/evidence/${id}`;
  const { status, body } = await caller.client.get(inCase(ground, at));
  return { at, version: status === 200 ? (body.version as number) : version };
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
    const { at } = await evidence(ground, caller);
    const path = inCase(ground, `${at}/content`);
    // Whoever is shown all counts other versions than whoever brought it.
    const { body } = await ground.owner.get(inCase(ground, at)).expect(200);
    const inside = ground.owner.with({ 'if-match': `"${body.version as number}"` });
    await inside.raw('put', path, BYTES, 'application/octet-stream').expect(200);
    return { path };
  },
  [`GET ${ONE}/custody`]: on('/custody'),
  [`POST ${ONE}/custody`]: on('/custody', { action: 'sealed', byWhom: 'x' }),
  [`POST ${ONE}/withdrawals`]: on('/withdrawals', { reason: 'x' }),
};
