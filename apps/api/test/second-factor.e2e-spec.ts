import { StandingClock } from '@app/platform';
import { givenOrganization, givenPerson, PASSWORD, type ApplicationUnderTest, type Person } from '@app/testing';
import { expectProblem } from './bad-input.js';
import { codeAt, givenSecondFactor, signedInWith, wrongCode } from './second-factor.js';
import { startApi } from './start-api.js';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let person: Person;

const pass = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
const now = (secret: string): string => codeAt(secret, clock.now());
const attempt = (totp?: string, password = PASSWORD) =>
  api.anonymous().post('/auth/login', { email: person.email, password, ...(totp === undefined ? {} : { totp }) });

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  pass(20 * MINUTE_MS);
  person = await givenPerson(api);
});
afterAll(async () => {
  await api.close();
});

describe('Setting up a second factor', () => {
  it('offers a secret, and takes its first code', async () => {
    const client = await api.signedIn(person);
    const { body: offer } = await client.post('/auth/totp/enrollments', {}).expect(201);
    const uri = new URL(offer.uri as string);
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toContain(`Ascribe:${person.email}`);
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      issuer: 'Ascribe',
      secret: offer.secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(offer.secret).toMatch(/^[A-Z2-7]{32}$/);
    await attempt().expect(200);
    const before = await client.get('/auth/totp').expect(200);
    expect(before.body).toEqual({ available: true, enrolledAt: null, recoveryCodesLeft: 0, requiredBy: [] });

    const { body } = await client.post('/auth/totp/confirmations', { code: now(offer.secret) }).expect(201);
    expect(new Set(body.recoveryCodes).size).toBe(10);
    const { body: after } = await client.get('/auth/totp').expect(200);
    expect(after).toMatchObject({ enrolledAt: clock.now().toISOString(), recoveryCodesLeft: 10 });
    expectProblem(await attempt(), { status: 401, code: 'second_factor_required' });
  });

  it('is nothing before the first code, and a wrong one sets nothing up', async () => {
    const client = await api.signedIn(person);
    expectProblem(await client.post('/auth/totp/confirmations', { code: '123456' }), {
      status: 409,
      code: 'no_enrollment',
    });
    const { body: offer } = await client.post('/auth/totp/enrollments', {}).expect(201);
    const code = wrongCode(offer.secret, clock.now());
    expectProblem(await client.post('/auth/totp/confirmations', { code }), {
      status: 422,
      code: 'invalid',
      path: 'code',
    });
    await attempt().expect(200);
    pass(16 * MINUTE_MS);
    expectProblem(await client.post('/auth/totp/confirmations', { code: now(offer.secret) }), {
      status: 409,
      code: 'no_enrollment',
    });
    expect(await api.sql('SELECT 1 FROM second_factor WHERE user_id = $1', [person.id])).toEqual([]);
  });

  it('keeps the secret sealed, and recovery codes by their hash', async () => {
    const { secret, recoveryCodes } = await givenSecondFactor(api, person, clock.now());
    const [stored] = await api.sql<{ factor: string; codes: string }>(
      `SELECT encode(f.secret, 'escape') || encode(f.secret, 'hex') AS factor,
         (SELECT string_agg(encode(r.code_hash, 'escape'), ' ') FROM recovery_code r WHERE r.user_id = f.user_id) AS codes
       FROM second_factor f WHERE f.user_id = $1`,
      [person.id],
    );
    expect(stored?.factor).not.toContain(secret);
    expect(stored?.factor).not.toContain(Buffer.from(secret).toString('hex'));
    for (const code of recoveryCodes) {
      expect(stored?.codes).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('takes a code of the one that there is, and then replaces it', async () => {
    const { secret, client } = await givenSecondFactor(api, person, clock.now());
    expectProblem(await client.post('/auth/totp/enrollments', {}), { status: 422, code: 'invalid', path: 'code' });
    const { body: offer } = await client.post('/auth/totp/enrollments', { code: now(secret) }).expect(201);
    await client.post('/auth/totp/confirmations', { code: now(offer.secret) }).expect(201);
    pass(STEP_MS);
    expectProblem(await attempt(now(secret)), { status: 401, code: 'second_factor_failed' });
    await attempt(now(offer.secret)).expect(200);
  });

  it('ends the other sessions, and gives this one another secret', async () => {
    const other = await api.signedIn(person);
    const { client } = await givenSecondFactor(api, person, clock.now());
    await other.get('/auth/me').expect(401);
    expect((await client.get('/auth/me').expect(200)).body.secondFactor).toEqual({
      enrolled: true,
      passed: true,
      requiredBy: [],
    });
  });

  it('is for people in their own session', async () => {
    const organization = await givenOrganization(api, { owner: person });
    const client = await api.signedIn(person);
    const asked = { name: 'Robot', scopes: ['read', 'write'], organizationId: organization.id };
    const { body: key } = await client.post('/api-keys', asked).expect(201);
    const robot = api.withKey(key.secret as string);
    expectProblem(await robot.post('/auth/totp/enrollments', {}), { status: 403, code: 'forbidden' });
    expect((await robot.get('/auth/me').expect(200)).body.secondFactor).toBeNull();
  });

  it('says what the operator has to set where there is no key', async () => {
    const without = await startApi({ clock, environment: { ASCRIBE_SECRETS_KEY: '' }, databaseSuffix: '_b' });
    try {
      const client = await without.signedIn(await givenPerson(without));
      const answer = await client.post('/auth/totp/enrollments', {});
      expectProblem(answer, { status: 409, code: 'second_factor_unavailable' });
      expect(answer.body.detail).toContain('ASCRIBE_SECRETS_KEY');
      expect((await client.get('/auth/totp').expect(200)).body.available).toBe(false);
    } finally {
      await without.close();
    }
  });
});

describe('Signing in with a second factor', () => {
  it('takes a code of the present step, of the one before or after, however it is typed', async () => {
    const { secret } = await givenSecondFactor(api, person, clock.now());
    pass(10 * STEP_MS);
    for (const steps of [-2, 2]) {
      const code = codeAt(secret, new Date(clock.now().getTime() + steps * STEP_MS));
      expectProblem(await attempt(code), { status: 401, code: 'second_factor_failed' });
    }
    for (const steps of [-1, 0, 1]) {
      const code = codeAt(secret, new Date(clock.now().getTime() + steps * STEP_MS));
      await attempt(`${code.slice(0, 3)} ${code.slice(3)}`).expect(200);
    }
  });

  it('takes a recovery code once, in capitals or not, and no more after new ones were made', async () => {
    const { secret, recoveryCodes, client } = await givenSecondFactor(api, person, clock.now());
    const [first = '', second = ''] = recoveryCodes;
    await attempt(first.toLowerCase().replaceAll('-', ' ')).expect(200);
    expectProblem(await attempt(first), { status: 401, code: 'second_factor_failed' });
    expect((await client.get('/auth/totp').expect(200)).body.recoveryCodesLeft).toBe(9);
    const { body } = await client.post('/auth/totp/recovery-codes', { code: now(secret) }).expect(201);
    expect(body.recoveryCodes).toHaveLength(10);
    expectProblem(await attempt(second), { status: 401, code: 'second_factor_failed' });
    await attempt(body.recoveryCodes[0]).expect(200);
  });

  it('ignores a code of a person who has none, and tells a wrong password nothing of it', async () => {
    await attempt('123456').expect(200);
    await givenSecondFactor(api, person, clock.now());
    expectProblem(await attempt('123456', 'not the password'), { status: 401, code: 'sign_in_failed' });
    expectProblem(await attempt(undefined, 'not the password'), { status: 401, code: 'sign_in_failed' });
  });

  it('takes a recovery code where the operator has lost the key', async () => {
    const { secret, recoveryCodes } = await givenSecondFactor(api, person, clock.now());
    const [row] = await api.sql<{ secret: Buffer }>('SELECT secret FROM second_factor WHERE user_id = $1', [person.id]);
    await api.sql('UPDATE second_factor SET secret = set_byte(secret, 20, $2) WHERE user_id = $1', [
      person.id,
      (row?.secret[20] ?? 0) ^ 1,
    ]);
    expectProblem(await attempt(now(secret)), { status: 503, code: 'second_factor_unavailable' });
    await attempt(recoveryCodes[0]).expect(200);
  });
});

describe('Removing a second factor', () => {
  it('takes a fresh code, and ends the other sessions', async () => {
    const { secret, client } = await givenSecondFactor(api, person, clock.now());
    const other = await signedInWith(api, person, now(secret));
    expectProblem(await client.post('/auth/totp/removals', { code: now(secret) }), {
      status: 422,
      code: 'invalid',
      path: 'code',
    });
    pass(STEP_MS);
    const { body } = await client.post('/auth/totp/removals', { code: now(secret) }).expect(201);
    expect(body).toMatchObject({ enrolledAt: null, recoveryCodesLeft: 0 });
    await other.get('/auth/me').expect(401);
    expect((await client.get('/auth/me').expect(200)).body.secondFactor).toMatchObject({
      enrolled: false,
      passed: false,
    });
    await attempt().expect(200);
    expectProblem(await client.post('/auth/totp/removals', { code: now(secret) }), {
      status: 409,
      code: 'no_second_factor',
    });
  });

  it('is recorded, as everything is that changes the sign-in', async () => {
    const { secret, recoveryCodes, client } = await givenSecondFactor(api, person, clock.now());
    const { body: made } = await client.post('/auth/totp/recovery-codes', { code: recoveryCodes[0] }).expect(201);
    expect(made.recoveryCodes).toHaveLength(10);
    await client.post('/auth/totp/removals', { code: now(secret) }).expect(201);
    const { body } = await client.get('/auth/sign-in-events').expect(200);
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'second_factor_removed',
      'recovery_codes_made',
      'recovery_code_used',
      'second_factor_enrolled',
    ]);
    expect(body.items[0]).toMatchObject({ at: clock.now().toISOString(), source: '127.0.0.1', reason: null });
    const stranger = await api.signedIn(await givenPerson(api));
    expect((await stranger.get('/auth/sign-in-events').expect(200)).body.items).toEqual([]);
  });
});
