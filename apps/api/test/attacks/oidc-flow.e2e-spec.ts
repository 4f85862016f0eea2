import { givenOrganization, givenPerson, type Client } from '@app/testing';
import {
  account,
  begin,
  CLIENT,
  comeBack,
  described,
  givenProvider,
  HOME,
  problemOf,
  signInBy,
  TRACES,
  type OidcGround,
} from '../oidc-ground.js';
import { HostileProvider } from './oidc-hostile.js';

let ground: OidcGround;
let hostile: HostileProvider;

beforeAll(async () => {
  hostile = await HostileProvider.start();
  ground = await givenProvider(
    { ann: account('ann@campaign.example', ['it']), mallory: account('mallory@campaign.example', ['it']) },
    () => [described(hostile.issuer, { id: 'elsewhere', name: 'Elsewhere', domains: ['campaign.example'] })],
  );
});
beforeEach(() => hostile.reset());
afterAll(async () => {
  await ground.api.close();
  await ground.provider.stop();
  await hostile.stop();
});

const browser = (): Client => ground.api.anonymous();
const stateOf = (location: string): string => new URL(location).searchParams.get('state') ?? '';

/** The browser comes with this, and is told no more than why it is refused. */
async function expectRefused(client: Client, to: URL, problem: string): Promise<void> {
  const before = await ground.api.count(...TRACES);
  const { headers } = await comeBack(client, to).expect(302);
  expect(problemOf(headers['location'] ?? '')).toBe(problem);
  expect(String(headers['set-cookie'] ?? '')).not.toContain('ascribe_session');
  expect(await ground.api.count(...TRACES)).toEqual(before);
  await client.get('/auth/me').expect(401);
}

