import { givenMember, givenOrganization, IdentityProviderUnderTest, whileLocked } from '@app/testing';
import {
  account,
  begin,
  CLIENT,
  comeBack,
  givenAccountAt,
  givenLinked,
  givenProvider,
  MAPPED,
  ALSO_MAPPED,
  roles,
  signInBy,
  type OidcGround,
} from './oidc-ground.js';

let ground: OidcGround;

beforeAll(async () => {
  ground = await givenProvider({});
});
afterAll(async () => {
  await ground.api.close();
  await ground.provider.stop();
});

const givenAccount = async (groups: readonly string[], over: Parameters<typeof account>[2] = {}) =>
  await givenAccountAt(ground, groups, over);

const historyOf = async (email: string): Promise<object[]> =>
  await ground.api.sql(
    `SELECT body->>'action' AS action, body->'by'->>'purpose' AS purpose, body->>'organizationId' AS "organizationId"
     FROM (SELECT entry_id, convert_from(body, 'UTF8')::jsonb AS body FROM history_payload) p, app_user u
     WHERE u.email = $1 AND body->'subject'->>'id' = u.id::text ORDER BY entry_id`,
    [email],
  );

describe('Sign-in with an identity provider', () => {
  it('is offered to whoever is not signed in, with nothing but its name', async () => {
    const { body } = await ground.api.anonymous().get('/auth/oidc').expect(200);
    expect(body).toEqual({ items: [{ id: 'campaign', name: 'Campaign directory' }], nextCursor: null });
  });

  it('leads to the provider with state, nonce and a challenge, and keeps their originals', async () => {
    const browser = ground.api.anonymous();
    const { headers } = await browser.get('/auth/oidc/campaign/start').expect(302);
    const to = new URL(headers['location'] ?? '');
    expect(to.origin).toBe(ground.provider.issuer);
    const asked = Object.fromEntries(to.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: 'https://ascribe.example/api/v1/auth/oidc/campaign/callback',
      scope: 'openid email profile groups',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked[name]).toMatch(/^[\w-]{43}$/);
    }
    const [cookie = ''] = headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(
      /^ascribe_provider=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/auth\/oidc; HttpOnly; SameSite=Lax$/,
    );
    expect(`${cookie}${to.href}`).not.toContain(await lastVerifier());
    expect(headers['cache-control']).toBe('no-store');
  });

  it('makes a person whom a mapped organization admits, gives the role, and ends at the page that was asked for', async () => {
    const { id, email } = await givenAccount(['it']);
    const browser = ground.api.anonymous();
    const { location } = await signInBy(ground, browser, id, '/incidents?status=open');
    expect(location).toBe('/incidents?status=open');
    const { body } = await browser.get('/auth/me').expect(200);
    expect(body).toMatchObject({
      email,
      name: `Name of ${email}`,
      administrator: false,
      memberships: [{ organizationId: MAPPED, role: 'responder' }],
    });
    expect(await historyOf(email)).toEqual([
      { action: 'member.joined', purpose: 'identity_provider campaign', organizationId: MAPPED },
    ]);
  });

  it('finds the same person again, whatever their e-mail is by now', async () => {
    const { id, email } = await givenAccount(['it']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    await ground.provider.account(id, account('somebody-else@elsewhere.example', ['it'], { verified: false }));
    const again = ground.api.anonymous();
    const people = await ground.api.count('app_user', 'user_identity');
    expect((await signInBy(ground, again, id)).location).toBe('/');
    expect((await again.get('/auth/me').expect(200)).body.email).toBe(email);
    expect(await ground.api.count('app_user', 'user_identity')).toEqual(people);
  });

  it('says of the session that a second factor was passed only where the provider says so', async () => {
    const factor = async (email: string): Promise<object[]> =>
      await ground.api.sql(
        `SELECT s.method, s.second_factor_at IS NOT NULL AS passed FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.email = $1`,
        [email],
      );
    const one = await givenAccount(['it'], { amr: ['pwd'] });
    await signInBy(ground, ground.api.anonymous(), one.id);
    expect(await factor(one.email)).toEqual([{ method: 'oidc', passed: false }]);
    const two = await givenAccount(['it'], { amr: ['pwd', 'mfa'] });
    await signInBy(ground, ground.api.anonymous(), two.id);
    expect(await factor(two.email)).toEqual([{ method: 'oidc', passed: true }]);
  });

  it('is one person for two tabs of one browser', async () => {
    const { id } = await givenAccount(['it']);
    const browser = ground.api.anonymous();
    const [first, second] = [await begin(browser), await begin(browser, '/incidents')];
    const back = await ground.provider.signIn(first, id);
    const backToo = await ground.provider.signIn(second, id);
    expect((await comeBack(browser, back).expect(302)).headers['location']).toBe('/');
    expect((await comeBack(browser, backToo).expect(302)).headers['location']).toBe('/incidents');
  });

  it('makes one person of an account that comes twice at once', async () => {
    const { id, email } = await givenAccount(['it']);
    const browsers = [ground.api.anonymous(), ground.api.anonymous(), ground.api.anonymous()];
    const backs = await Promise.all(browsers.map(async (one) => await ground.provider.signIn(await begin(one), id)));
    const answers = await whileLocked(
      ground.api,
      {
        lock: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
        values: [`${ground.provider.issuer} ${id}`],
        waiting: browsers.length,
      },
      () => browsers.map((one, index) => comeBack(one, backs[index] as URL)),
    );
    expect(answers.map(({ headers }) => headers['location'])).toEqual(['/', '/', '/']);
    expect(await ground.api.sql('SELECT count(*)::int AS n FROM app_user WHERE email = $1', [email])).toEqual([
      { n: 1 },
    ]);
    expect(await historyOf(email)).toHaveLength(1);
  });

  it('knows a provider again that has changed its keys', async () => {
    const { id, email } = await givenAccount(['it']);
    await signInBy(ground, ground.api.anonymous(), id);
    const port = Number(new URL(ground.provider.issuer).port);
    await ground.provider.stop();
    const provider = await IdentityProviderUnderTest.start({
      port,
      clients: [{ ...CLIENT, redirect_uris: ['https://ascribe.example/api/v1/auth/oidc/campaign/callback'] }],
      accounts: { [id]: account(email, ['it']) },
    });
    ground = { ...ground, provider };
    expect((await signInBy(ground, ground.api.anonymous(), id)).location).toBe('/');
  });
});

