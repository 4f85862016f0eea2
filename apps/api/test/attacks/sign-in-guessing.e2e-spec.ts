import { StandingClock } from '@app/platform';
import { givenPerson, PASSWORD, type ApplicationUnderTest, type Person } from '@app/testing';
import request from 'supertest';
import { expectProblem } from '../bad-input.js';
import { codeAt, givenSecondFactor, signedInWith, wrongCode } from '../second-factor.js';
import { startApi } from '../start-api.js';
import { statuses } from '../statuses.js';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;
const WRONG = 'not the password';
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
/** Another process on the same database. */
let second: ApplicationUnderTest['app'];
let person: Person;
let made = 0;

const pass = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
/** A source of its own for each attacker: the nearest proxy says who it is. */
const source = (): string => {
  made += 1;
  return `203.0.${Math.floor(made / 250)}.${made % 250}`;
};

interface Guess {
  readonly email?: string;
  readonly password: string;
  readonly totp?: string;
  readonly from: string;
  readonly cookie?: string;
  readonly at?: ApplicationUnderTest['app'];
}

const attempt = ({ email = person.email, from, cookie = '', at = api.app, ...rest }: Guess) =>
  request(at.getHttpServer())
    .post('/api/v1/auth/login')
    .set({ 'x-forwarded-for': from, 'x-forwarded-proto': 'https', cookie })
    .send({ email, ...rest });

/** The cookie by which a browser is known from now on. */
async function knownDevice(from: string): Promise<string> {
  const { headers } = await attempt({ password: PASSWORD, from }).expect(200);
  const cookies = headers['set-cookie'] as unknown as string[];
  return cookies.find((cookie) => cookie.startsWith('__Host-ascribe_device='))?.split(';')[0] ?? '';
}

/** Uses up what all strangers together may fail at for this person. */
async function attackFromEverywhere(): Promise<number> {
  let failed = 0;
  for (;;) {
    const from = source();
    for (let guess = 0; guess < 5; guess += 1) {
      const { status } = await attempt({ password: WRONG, from });
      if (status === 429) {
        return failed;
      }
      failed += 1;
    }
  }
}

beforeAll(async () => {
  api = await startApi({ clock, environment: { ASCRIBE_TRUST_PROXY: 'on' } });
  const { createApi } = await import('../../src/index.js');
  const { Config } = await import('@app/platform');
  const config = new Config({ LOG_LEVEL: 'silent', ASCRIBE_TRUST_PROXY: 'on', ASCRIBE_DATA_DIR: api.dataDir });
  second = await createApi({ config, databaseUrl: api.database.appUrl, clock });
  await second.listen(0, '127.0.0.1');
});
beforeEach(async () => {
  pass(25 * 60 * MINUTE_MS);
  person = await givenPerson(api);
});
afterAll(async () => {
  await second.close();
  await api.close();
});

describe('Guessing a password from many sources', () => {
  it('ends after thirty failures, however many sources there are', async () => {
    expect(await attackFromEverywhere()).toBe(30);
    const answer = await attempt({ password: PASSWORD, from: source() });
    expectProblem(answer, { status: 429, code: 'too_many_failures' });
    expect(Number(answer.headers['retry-after'])).toBe(15 * 60);
    pass(15 * MINUTE_MS);
    await attempt({ password: PASSWORD, from: source() }).expect(200);
  });

  it('ends after a hundred in a day, however slowly they come', async () => {
    await api.sql(
      `INSERT INTO sign_in_failure (email_hash, source, at) SELECT sha256(convert_to($1, 'UTF8')), '192.0.2.' || n, $2::timestamptz - n * interval '14 minutes' FROM generate_series(1, 99) n`,
      [person.email.toLowerCase(), clock.now()],
    );
    await attempt({ password: WRONG, from: source() }).expect(401);
    const { headers } = await attempt({ password: PASSWORD, from: source() }).expect(429);
    expect(Number(headers['retry-after'])).toBe((24 * 60 - 99 * 14) * 60);
    pass((24 * 60 - 99 * 14) * MINUTE_MS);
    await attempt({ password: PASSWORD, from: source() }).expect(200);
  });

  it('does not lock the person out of a browser in which they have signed in before', async () => {
    const cookie = await knownDevice('198.51.100.7');
    await attackFromEverywhere();
    await attempt({ password: PASSWORD, from: source(), cookie }).expect(200);
    await attempt({ password: PASSWORD, from: '198.51.100.7' }).expect(429);
  });

  it('does not lock them out from the network that they share with the attacker', async () => {
    const office = '198.51.100.8';
    const cookie = await knownDevice(office);
    await api.sql(
      `INSERT INTO sign_in_failure (email_hash, source, at) SELECT sha256(convert_to('guess ' || n, 'UTF8')), $2, $1::timestamptz FROM generate_series(1, 50) n`,
      [clock.now(), office],
    );
    await attempt({ password: PASSWORD, from: office }).expect(429);
    await attempt({ password: PASSWORD, from: office, cookie }).expect(200);
  });

  it('gains nothing by a device of somebody else, or one that was made up', async () => {
    const attacker = await givenPerson(api);
    const { headers } = await attempt({ email: attacker.email, password: PASSWORD, from: source() }).expect(200);
    const cookies = headers['set-cookie'] as unknown as string[];
    const theirs = cookies.find((cookie) => cookie.startsWith('__Host-'))?.split(';')[0] ?? '';
    await attackFromEverywhere();
    for (const cookie of [
      theirs,
      `__Host-ascribe_device=${'x'.repeat(43)}`,
      '__Host-ascribe_device=',
      'ascribe_device=1',
    ]) {
      await attempt({ password: PASSWORD, from: source(), cookie }).expect(429);
    }
  });

  it('answers alike for a person and for nobody', async () => {
    const asked = async (email: string): Promise<unknown[]> => {
      const from = source();
      const answers: unknown[] = [];
      for (let guess = 0; guess < 6; guess += 1) {
        const { status, body, headers } = await attempt({ email, password: WRONG, from });
        answers.push([status, body.code, body.detail, headers['retry-after']]);
      }
      return answers;
    };
    expect(await asked('nobody@test.example')).toEqual(await asked(person.email));
  });
});

