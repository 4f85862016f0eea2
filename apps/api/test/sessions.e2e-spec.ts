import { StandingClock } from '@app/platform';
import { givenPerson, PASSWORD, type ApplicationUnderTest, type Client, type Person } from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NEW_PASSWORD = 'seven quiet kettles hum';
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let person: Person;
let client: Client;

const pass = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
const sessionsOf = async (whose: Client) => (await whose.get('/auth/sessions').expect(200)).body.items;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  pass(20 * MINUTE_MS);
  person = await givenPerson(api);
  client = await api.signedIn(person);
});
afterAll(async () => {
  await api.close();
});

describe('The sessions of a person', () => {
  it('are told with how, since when, from where and by which browser', async () => {
    const began = clock.now();
    pass(10 * MINUTE_MS);
    const phone = api.anonymous().with({ 'user-agent': 'A phone' });
    await phone.post('/auth/login', { email: person.email, password: PASSWORD }).expect(200);
    const [newest, first] = await sessionsOf(client);
    expect(newest).toMatchObject({ userAgent: 'A phone', current: false, createdAt: clock.now().toISOString() });
    expect(first).toEqual({
      id: expect.any(String),
      method: 'password',
      userAgent: null,
      source: '127.0.0.1',
      createdAt: began.toISOString(),
      lastSeenAt: clock.now().toISOString(),
      expiresAt: new Date(clock.now().getTime() + 24 * HOUR_MS).toISOString(),
      secondFactorPassed: false,
      current: true,
    });
  });

  it('are seen within five minutes', async () => {
    pass(4 * MINUTE_MS);
    const [seen] = await sessionsOf(client);
    expect(seen.lastSeenAt).toBe(seen.createdAt);
  });

  it('end a day after they were last used, and a week after they began however busy', async () => {
    for (let hours = 0; hours < 7 * 24 - 20; hours += 20) {
      pass(20 * HOUR_MS);
      await client.get('/auth/me').expect(200);
    }
    pass(20 * HOUR_MS);
    await client.get('/auth/me').expect(401);
    const idle = await api.signedIn(person);
    pass(24 * HOUR_MS);
    await idle.get('/auth/me').expect(401);
  });

  it('end all but this one, or all at once', async () => {
    const others = [await api.signedIn(person), await api.signedIn(person)];
    const stranger = await api.signedIn(await givenPerson(api));
    expect((await client.post('/auth/session-endings', { scope: 'others' }).expect(201)).body).toEqual({ ended: 2 });
    for (const other of others) {
      await other.get('/auth/me').expect(401);
    }
    await client.get('/auth/me').expect(200);
    await client.post('/auth/session-endings', { scope: 'mine' }).expect(422);
    const again = await api.signedIn(person);
    const answer = await client.post('/auth/session-endings', { scope: 'all' }).expect(201);
    expect(answer.body).toEqual({ ended: 2 });
    expect(String(answer.headers['set-cookie'])).toMatch(/^ascribe_session=;/);
    await client.get('/auth/me').expect(401);
    await again.get('/auth/me').expect(401);
    await stranger.get('/auth/me').expect(200);
  });
});

describe('The browsers that a person is known by', () => {
  const devices = async () =>
    await api.sql<{ name: string }>(
      `SELECT encode(token_hash, 'escape') AS name FROM known_device WHERE user_id = $1 ORDER BY created_at`,
      [person.id],
    );

  it('are the latest twenty, and none once they signed out everywhere', async () => {
    await api.sql(
      `INSERT INTO known_device (token_hash, user_id, created_at, expires_at)
       SELECT convert_to('older ' || n, 'UTF8'), $1, $2::timestamptz - n * interval '1 hour', $2::timestamptz + interval '1 day' FROM generate_series(1, 25) n`,
      [person.id, clock.now()],
    );
    await api.signedIn(person);
    const known = await devices();
    expect(known).toHaveLength(20);
    expect(known[0]?.name).toBe('older 18');
    await client.post('/auth/session-endings', { scope: 'all' }).expect(201);
    expect(await devices()).toEqual([]);
  });
});

describe('Changing the password', () => {
  it('takes the present one, ends the other sessions, and is recorded', async () => {
    const other = await api.signedIn(person);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const { body } = await client.post('/auth/password-changes', change).expect(201);
    expect(body).toEqual({ changedAt: clock.now().toISOString() });
    await other.get('/auth/me').expect(401);
    await client.get('/auth/me').expect(200);
    await api.anonymous().post('/auth/login', { email: person.email, password: PASSWORD }).expect(401);
    await api.signedIn(person, NEW_PASSWORD);
    const { body: events } = await client.get('/auth/sign-in-events').expect(200);
    expect(events.items).toMatchObject([{ kind: 'password_changed' }]);
  });

  it('is refused with a wrong one, and guesses of it are bounded', async () => {
    const guess = { currentPassword: 'not the password', newPassword: NEW_PASSWORD };
    for (let failure = 0; failure < 5; failure += 1) {
      expectProblem(await client.post('/auth/password-changes', guess), {
        status: 422,
        code: 'invalid',
        path: 'currentPassword',
      });
    }
    const right = { ...guess, currentPassword: PASSWORD };
    expectProblem(await client.post('/auth/password-changes', right), { status: 429, code: 'too_many_failures' });
    await api.signedIn(person);
    pass(15 * MINUTE_MS);
    await client.post('/auth/password-changes', right).expect(201);
  });

  it('is refused where the new one is short or among the first that anyone would try', async () => {
    for (const newPassword of ['short', 'x'.repeat(201), 'Password-2024-!', `${person.email}`, 7, null]) {
      const answer = await client.post('/auth/password-changes', { currentPassword: PASSWORD, newPassword });
      expectProblem(answer, { status: 422, code: 'invalid', path: 'newPassword' });
    }
    await api.signedIn(person);
  });

  it('is nothing for those who sign in elsewhere', async () => {
    await api.sql('UPDATE app_user SET password_hash = NULL WHERE id = $1', [person.id]);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expectProblem(await client.post('/auth/password-changes', change), { status: 409, code: 'no_password' });
  });
});