describe('What a browser brings back', () => {
  it('is good in that browser only: nobody is signed in as somebody else by a link (login CSRF)', async () => {
    const mallory = browser();
    const back = await ground.provider.signIn(await begin(mallory), 'mallory');
    const victim = browser();
    await expectRefused(victim, back, 'sign_in_expired');
    await begin(victim);
    await expectRefused(victim, back, 'sign_in_expired');
    // The attempt took nothing from the browser whose it is.
    expect((await comeBack(mallory, back).expect(302)).headers['location']).toBe('/');
  });

  it('is good once', async () => {
    const client = browser();
    const back = await ground.provider.signIn(await begin(client), 'ann');
    await comeBack(client, back).expect(302);
    const sessions = await ground.api.count(...TRACES);
    const again = await comeBack(client, back).expect(302);
    expect(problemOf(again.headers['location'] ?? '')).toBe('sign_in_expired');
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(await ground.api.count(...TRACES)).toEqual(sessions);
  });

  it('is good once also when it comes twice at once', async () => {
    const client = browser();
    const back = await ground.provider.signIn(await begin(client), 'ann');
    const before = await ground.api.count('session');
    const answers = await Promise.all([comeBack(client, back), comeBack(client, back), comeBack(client, back)]);
    const problems = answers.map(({ headers }) => problemOf(headers['location'] ?? ''));
    expect(problems.filter((problem) => problem === null)).toHaveLength(1);
    expect(problems.filter((problem) => problem === 'sign_in_expired')).toHaveLength(2);
    expect((await ground.api.count('session'))['session']).toBe((before['session'] ?? 0) + 1);
  });

  it('is good for ten minutes', async () => {
    const client = browser();
    const back = await ground.provider.signIn(await begin(client), 'ann');
    await ground.api.sql(`UPDATE provider_transaction SET expires_at = created_at`);
    await expectRefused(client, back, 'sign_in_expired');
  });

  it.each<[string, (back: URL) => void, string]>([
    ['no state', (back) => back.searchParams.delete('state'), 'sign_in_expired'],
    ['an empty state', (back) => back.searchParams.set('state', ''), 'sign_in_expired'],
    ['another state', (back) => back.searchParams.set('state', 'a'.repeat(43)), 'sign_in_expired'],
    ['a state with NUL', (back) => back.searchParams.set('state', '\0'), 'sign_in_expired'],
    ['two states', (back) => back.searchParams.append('state', 'x'), 'sign_in_expired'],
    ['no issuer, of a provider that says it always', (back) => back.searchParams.delete('iss'), 'answer_invalid'],
    ['the issuer of another', (back) => back.searchParams.set('iss', hostile.issuer), 'answer_invalid'],
    ['two issuers', (back) => back.searchParams.append('iss', hostile.issuer), 'answer_invalid'],
    ['no code', (back) => back.searchParams.delete('code'), 'answer_invalid'],
    ['two codes', (back) => back.searchParams.append('code', 'x'), 'answer_invalid'],
    ['another code', (back) => back.searchParams.set('code', 'x'), 'answer_invalid'],
    ['a token as well', (back) => back.searchParams.set('id_token', 'x'), 'answer_invalid'],
    ['a signed answer, which we do not ask for', (back) => back.searchParams.set('response', 'x'), 'answer_invalid'],
  ])('is refused with %s', async (_, change, problem) => {
    const client = browser();
    const back = await ground.provider.signIn(await begin(client), 'ann');
    change(back);
    await expectRefused(client, back, problem);
  });

  it('is not taken from a provider for another (mix-up)', async () => {
    const client = browser();
    const atHostile = await begin(client, '/', 'elsewhere');
    // The hostile provider leads the browser on to the honest one, to get its code at our token request.
    const honest = new URL(await begin(browser()));
    honest.searchParams.set('state', stateOf(atHostile));
    const back = await ground.provider.signIn(honest.href, 'ann');
    await expectRefused(client, back, 'sign_in_expired');
    const again = await begin(client, '/', 'elsewhere');
    honest.searchParams.set('state', stateOf(again));
    honest.searchParams.set('redirect_uri', `${HOME}/api/v1/auth/oidc/elsewhere/callback`);
    await expectRefused(client, await ground.provider.signIn(honest.href, 'ann'), 'answer_invalid');
    expect(hostile.asked).not.toContain('/token');
  });

  it('is no code of another sign-in: the provider asks for the verifier that only its browser’s sign-in has', async () => {
    const mallory = browser();
    const code = (await ground.provider.signIn(await begin(mallory), 'mallory')).searchParams.get('code') ?? '';
    const victim = browser();
    const back = new URL(`${HOME}/api/v1/auth/oidc/campaign/callback`);
    back.search = new URLSearchParams({
      code,
      state: stateOf(await begin(victim)),
      iss: ground.provider.issuer,
    }).toString();
    await expectRefused(victim, back, 'answer_invalid');
  });

  it('is worth nothing without the verifier, to whoever caught the code', async () => {
    const code = (await ground.provider.signIn(await begin(browser()), 'ann')).searchParams.get('code') ?? '';
    const redeem = async (more: Record<string, string>): Promise<unknown> => {
      const basic = Buffer.from(`ascribe:${encodeURIComponent(CLIENT.client_secret)}`).toString('base64');
      const answer = await fetch(`${ground.provider.issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: `${HOME}/api/v1/auth/oidc/campaign/callback`,
          ...more,
        }),
      });
      return ((await answer.json()) as { error?: string }).error;
    };
    expect(await redeem({})).toBe('invalid_grant');
  });

  it('begins a session of a new secret, whatever cookies came with it', async () => {
    const planted = 'ascribe_session=planted-by-an-attacker';
    const client = browser();
    const back = await ground.provider.signIn(await begin(client), 'ann');
    const { headers } = await comeBack(client, back).set('cookie', planted).expect(302);
    expect(headers['location']).toBe('/');
    expect(String(headers['set-cookie'])).toMatch(/^ascribe_session=[\w-]{43};/);
    await ground.api.anonymous().with({ cookie: planted }).get('/auth/me').expect(401);
  });
});

describe('Where a sign-in ends', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    '/api/v1/auth/oidc/campaign/start',
    '/a\r\nset-cookie: x=y',
  ])('is never elsewhere: %j', async (next) => {
    expect((await signInBy(ground, browser(), 'ann', next)).location).toBe('/');
  });

  it('is the sign-in page where there is no such provider, also with words that are none', async () => {
    for (const id of ['nowhere', '__proto__', '..%2f..', '%0d%0aset-cookie:x=y', 'x'.repeat(150)]) {
      const { headers } = await browser().get(`/auth/oidc/${id}/start`).expect(302);
      expect(headers['location']).toBe('/sign-in?problem=unknown_provider');
      const back = await browser().get(`/auth/oidc/${id}/callback?code=x&state=y`).expect(302);
      expect(back.headers['location']).toBe('/sign-in?problem=unknown_provider');
    }
  });

  it('is the first page where it is asked for twice', async () => {
    const { headers } = await browser().get('/auth/oidc/campaign/start?next=/a&next=/b').expect(302);
    expect(headers['location']).toContain(ground.provider.issuer);
    const [row] = await ground.api.sql('SELECT next FROM provider_transaction ORDER BY created_at DESC LIMIT 1');
    expect(row).toEqual({ next: '/' });
  });
});

it('A source that begins without end is told to wait, and others are not', async () => {
  await ground.api.sql(
    `INSERT INTO provider_transaction (state_hash, browser_hash, provider, nonce, verifier, next, source, created_at, expires_at)
     SELECT sha256(convert_to('flood ' || n, 'UTF8')), '', 'campaign', '', '', '/', '127.0.0.1', now(), now() + interval '10 minutes' FROM generate_series(1, 500) n`,
  );
  const before = await ground.api.count('provider_transaction');
  const { headers } = await browser().get('/auth/oidc/campaign/start').expect(302);
  expect(headers['location']).toBe('/sign-in?problem=too_many_attempts');
  expect(await ground.api.count('provider_transaction')).toEqual(before);
  await ground.api.sql(`UPDATE provider_transaction SET source = '203.0.113.9'`);
  await begin(browser());
  await ground.api.sql('DELETE FROM provider_transaction');
});

describe('Linking', () => {
  const link = async (client: Client): Promise<string> =>
    (await client.post('/auth/oidc/campaign/links').expect(201)).body.location as string;

  it('is begun by a page of our own only, and by no key', async () => {
    const organization = await givenOrganization(ground.api);
    const client = await ground.api.signedIn(organization.owner);
    const before = await ground.api.count('provider_transaction');
    await client.with({ 'x-csrf-token': '' }).post('/auth/oidc/campaign/links').expect(403);
    await browser().post('/auth/oidc/campaign/links').expect(401);
    const { body: key } = await client.post('/api-keys', { name: 'x', scopes: ['read', 'write'] }).expect(201);
    await ground.api.withKey(key.secret).post('/auth/oidc/campaign/links').expect(403);
    await client.post('/auth/oidc/nowhere/links').expect(404);
    expect(await ground.api.count('provider_transaction')).toEqual(before);
  });

  it('asks whoever has a second factor to have passed it: else it would be a way around it', async () => {
    const person = await givenPerson(ground.api);
    const client = await ground.api.signedIn(person);
    await ground.api.sql(
      `INSERT INTO second_factor (user_id, secret, last_step, enrolled_at) VALUES ($1, '', 0, now())`,
      [person.id],
    );
    const before = await ground.api.count('provider_transaction');
    const { body } = await client.post('/auth/oidc/campaign/links').expect(403);
    expect(body.code).toBe('second_factor_required');
    expect(await ground.api.count('provider_transaction')).toEqual(before);
    await ground.api.sql('UPDATE session SET second_factor_at = now() WHERE user_id = $1', [person.id]);
    await client.post('/auth/oidc/campaign/links').expect(201);
  });

  it('ends in the session in which it began, and nowhere else', async () => {
    await ground.provider.account('loose', account('loose@elsewhere.example'));
    const [mallory, victim] = [await givenPerson(ground.api), await givenPerson(ground.api)];
    const client = await ground.api.signedIn(mallory);
    const back = await ground.provider.signIn(await link(client), 'loose');
    const before = await ground.api.count('user_identity');
    const other = await ground.api.signedIn(victim);
    expect((await comeBack(other, back).expect(302)).headers['location']).toBe('/sign-in?problem=sign_in_expired');
    // Signed out meanwhile; and signed in again, which is another session.
    await client.post('/auth/logout').expect(204);
    const { headers } = await comeBack(client, back).expect(302);
    expect(headers['location']).toBe('/settings/security?problem=sign_in_expired');
    expect(headers['set-cookie']).toBeUndefined();
    expect(await ground.api.count('user_identity')).toEqual(before);
  });

  it('takes an account from nobody, and gives nobody a second one', async () => {
    await ground.provider.account('first', account('first@elsewhere.example'));
    await ground.provider.account('second', account('second@elsewhere.example'));
    const mine = await ground.api.signedIn(await givenPerson(ground.api));
    await comeBack(mine, await ground.provider.signIn(await link(mine), 'first')).expect(302);
    const before = await ground.api.count('user_identity');
    const other = await ground.api.signedIn(await givenPerson(ground.api));
    for (const [client, who] of [
      [other, 'first'],
      [mine, 'second'],
    ] as const) {
      const { headers } = await comeBack(client, await ground.provider.signIn(await link(client), who)).expect(302);
      expect(headers['location']).toBe('/settings/security?problem=identity_conflict');
    }
    const again = await comeBack(mine, await ground.provider.signIn(await link(mine), 'first')).expect(302);
    expect(again.headers['location']).toBe('/settings/security');
    expect(await ground.api.count('user_identity')).toEqual(before);
  });
});