describe('Guessing in a browser that is known', () => {
  it('has a budget of its own, and success forgives what failed before', async () => {
    const cookie = await knownDevice(source());
    for (let round = 0; round < 2; round += 1) {
      for (let guess = 0; guess < 4; guess += 1) {
        await attempt({ password: WRONG, from: source(), cookie }).expect(401);
      }
      await attempt({ password: PASSWORD, from: source(), cookie }).expect(200);
    }
    for (let guess = 0; guess < 5; guess += 1) {
      await attempt({ password: WRONG, from: source(), cookie }).expect(401);
    }
    await attempt({ password: PASSWORD, from: source(), cookie }).expect(429);
    await attempt({ password: PASSWORD, from: source() }).expect(200);
  });

  it('is over with the password: whoever knew it is a stranger again', async () => {
    const cookie = await knownDevice(source());
    const client = await api.signedIn(person);
    const change = { currentPassword: PASSWORD, newPassword: 'seven quiet kettles hum' };
    await client.post('/auth/password-changes', change).expect(201);
    await attackFromEverywhere();
    await attempt({ password: change.newPassword, from: source(), cookie }).expect(429);
  });
});

describe('Guesses that come at once', () => {
  it('from one source are five', async () => {
    const from = source();
    const guesses = Array.from(
      { length: 20 },
      async (_, n) => await attempt({ password: WRONG, from, at: n % 2 === 0 ? api.app : second }),
    );
    const answers = statuses(await Promise.all(guesses));
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(15);
  });

  it('from many sources are counted one after the other, by all processes together', async () => {
    const sources = Array.from({ length: 60 }, source);
    const guesses = sources.map(
      async (from, n) => await attempt({ password: WRONG, from, at: n % 2 === 0 ? api.app : second }),
    );
    const answers = statuses(await Promise.all(guesses));
    expect(answers.filter((status) => status === 401)).toHaveLength(30);
    expect(answers.filter((status) => status === 429)).toHaveLength(30);
  });
});

describe('Guessing the code of a second factor', () => {
  it('is bounded as guessing a password is, and the right password alone is no failure', async () => {
    const { secret } = await givenSecondFactor(api, person, clock.now());
    const from = source();
    for (let asked = 0; asked < 10; asked += 1) {
      expectProblem(await attempt({ password: PASSWORD, from }), { status: 401, code: 'second_factor_required' });
    }
    for (let guess = 0; guess < 5; guess += 1) {
      const answer = await attempt({ password: PASSWORD, totp: wrongCode(secret, clock.now()), from });
      expectProblem(answer, { status: 401, code: 'second_factor_failed' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const right = codeAt(secret, clock.now());
    expectProblem(await attempt({ password: PASSWORD, totp: right, from }), { status: 429, code: 'too_many_failures' });
    pass(15 * MINUTE_MS);
    await attempt({ password: PASSWORD, totp: codeAt(secret, clock.now()), from }).expect(200);
  });

  it('is bounded within a session too', async () => {
    const { secret, client } = await givenSecondFactor(api, person, clock.now());
    for (const path of ['removals', 'recovery-codes', 'verifications', 'enrollments', 'removals']) {
      const answer = await client.post(`/auth/totp/${path}`, { code: wrongCode(secret, clock.now()) });
      expectProblem(answer, { status: 422, code: 'invalid', path: 'code' });
    }
    const answer = await client.post('/auth/totp/removals', { code: codeAt(secret, clock.now()) });
    expectProblem(answer, { status: 429, code: 'too_many_failures' });
    expect(await api.count('second_factor')).not.toEqual({ second_factor: 0 });
  });

  it('gains nothing by a code that was seen over a shoulder', async () => {
    const { secret } = await givenSecondFactor(api, person, clock.now());
    pass(4 * STEP_MS);
    const seen = codeAt(secret, clock.now());
    await signedInWith(api, person, seen);
    for (const cookieLess of [seen, codeAt(secret, new Date(clock.now().getTime() - STEP_MS))]) {
      const answer = await attempt({ password: PASSWORD, totp: cookieLess, from: source() });
      expectProblem(answer, { status: 401, code: 'second_factor_failed' });
    }
  });

  it('takes a code once, of two that come at once', async () => {
    const { secret, recoveryCodes } = await givenSecondFactor(api, person, clock.now());
    for (const totp of [codeAt(secret, clock.now()), recoveryCodes[0] ?? '']) {
      const answers = await Promise.all(
        [api.app, second, api.app, second].map(
          async (at) => await attempt({ password: PASSWORD, totp, from: source(), at }),
        ),
      );
      // The second process has no key for secrets: to it a code of the authenticator is none.
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    }
  });
});
