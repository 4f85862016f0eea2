import { broughtFor } from './access-bringers.js';
import { fresh, get, inCase, plain, post, sent, type Make } from './access-ground.js';

/** A request below a finding of a colleague of the caller. */
const on =
  (rest: string, body?: object): Make =>
  async (ground, caller) => {
    const { id } = await broughtFor(ground, caller, '/findings', { summary: fresh('Finding') });
    return await sent(inCase(ground, `/findings/${id}${rest}`), body);
  };

const REASON = { reason: 'x' };
const ONE = '/incidents/:incidentId/findings/:findingId';

export const FINDING_REQUESTS: Readonly<Record<string, Make>> = {
  'GET /techniques': plain('/techniques?q=phishing'),
  'GET /incidents/:incidentId/findings': get('/findings'),
  'POST /incidents/:incidentId/findings': post('/findings', () => ({ summary: fresh('x') })),
  [`GET ${ONE}`]: on(''),
  [`POST ${ONE}/acceptances`]: on('/acceptances', REASON),
  [`POST ${ONE}/rejections`]: on('/rejections', REASON),
  [`POST ${ONE}/withdrawals`]: on('/withdrawals', REASON),
  [`POST ${ONE}/supersessions`]: on('/supersessions', { summary: 'x', ...REASON }),
  [`GET ${ONE}/accounts`]: on('/accounts'),
  [`POST ${ONE}/accounts`]: async (ground, caller) =>
    await on('/accounts', { accountId: ground.ids['account'] })(ground, caller),
  [`POST ${ONE}/accounts/:linkId/endings`]: async (ground, caller) => {
    const { path } = await on('/accounts')(ground, caller);
    const { body } = await ground.owner.post(path, { accountId: ground.ids['account'] }).expect(201);
    return await sent(`${path}/${body.id as string}/endings`, REASON);
  },
};
