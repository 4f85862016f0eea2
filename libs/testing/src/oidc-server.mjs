// A real OpenID Connect provider (the `oidc-provider` package) in a process of its own:
//   node oidc-server.mjs '{"port":0,"clients":[...],"accounts":{"ann":{"email":...}}}'
// Says `{"issuer":"http://127.0.0.1:..."}` once it listens. Whoever comes to sign in is asked
// for an account and nothing else. `PUT /test/accounts/ann` changes what it says of one.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const { port, clients, accounts } = JSON.parse(process.argv[2] ?? '{}');
const people = new Map(Object.entries(accounts));

/** Keys of this run: a provider that is started again at the same port has rotated them. */
const jwkOf = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  alg,
  use: 'sig',
  kid: `${alg}-${process.pid}`,
});

const server = createServer();
await new Promise((resolve) => server.listen(port ?? 0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [jwkOf('rsa', { modulusLength: 2048 }, 'RS256'), jwkOf('ec', { namedCurve: 'P-256' }, 'ES256')] },
  cookies: { keys: ['a key of tests'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  claims: {
    openid: ['sub', 'amr', 'acr'],
    email: ['email', 'email_verified'],
    profile: ['name'],
    groups: ['groups'],
  },
  features: { devInteractions: { enabled: false } },
  pkce: { required: () => true },
  ttl: { Session: 3600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  findAccount: (_ctx, id) => people.has(id) && { accountId: id, claims: () => ({ sub: id, ...people.get(id).claims }) },
  // Whoever signs in agrees to everything.
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email profile groups');
    await grant.save();
    return grant;
  },
});

const PAGE = `<!doctype html><title>A provider</title><link rel="icon" href="data:,"><h1>A provider</h1>
<form method="post"><label>Account <input name="account"></label> <button>Continue</button></form>`;

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function interact(request, response) {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'text/html').end(PAGE);
    return;
  }
  const account = new URLSearchParams(await bodyOf(request)).get('account');
  const { amr, acr } = people.get(account) ?? {};
  const result = account === 'nobody' ? { error: 'access_denied' } : { login: { accountId: account, amr, acr } };
  await provider.interactionFinished(request, response, result);
}

const answer = provider.callback();
server.on('request', (request, response) => {
  const [, first, , id] = request.url.split('/');
  if (first === 'interaction' && id === undefined) {
    void interact(request, response);
  } else if (first === 'test' && request.method === 'PUT') {
    void bodyOf(request).then((text) => {
      people.set(id, JSON.parse(text));
      response.end();
    });
  } else {
    void answer(request, response);
  }
});
process.stdout.write(`${JSON.stringify({ issuer })}\n`);
// Whoever started it holds the other end.
process.stdin.on('end', () => process.exit()).resume();
