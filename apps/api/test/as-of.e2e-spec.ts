import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Database, type Statement } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  holding,
  untilWaiting,
  waitingSessions,
  type ApplicationUnderTest,
  type Client,
} from '@app/testing';
import { lasting, LISTS, note, WRITES, type Noted, type Real } from './as-of.property.js';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';
import { unguarded } from './unguarded.js';

/** Cases that are written to at random. More of them: RUNS=100 node tools/test.mjs e2e as-of. */
const RUNS = Number(process.env['RUNS'] ?? 8);

let api: ApplicationUnderTest;
let owner: Client;
let second: Client;

beforeAll(async () => {
  api = await startApi();
  const campaign = await givenOrganization(api);
  owner = await api.signedIn(campaign.owner);
  second = await api.signedIn(await givenMember(api, campaign, 'lead'));
});
afterAll(async () => {
  await api.close();
});

const filing = {
  title: 'A mailbox was read',
  affectedAccounts: [{ identifier: 'a@campaign.example', kind: 'email' }],
  claims: [{ stance: 'attributes', statement: 'They did it.', saidAt: '2024-08-10T00:00:00Z' }],
};
const givenCase = async (): Promise<Real> => {
  const { body } = await owner.post('/incidents', filing).expect(201);
  const real: Real = { api, owner, second, at: `/incidents/${body.id}`, noted: [] };
  real.noted.push(await note(real));
  return real;
};
const ms = (at: string): number => Date.parse(at);
const iso = (at: number): string => new Date(at).toISOString();
/** The lists of the whole incident, as lists of their own. */
const listed = (incident: unknown) =>
  Object.fromEntries(
    Object.entries(LISTS).map(([list, field]) => [list, (incident as Record<string, unknown>)[field]]),
  );

async function expectSame(real: Real, moment: string, expected: Noted): Promise<void> {
  const { caseVersion, incident, lists } = await note(real, moment);
  expect({ moment, caseVersion, incident, lists }).toEqual({ moment, ...lastingOf(expected) });
}
const lastingOf = ({ caseVersion, incident, lists }: Noted) => ({ caseVersion, incident, lists });

describe('A case as of a moment', () => {
  it('answers as it answered then, whatever was written, and at every moment between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(WRITES, { maxCommands: 14, size: '+1' }), async (commands) => {
        const real = await givenCase();
        await fc.asyncModelRun(() => ({ model: {}, real }), commands);
        const noted = new Map(real.noted.map((answer) => [answer.caseVersion, answer]));
        const versions = [...noted.keys()];
        expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        for (const answer of noted.values()) {
          const next = noted.get(answer.caseVersion + 1);
          await expectSame(real, `?caseVersion=${answer.caseVersion}`, answer);
          await expectSame(real, `?knownAt=${answer.knownAt}`, answer);
          // Some do several things at once: of the versions between nothing was noted.
          if (next ?? answer.caseVersion === versions.at(-1)) {
            const last = iso((next ? ms(next.knownAt) : ms(answer.knownAt) + 60_000) - 1);
            await expectSame(real, `?knownAt=${last}`, answer);
          }
          expect(answer.lists).toMatchObject(listed(answer.incident));
        }
      }),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('does not exist before it was filed', async () => {
    const { at, noted } = await givenCase();
    const before = iso(ms(noted[0]?.knownAt ?? '') - 1);
    for (const path of ['', '/accounts', '/claims', '/comments', '/timeline']) {
      expectProblem(await owner.get(`${at}${path}?knownAt=${before}`), { status: 404, code: 'not_found' });
      expectProblem(await owner.get(`${at}${path}?caseVersion=2`), { status: 404, code: 'not_found' });
    }
  });

  it('is as of now where the moment lies ahead, and says so', async () => {
    const { at } = await givenCase();
    const { body } = await owner.get(`${at}?knownAt=2199-01-01T00:00:00Z`).expect(200);
    expect(body).toMatchObject({ caseVersion: 1 });
    expect(Math.abs(ms(body.knownAt) - Date.now())).toBeLessThan(10_000);
    await owner.patch(at, { title: 'Later' }, 1).expect(200);
    expect((await owner.get(`${at}?knownAt=${body.knownAt}`)).body).toMatchObject({ title: 'A mailbox was read' });
  });

  it('tells what can be done now, and not what could be done then', async () => {
    const { at } = await givenCase();
    await owner.with({ 'if-match': '"1"' }).post(`${at}/transitions`, { to: 'triage', reason: 'x' }).expect(201);
    const { body } = await owner.get(`${at}?caseVersion=1`).expect(200);
    expect(body).toMatchObject({ status: 'reported', abilities: { transitionTo: ['investigating', 'rejected'] } });
  });

  it('has the timeline and the list of that moment', async () => {
    const { at } = await givenCase();
    const { body } = await owner.get(`${at}/timeline`).expect(200);
    await owner.with({ 'if-match': '"1"' }).post(`${at}/transitions`, { to: 'triage', reason: 'x' }).expect(201);
    expect((await owner.get(`${at}/timeline?caseVersion=1`)).body).toEqual(body);
    const page = await owner.get(`${at}/accounts?caseVersion=1&limit=1`).expect(200);
    expect(page.body).toMatchObject({ items: [{ identifier: 'a@campaign.example' }], nextCursor: null });
  });
});

