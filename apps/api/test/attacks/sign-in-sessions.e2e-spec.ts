import { StandingClock } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  givenPerson,
  PASSWORD,
  type ApplicationUnderTest,
  type Person,
} from '@app/testing';
import request from 'supertest';
import { expectProblem } from '../bad-input.js';
import { codeAt, givenSecondFactor, wrongCode } from '../second-factor.js';
import { startApi } from '../start-api.js';

const STEP_MS = 30_000;
const clock = new StandingClock(new Date());
const NEW_PASSWORD = 'seven quiet kettles hum';

let api: ApplicationUnderTest;
let person: Person;

const server = (): Parameters<typeof request>[0] => api.app.getHttpServer();
const cookiesOf = (headers: Record<string, unknown>): string[] => (headers['set-cookie'] ?? []) as string[];
const named = (cookies: readonly string[], name: string): string =>
  cookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? '';

/** A browser, by its cookie alone: `cookie` is what an attacker would have copied or planted. */
async function browser(person: Pick<Person, 'email'>, more: Readonly<Record<string, string>> = {}) {
  const { headers, body } = await request(server())
    .post('/api/v1/auth/login')
    .set(more)
    .send({ email: person.email, password: PASSWORD })
    .expect(200);
  const cookies = cookiesOf(headers);
  return { cookies, cookie: named(cookies, 'ascribe_session').split(';')[0] ?? '', token: body.csrfToken as string };
}

const me = (cookie: string) => request(server()).get('/api/v1/auth/me').set({ cookie });
const post = (path: string, { cookie, token }: { cookie: string; token: string }, body: object) =>
  request(server()).post(`/api/v1${path}`).set({ cookie, 'x-csrf-token': token }).send(body);

beforeAll(async () => {
  api = await startApi({ clock, environment: { ASCRIBE_TRUST_PROXY: 'on' } });
});
beforeEach(async () => {
  person = await givenPerson(api);
});
afterAll(async () => {
  await api.close();
});

describe('A session that was planted', () => {
  it('is worth nothing: sign-in makes a secret of its own, and leaves that of an attacker to the attacker', async () => {
    const attacker = await browser(await givenPerson(api));
    for (const planted of ['ascribe_session=chosen-by-an-attacker', attacker.cookie]) {
      const victim = await browser(person, { cookie: planted });
      expect(victim.cookie).not.toBe(planted);
      expect((await me(victim.cookie).expect(200)).body.id).toBe(person.id);
      const { body } = await me(planted);
      expect(body.id).not.toBe(person.id);
    }
    await me('ascribe_session=chosen-by-an-attacker').expect(401);
  });

  it('does not pass a second factor with its owner: the secret and the token are others from then on', async () => {
    const copied = await browser(person);
    const { body: offer } = await post('/auth/totp/enrollments', copied, {}).expect(201);
    const code = codeAt(offer.secret as string, clock.now());
    const { headers, body } = await post('/auth/totp/confirmations', copied, { code }).expect(201);
    const cookie = named(cookiesOf(headers), 'ascribe_session').split(';')[0] ?? '';
    await me(copied.cookie).expect(401);
    expect(body.csrfToken).not.toBe(copied.token);
    await post('/auth/logout', { cookie, token: copied.token }, {}).expect(403);
    expect((await me(cookie).expect(200)).body.secondFactor).toMatchObject({ passed: true });

    const next = codeAt(offer.secret as string, new Date(clock.now().getTime() + STEP_MS));
    const again = await post('/auth/totp/verifications', { cookie, token: body.csrfToken }, { code: next }).expect(201);
    await me(cookie).expect(401);
    await me(named(cookiesOf(again.headers), 'ascribe_session').split(';')[0] ?? '').expect(200);
  });

  it('is over in every copy once its owner signs out, everywhere or here', async () => {
    const copied = await browser(person);
    const other = await browser(person);
    await post('/auth/session-endings', other, { scope: 'all' }).expect(201);
    await me(copied.cookie).expect(401);
    await me(other.cookie).expect(401);
  });

  it('is over when the password, the second factor or the last membership changes', async () => {
    const organization = await givenOrganization(api);
    const owner = await api.signedIn(organization.owner);
    await givenMember(api, organization, 'lead', person);
    let copied = await browser(person);
    const own = await browser(person);
    await post('/auth/password-changes', own, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }).expect(201);
    await me(copied.cookie).expect(401);

    await post('/auth/password-changes', own, {
      currentPassword: NEW_PASSWORD,
      newPassword: 'eight loud kettles sing',
    });
    await api.sql(
      'UPDATE app_user SET password_hash = (SELECT password_hash FROM app_user WHERE id = $1) WHERE id = $2',
      [organization.owner.id, person.id],
    );
    copied = await browser(person);
    await givenSecondFactor(api, person, clock.now());
    await me(copied.cookie).expect(401);

    await api.sql('UPDATE session SET ended_at = NULL WHERE user_id = $1', [person.id]);
    await me(copied.cookie).expect(200);
    await owner.post(`/organizations/${organization.id}/members/${person.id}/endings`, { reason: 'Left.' }).expect(201);
    await me(copied.cookie).expect(401);
  });
});

