import type { ApplicationUnderTest, Person } from '@app/testing';
import pg from 'pg';

interface EsmMocks {
  unstable_mockModule(name: string, make: () => object): void;
}

/** The work of one sign-in: statements by name, and the cost of each hash that was computed. */
interface Work {
  readonly statements: string[];
  readonly hashes: string[];
}

let work: Work = { statements: [], hashes: [] };
let api: ApplicationUnderTest;

// What is measured is not the time, which a busy machine makes of chance, but what takes it.
const argon2 = await import('@node-rs/argon2');
(import.meta.jest as unknown as EsmMocks).unstable_mockModule('@node-rs/argon2', () => ({
  hash: argon2.hash,
  verify: async (stored: string, password: string) => {
    work.hashes.push(stored.split('$').slice(0, 4).join('$'));
    return await argon2.verify(stored, password);
  },
}));
// After the mock: whatever imports the product binds what it hashes with.
const { StandingClock } = await import('@app/platform');
const { givenPerson, PASSWORD } = await import('@app/testing');
const { givenSecondFactor } = await import('../second-factor.js');
const { startApi } = await import('../start-api.js');
const clock = new StandingClock(new Date());

beforeAll(async () => {
  // eslint-disable-next-line typescript/unbound-method -- it is bound again, to whoever calls
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  import.meta.jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    const [asked] = args as [{ name?: string; text?: string } | string];
    const statement = typeof asked === 'string' ? asked : (asked.name ?? asked.text ?? '');
    // The bell that tells of a change rings behind it, when the next request is there already.
    if (!statement.startsWith('ring')) {
      work.statements.push(statement);
    }
    return query.apply(this, args) as never;
  } as never);
  api = await startApi({ clock });
});
beforeEach(() => {
  clock.set(new Date(clock.now().getTime() + 20 * 60_000));
});
afterAll(async () => {
  await api.close();
  import.meta.jest.restoreAllMocks();
});

async function workOf(email: string, password: string, status: number): Promise<Work & { answer: unknown }> {
  work = { statements: [], hashes: [] };
  const { body, headers } = await api.anonymous().post('/auth/login', { email, password }).expect(status);
  const { requestId: _, ...said } = body as Record<string, unknown>;
  return {
    statements: [...work.statements],
    hashes: [...work.hashes],
    answer: { said, headers: Object.keys(headers).toSorted() },
  };
}

async function given(change: string): Promise<Person> {
  const person = await givenPerson(api);
  await api.sql(`UPDATE app_user SET ${change} WHERE id = $1`, [person.id]);
  return person;
}

describe('The work of a sign-in that fails', () => {
  it('is the same whoever it is for, and so takes as long', async () => {
    const wrong = await workOf((await givenPerson(api)).email, 'not the password', 401);
    expect(wrong.hashes).toHaveLength(1);
    expect(wrong.statements.length).toBeGreaterThan(3);

    const enrolled = await givenPerson(api);
    await givenSecondFactor(api, enrolled, clock.now());
    const disabled = await given('disabled_at = now()');
    const elsewhere = await given('password_hash = NULL');
    for (const [email, password] of [
      ['nobody@test.example', PASSWORD],
      ['not an address', PASSWORD],
      [`${'x'.repeat(300)}@test.example`, PASSWORD],
      [disabled.email, PASSWORD],
      [disabled.email, 'not the password'],
      [elsewhere.email, PASSWORD],
      [elsewhere.email, ''.padEnd(200, 'x')],
      [enrolled.email, 'not the password'],
    ] as const) {
      // Otherwise one source would have failed too often in the end.
      clock.set(new Date(clock.now().getTime() + 20 * 60_000));
      expect({ email, ...(await workOf(email, password, 401)) }).toEqual({ email, ...wrong });
    }
  });

  it('is the same when it is refused for too many failures', async () => {
    const asked = [
      (await givenPerson(api)).email,
      'nobody-else@test.example',
      (await given('disabled_at = now()')).email,
    ];
    const refused: unknown[] = [];
    for (const email of asked) {
      for (let guess = 0; guess < 5; guess += 1) {
        await workOf(email, 'not the password', 401);
      }
      refused.push(await workOf(email, PASSWORD, 429));
    }
    expect(refused[0]).toMatchObject({ hashes: [] });
    expect(refused).toEqual([refused[0], refused[0], refused[0]]);
  });
});
