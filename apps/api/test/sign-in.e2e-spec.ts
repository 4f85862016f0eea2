import { StandingClock } from '@app/platform';
import { givenOrganization, givenPerson, PASSWORD, type ApplicationUnderTest, type Person } from '@app/testing';
import request from 'supertest';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

const MINUTE_MS = 60 * 1000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let person: Person;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + 20 * MINUTE_MS));
  person = await givenPerson(api);
});
afterAll(async () => {
  await api.close();
});

const attempt = (email: string, password: string): request.Test =>
  api.anonymous().post('/auth/login', { email, password });
const server = (): Parameters<typeof request>[0] => api.app.getHttpServer();

describe('Signing in', () => {
  it('answers a wrong password and an unknown e-mail alike, and begins nothing', async () => {
    const before = await api.count('session', 'app_user');
    const wrong = await attempt(person.email, 'not the password').expect(401);
    const unknown = await attempt('nobody@test.example', PASSWORD).expect(401);
    const { requestId: _, ...said } = wrong.body;
    const { requestId: __, ...saidToo } = unknown.body;
    expect(saidToo).toEqual(said);
    expect(Object.keys(unknown.headers).toSorted()).toEqual(Object.keys(wrong.headers).toSorted());
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(await api.count('session', 'app_user')).toEqual(before);
  });

  it('begins a session of a new secret, whatever cookie came with it', async () => {
    const planted = 'ascribe_session=planted-by-an-attacker';
    const answer = await request(server())
      .post('/api/v1/auth/login')
      .set('cookie', planted)
      .send({ email: person.email, password: PASSWORD })
      .expect(200);
    const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^ascribe_session=[\w-]{43};/);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    await request(server()).get('/api/v1/auth/me').set('cookie', planted).expect(401);
    await request(server()).get('/api/v1/auth/me').set('cookie', cookie).expect(200);
    const again = await request(server())
      .post('/api/v1/auth/login')
      .set('cookie', cookie)
      .send({ email: person.email, password: PASSWORD })
      .expect(200);
    expect((again.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0]).not.toBe(cookie.split(';')[0]);
  });

  it('takes the e-mail in any case, and only text', async () => {
    await attempt(person.email.toUpperCase(), PASSWORD).expect(200);
    for (const wrong of [
      { email: null },
      { password: null },
      { password: { $ne: '' } },
      { email: ['a'] },
      { role: 'owner' },
      { password: 'x'.repeat(201) },
    ]) {
      await api
        .anonymous()
        .post('/auth/login', { email: person.email, password: PASSWORD, ...wrong })
        .expect(422);
    }
  });

  it('waits after five failures, says how long, and lets in again afterwards', async () => {
    for (let failure = 0; failure < 5; failure += 1) {
      await attempt(person.email, 'not the password').expect(401);
    }
    const { headers, body } = await attempt(person.email, PASSWORD).expect(429);
    expect(body.code).toBe('too_many_failures');
    expect(Number(headers['retry-after'])).toBe(15 * 60);
    await attempt((await givenPerson(api)).email, PASSWORD).expect(200);
    clock.set(new Date(clock.now().getTime() + 15 * MINUTE_MS));
    await attempt(person.email, PASSWORD).expect(200);
  });

  it('counts guesses that come all at once', async () => {
    const guesses = Array.from({ length: 20 }, async () => await attempt(person.email, 'not the password'));
    const answers = statuses(await Promise.all(guesses));
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(15);
  });

  it('counts failures and no successes', async () => {
    for (let success = 0; success < 8; success += 1) {
      await attempt(person.email, PASSWORD).expect(200);
    }
    for (let failure = 0; failure < 4; failure += 1) {
      await attempt(person.email, 'not the password').expect(401);
      await attempt(person.email, PASSWORD).expect(200);
    }
  });

  it('is not closed to a person by failures from elsewhere', async () => {
    const key = person.email.toLowerCase();
    await api.sql(
      `INSERT INTO sign_in_failure (email_hash, source, at) SELECT sha256(convert_to($1, 'UTF8')), '203.0.113.9', $2::timestamptz FROM generate_series(1, 29)`,
      [key, clock.now()],
    );
    await attempt(person.email, PASSWORD).expect(200);
  });

  it('waits at a source that fails with many e-mails', async () => {
    await api.sql(
      `INSERT INTO sign_in_failure (email_hash, source, at) SELECT sha256(convert_to('guess ' || n, 'UTF8')), '127.0.0.1', $1::timestamptz FROM generate_series(1, 50) n`,
      [clock.now()],
    );
    await attempt(person.email, PASSWORD).expect(429);
  });

  it('counts the failures of one who accepts an invitation with a guessed password', async () => {
    const organization = await givenOrganization(api);
    const owner = await api.signedIn(organization.owner);
    const { body } = await owner
      .post(`/organizations/${organization.id}/invitations`, { email: person.email, name: 'X', role: 'analyst' })
      .expect(201);
    for (let failure = 0; failure < 5; failure += 1) {
      await api.anonymous().post(`/auth${body.path}`, { password: 'not the password' }).expect(401);
    }
    await api.anonymous().post(`/auth${body.path}`, { password: PASSWORD }).expect(429);
  });
});

describe('A session', () => {
  it('changes nothing without the token that only its own page knows', async () => {
    const organization = await givenOrganization(api);
    const owner = await api.signedIn(organization.owner);
    const other = await api.signedIn(await givenPerson(api));
    const { csrfToken: foreign } = (await other.get('/auth/me')).body;
    const path = `/organizations/${organization.id}`;
    const before = await api.count('invitation', 'api_key', 'history_entry');
    for (const token of ['', 'wrong', foreign]) {
      const forged = owner.with({ 'x-csrf-token': token });
      await forged.patch(path, { name: 'Forged' }, 1).expect(403);
      await forged.post(`${path}/invitations`, { email: 'a@b.example', name: 'A', role: 'owner' }).expect(403);
      await forged.post('/api-keys', { name: 'Forged', scopes: ['write'] }).expect(403);
      await forged.post('/auth/logout').expect(403);
    }
    await owner.get(path).expect(200);
    expect(await api.count('invitation', 'api_key', 'history_entry')).toEqual(before);
  });

  it('is over when it is ended, and nobody else ends it', async () => {
    const mine = await api.signedIn(person);
    const stranger = await api.signedIn(await givenPerson(api));
    const [session] = (await mine.get('/auth/sessions').expect(200)).body.items;
    await stranger.delete(`/auth/sessions/${session.id}`).expect(404);
    await mine.get('/auth/me').expect(200);
    await mine.delete(`/auth/sessions/${session.id}`).expect(204);
    await mine.get('/auth/me').expect(401);
  });

  it('is over after sign-out, for a copy of its cookie too', async () => {
    const { headers } = await attempt(person.email, PASSWORD).expect(200);
    const [cookie = ''] = headers['set-cookie'] as unknown as string[];
    const me = await request(server()).get('/api/v1/auth/me').set('cookie', cookie).expect(200);
    await request(server())
      .post('/api/v1/auth/logout')
      .set('cookie', cookie)
      .set('x-csrf-token', me.body.csrfToken)
      .expect(204);
    await request(server()).get('/api/v1/auth/me').set('cookie', cookie).expect(401);
  });

  it('is over after seven days', async () => {
    const client = await api.signedIn(person);
    clock.set(new Date(clock.now().getTime() + 7 * 24 * 60 * MINUTE_MS));
    await client.get('/auth/me').expect(401);
  });
});
