import { StandingClock } from '@app/platform';
import type { ApplicationUnderTest } from '@app/testing';
import { begin, comeBack, described, HOME, problemOf, TRACES } from '../oidc-ground.js';
import { startApi } from '../start-api.js';
import { askedOf, HostileProvider } from './oidc-hostile.js';

const MINUTE_MS = 60_000;

let provider: HostileProvider;
let inside: HostileProvider;
let api: ApplicationUnderTest;
const clock = new StandingClock(new Date());

beforeAll(async () => {
  provider = await HostileProvider.start();
  inside = await HostileProvider.start();
  api = await startApi({
    clock,
    environment: { ASCRIBE_PUBLIC_URL: HOME, ASCRIBE_OIDC_PROVIDERS: JSON.stringify([described(provider.issuer)]) },
  });
});
beforeEach(() => {
  provider.reset();
  inside.reset();
  // What a provider says of itself is asked for again after an hour.
  clock.set(new Date(clock.now().getTime() + 61 * MINUTE_MS));
});
afterAll(async () => {
  await api.close();
  await provider.stop();
  await inside.stop();
});

const start = async (): Promise<string> =>
  (await api.anonymous().get('/auth/oidc/campaign/start').expect(302)).headers['location'] ?? '';

/** A sign-in that fails at the provider after the browser came back. */
async function expectLost(problem = 'provider_unavailable'): Promise<void> {
  const client = api.anonymous();
  const asked = askedOf(await begin(client));
  provider.idToken = provider.signed(provider.claims(asked.nonce));
  const before = await api.count(...TRACES);
  const { headers } = await comeBack(client, provider.back(asked)).expect(302);
  expect(problemOf(headers['location'] ?? '')).toBe(problem);
  expect(await api.count(...TRACES)).toEqual(before);
}

describe('What a provider says of itself', () => {
  it.each<[string, (issuer: string) => object]>([
    ['is of another issuer', () => ({ issuer: 'https://login.campaign.example' })],
    ['is of the issuer with a slash', (issuer) => ({ issuer: `${issuer}/` })],
    ['names no token endpoint', () => ({ token_endpoint: undefined })],
    ['names a token endpoint that is no address', () => ({ token_endpoint: 'x' })],
    ['names keys in a file', () => ({ jwks_uri: 'file:///etc/passwd' })],
    ['names keys at the machine’s metadata', () => ({ jwks_uri: 'http://169.254.169.254/latest/' })],
    ['names them in one number', () => ({ jwks_uri: 'http://2852039166/latest/' })],
    ['names a token endpoint in the network within', () => ({ token_endpoint: 'http://10.0.0.1/' })],
    ['names it by a name of this machine', () => ({ userinfo_endpoint: 'http://localhost:5432/' })],
    ['names it by the other family', () => ({ userinfo_endpoint: 'http://[::1]:5432/' })],
    ['names it with a password', (issuer) => ({ token_endpoint: issuer.replace('//', '//a:b@') })],
    ['offers no signature but none', () => ({ id_token_signing_alg_values_supported: ['none', 'HS256'] })],
  ])('is not followed where it %s', async (_, metadata) => {
    provider.metadata = metadata(provider.issuer) as Record<string, unknown>;
    const before = await api.count('provider_transaction');
    expect(await start()).toBe('/sign-in?problem=provider_unavailable');
    expect(await api.count('provider_transaction')).toEqual(before);
    expect(provider.asked).toEqual(['/.well-known/openid-configuration']);
    expect(inside.asked).toEqual([]);
  });

  it('is not followed elsewhere, nor read without end', async () => {
    const config = '/.well-known/openid-configuration';
    provider.instead.set(config, (response) =>
      response.writeHead(302, { location: `${inside.issuer}${config}` }).end(),
    );
    expect(await start()).toBe('/sign-in?problem=provider_unavailable');
    expect(inside.asked).toEqual([]);
    clock.set(new Date(clock.now().getTime() + MINUTE_MS));
    provider.instead.set(config, (response) => response.writeHead(200).end(`{"x":"${'x'.repeat(600 * 1024)}"}`));
    expect(await start()).toBe('/sign-in?problem=provider_unavailable');
  });

  it('is asked for once an hour, and by many at once together', async () => {
    await Promise.all(Array.from({ length: 5 }, start));
    clock.set(new Date(clock.now().getTime() + 59 * MINUTE_MS));
    expect(await start()).toContain(provider.issuer);
    expect(provider.asked).toHaveLength(1);
    clock.set(new Date(clock.now().getTime() + 2 * MINUTE_MS));
    await start();
    expect(provider.asked).toHaveLength(2);
  });

  it('is not asked for again and again of one that does not answer, and is soon of one that does again', async () => {
    provider.instead.set('/.well-known/openid-configuration', (response) => response.destroy());
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await start()).toBe('/sign-in?problem=provider_unavailable');
    }
    expect(provider.asked).toHaveLength(1);
    provider.instead.clear();
    clock.set(new Date(clock.now().getTime() + 11_000));
    expect(await start()).toContain(provider.issuer);
  });
});

describe('A provider that fails', () => {
  it.each<[string, string, (response: Parameters<Parameters<HostileProvider['instead']['set']>[1]>[0]) => void]>([
    ['breaks off', '/token', (response) => response.destroy()],
    ['has a fault of its own', '/token', (response) => response.writeHead(500).end('<html>')],
    [
      'sends us elsewhere with the code',
      '/token',
      (response) => response.writeHead(307, { location: `${inside.issuer}/token` }).end(),
    ],
    ['answers without end', '/token', (response) => response.writeHead(200).end('x'.repeat(600 * 1024))],
    ['does not give its keys', '/jwks', (response) => response.destroy()],
    ['gives keys without end', '/jwks', (response) => response.writeHead(200).end('x'.repeat(600 * 1024))],
  ])('signs nobody in, and is called unavailable: it %s', async (_, path, instead) => {
    provider.instead.set(path, instead);
    await expectLost();
    expect(inside.asked).toEqual([]);
  });

  it('is given up after five seconds, its body included', async () => {
    provider.instead.set(
      '/token',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'),
    );
    await expectLost();
  });

  it('signs nobody in where it refuses the code', async () => {
    const refusal = JSON.stringify({ error: 'invalid_grant', error_description: 'said by the provider' });
    provider.instead.set('/token', (response) =>
      response.writeHead(400, { 'content-type': 'application/json' }).end(refusal),
    );
    await expectLost('answer_invalid');
  });
});