describe('The groups of a provider', () => {
  it('replace the role at the next sign-in, by the first line that fits, and take it when none fits', async () => {
    const { id, email } = await givenAccount(['it']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    await ground.provider.account(id, account(email, ['it', 'leads', 'press']));
    await signInBy(ground, browser, id);
    expect(await roles(browser)).toEqual({ [MAPPED]: 'lead', [ALSO_MAPPED]: 'analyst' });
    await ground.provider.account(id, account(email, []));
    await signInBy(ground, browser, id);
    expect(await roles(browser)).toEqual({});
    const of = (action: string, organizationId: string) => ({
      action,
      purpose: 'identity_provider campaign',
      organizationId,
    });
    expect(await historyOf(email)).toEqual([
      of('member.joined', MAPPED),
      of('member.role_changed', MAPPED),
      of('member.joined', ALSO_MAPPED),
      of('member.left', MAPPED),
      of('member.left', ALSO_MAPPED),
    ]);
    const owner = await ground.api.signedIn(ground.owner);
    const { body } = await owner.get(`/organizations/${ALSO_MAPPED}/history`).expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        action: 'member.joined',
        by: { id: null, name: 'Ascribe', purpose: 'identity_provider campaign' },
        reason: 'By the groups of Campaign directory, at sign-in.',
      }),
    );
  });

  it('end with the seat the keys that act by it', async () => {
    const { id, email } = await givenAccount(['leads']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    const { body: me } = await browser.get('/auth/me');
    const signed = browser.with({ 'x-csrf-token': me.csrfToken });
    const { body: key } = await signed.post('/api-keys', { name: 'x', scopes: ['read'] }).expect(201);
    await ground.api.withKey(key.secret).get('/auth/me').expect(200);
    await ground.provider.account(id, account(email, []));
    await signInBy(ground, browser, id);
    await ground.api.withKey(key.secret).get('/auth/me').expect(401);
  });

  it('never touch an organization that is not mapped, nor a seat that a person gave where they give none', async () => {
    const given = await givenAccount([]);
    const other = await givenOrganization(ground.api);
    const person = await givenLinked(ground, given);
    await givenMember(ground.api, other, 'lead', person);
    await givenMember(ground.api, { id: ALSO_MAPPED }, 'responder', person);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, given.id);
    expect(await roles(browser)).toEqual({ [other.id]: 'lead', [ALSO_MAPPED]: 'responder' });
  });

  it('never leave an organization without an owner', async () => {
    const { id, email } = await givenAccount(['owners']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    const owner = await ground.api.signedIn(ground.owner);
    await owner.post(`/organizations/${MAPPED}/members/${ground.owner.id}/endings`, { reason: 'x' }).expect(201);
    for (const groups of [['it'], []]) {
      await ground.provider.account(id, account(email, groups));
      await signInBy(ground, browser, id);
      expect(await roles(browser)).toEqual({ [MAPPED]: 'owner' });
    }
    await givenMember(ground.api, { id: MAPPED }, 'owner', ground.owner);
    await signInBy(ground, browser, id);
    expect(await roles(browser)).toEqual({});
  });

  it('have no hold on a seat that a person gave after they took theirs', async () => {
    const { id, email } = await givenAccount(['it']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    const { body: me } = await browser.get('/auth/me');
    const owner = await ground.api.signedIn(ground.owner);
    await owner.post(`/organizations/${MAPPED}/members/${me.id}/endings`, { reason: 'x' }).expect(201);
    await givenMember(ground.api, { id: MAPPED }, 'analyst', me);
    await ground.provider.account(id, account(email, []));
    await signInBy(ground, browser, id);
    expect(await roles(browser)).toEqual({ [MAPPED]: 'analyst' });
  });
});

const lastVerifier = async (): Promise<string> =>
  (
    await ground.api.sql<{ verifier: string }>(
      'SELECT verifier FROM provider_transaction ORDER BY created_at DESC LIMIT 1',
    )
  )[0]?.verifier ?? '';