describe('Cookies', () => {
  it('are for the server alone, on this host alone, and secure behind TLS', async () => {
    const { cookies } = await browser(person, { 'x-forwarded-proto': 'https' });
    const session = named(cookies, 'ascribe_session');
    const device = named(cookies, '__Host-ascribe_device');
    expect(cookies).toHaveLength(2);
    for (const cookie of [session, device]) {
      expect(cookie).toMatch(/; HttpOnly(?:;|$)/);
      expect(cookie).toMatch(/; Secure(?:;|$)/);
      expect(cookie).toMatch(/; Path=\/(?:;|$)/);
      expect(cookie).not.toMatch(/Domain=/i);
    }
    expect(session).toMatch(/; SameSite=Lax/);
    expect(device).toMatch(/; SameSite=Strict/);
  });

  it('have no prefix that plain http could not set', async () => {
    const { cookies } = await browser(person);
    expect(named(cookies, 'ascribe_device')).toMatch(/HttpOnly/);
    expect(cookies.join()).not.toMatch(/Secure|__Host-/);
  });

  it('are set by nobody who has not signed in', async () => {
    const { secret } = await givenSecondFactor(api, person, clock.now());
    for (const body of [
      { email: person.email, password: 'not the password' },
      { email: person.email, password: PASSWORD },
      { email: person.email, password: PASSWORD, totp: wrongCode(secret, clock.now()) },
    ]) {
      const { headers } = await request(server()).post('/api/v1/auth/login').send(body).expect(401);
      expect(headers['set-cookie']).toBeUndefined();
    }
  });
});

describe('A page of another site', () => {
  const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'];

  it.each([...FORM_TYPES, 'text/plain;application/json', null])(
    'cannot sign anybody in by a request of type %s, which it may send unasked',
    async (type) => {
      const body = JSON.stringify({ email: person.email, password: PASSWORD });
      const answer = await api.anonymous().raw('post', '/auth/login', body, type);
      expectProblem(answer, { status: 415, code: 'unsupported_media_type' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('is told by no header that it may send or read anything else', async () => {
    const asked = await request(server()).options('/api/v1/auth/login').set({
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    });
    const answered = await request(server())
      .post('/api/v1/auth/login')
      .set({ origin: 'https://evil.example' })
      .send({ email: person.email, password: PASSWORD });
    for (const { headers } of [asked, answered]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('cannot change anything of the sign-in with the cookie alone', async () => {
    const { secret, client } = await givenSecondFactor(api, person, clock.now());
    const code = codeAt(secret, clock.now());
    const other = await api.signedIn(await givenPerson(api));
    const { body: foreign } = await other.get('/auth/me').expect(200);
    const [session] = (await client.get('/auth/sessions').expect(200)).body.items;
    const before = await api.count('session', 'second_factor', 'second_factor_enrollment', 'sign_in_event', 'api_key');
    for (const token of ['', 'wrong', foreign.csrfToken as string]) {
      const forged = client.with({ 'x-csrf-token': token });
      for (const [path, body] of [
        ['/auth/logout', {}],
        ['/auth/session-endings', { scope: 'all' }],
        ['/auth/password-changes', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }],
        ['/auth/totp/enrollments', { code }],
        ['/auth/totp/confirmations', { code }],
        ['/auth/totp/verifications', { code }],
        ['/auth/totp/recovery-codes', { code }],
        ['/auth/totp/removals', { code }],
        ['/api-keys', { name: 'Forged', scopes: ['write'] }],
      ] as const) {
        expectProblem(await forged.post(path, body), { status: 403, code: 'csrf_token_invalid' });
      }
      await forged.delete(`/auth/sessions/${session.id}`).expect(403);
    }
    await client.get('/auth/me').expect(200);
    expect(await api.count(...Object.keys(before))).toEqual(before);
  });
});

describe('Somebody else', () => {
  it('ends, lists and changes nothing of a person', async () => {
    const client = await api.signedIn(person);
    const stranger = await api.signedIn(await givenPerson(api));
    const [mine] = (await client.get('/auth/sessions').expect(200)).body.items;
    await stranger.delete(`/auth/sessions/${mine.id}`).expect(404);
    await stranger.post('/auth/session-endings', { scope: 'all', userId: person.id }).expect(422);
    await stranger.post('/auth/totp/enrollments', { userId: person.id }).expect(422);
    const asked = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await stranger.post('/auth/password-changes', { ...asked, email: person.email }).expect(422);
    await stranger.post('/auth/session-endings', { scope: 'all' }).expect(201);
    await client.get('/auth/me').expect(200);
    await api.signedIn(person);
  });
});