describe('A read as of a moment, while a write is in flight', () => {
  /** A write that has taken its version and time, and waits for a row that another holds. */
  const inFlight = async (ask: (real: Real) => Promise<unknown[]>) => {
    const real = await givenCase();
    const { body } = await owner.get(`${real.at}/accounts`);
    const accountId = body.items[0].id as string;
    const lock = { lock: 'SELECT 1 FROM affected_account WHERE id = $1 FOR UPDATE', values: [accountId] };
    const [written, ...answers] = await holding<unknown>(api, lock, async () => {
      const write = send(owner.patch(`${real.at}/accounts/${accountId}`, { note: 'In flight' }, 1));
      await untilWaiting(api, 1);
      // Longer than a millisecond: what the write took as its time has passed.
      await sleep(5);
      return [write, ...(await ask(real)).map(async (answer) => await (answer as Promise<unknown>))];
    });
    return { real, written: written as Answer, answers: answers as Answer[] };
  };
  type Answer = Awaited<ReturnType<typeof send>>;
  const send = async (request: PromiseLike<{ status: number; body: Record<string, unknown> }>) => {
    const { status, body } = await request;
    return { status, body, at: Date.now() };
  };
  const later = async (real: Real, knownAt: string) =>
    (await owner.get(`${real.at}?knownAt=${knownAt}`)).body as object;

  it('waits for it, and has it in the answer where it was recorded by then', async () => {
    const now = iso(Date.now() + 60_000);
    let asked = '';
    const { real, written, answers } = await inFlight(async ({ at }) => {
      asked = iso(Date.now());
      const reads = [asked, now].map(async (knownAt) => await send(owner.get(`${at}?knownAt=${knownAt}`)));
      await untilWaiting(api, 3);
      // Reads of now do not wait: they show what was committed.
      expect((await owner.get(at)).body).toMatchObject({ version: 1 });
      expect(await waitingSessions(api)).toHaveLength(3);
      return reads;
    });
    expect(written).toMatchObject({ status: 200, body: { version: 2 } });
    for (const { body } of answers) {
      expect(body).toMatchObject({ caseVersion: 2, affectedAccounts: [{ note: 'In flight' }] });
    }
    expect(lasting(await later(real, asked))).toEqual(lasting(answers[0]?.body));
  });

  it('waits for it too where it asks for a moment before it, and leaves it out', async () => {
    const { real, answers } = await inFlight(async ({ at, noted }) => {
      const read = send(owner.get(`${at}?knownAt=${noted[0]?.knownAt}`));
      await untilWaiting(api, 2);
      return [read];
    });
    expect(lasting(answers[0]?.body)).toEqual(real.noted[0]?.incident);
  });

  it('would answer the same moment in two ways if it did not wait', async () => {
    const database = api.app.get(Database);
    const inOneTrip: Database['inOneTrip'] = async (principal, queries) => {
      const unwaiting = queries.filter(
        ([{ text }]: readonly [Statement, readonly unknown[]]) => !text.includes('FOR SHARE'),
      );
      const rows = await Database.prototype.inOneTrip.call(database, principal, unwaiting);
      return [...Array.from({ length: queries.length - unwaiting.length }, () => []), ...rows] as never;
    };
    let asked = '';
    const { real, answers } = await unguarded(
      database,
      { inOneTrip },
      async () =>
        await inFlight(async ({ at }) => {
          asked = iso(Date.now());
          const read = send(owner.get(`${at}?knownAt=${asked}`));
          await read;
          return [read];
        }),
    );
    expect(answers[0]?.body).toMatchObject({ caseVersion: 1 });
    expect(await later(real, asked)).toMatchObject({ caseVersion: 2 });
  });
});
