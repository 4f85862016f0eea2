import { randomUUID } from 'node:crypto';
import { cursorOf } from '@app/platform';
import { type ApplicationUnderTest } from '@app/testing';
import { expectProblem, givenCase, traces, type GivenCase } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: GivenCase;
let at: string;

beforeAll(async () => {
  api = await startApi();
  given = await givenCase(api);
  at = `/incidents/${given.incidentId}`;
});
afterAll(async () => {
  await api.close();
});

const NOBODY = '0190a000-0000-7000-8000-000000000000';

describe('A query', () => {
  const LISTS = [
    '/incidents',
    '/search?q=x',
    ...['accounts', 'pivots', 'disclosures', 'artifacts', 'comments'].map((list) => `@/${list}`),
  ];
  const MORE = ['hypotheses', 'claims', 'tasks', 'mergers', 'participants', 'history', 'timeline'].map(
    (list) => `@/${list}`,
  );
  const lists = [...LISTS, ...MORE];
  const joined = (list: string, parameters: string) =>
    `${list.replace('@', at)}${list.includes('?') ? '&' : '?'}${parameters}`;

  test.each(lists)('of %s takes no parameter that it does not know', async (list) => {
    for (const name of ['colour', 'offset', '__proto__', 'constructor', 'toString', 'limit[]']) {
      expectProblem(await given.owner.get(joined(list, `${encodeURIComponent(name)}=1`)), {
        status: 400,
        code: 'unknown_parameter',
        path: name,
      });
    }
  });

  test.each(lists)('of %s has a limit from 1 to 200', async (list) => {
    for (const limit of ['0', '201', '-1', '1e2', 'ten', '', '1&limit=2', '99999999999999999999']) {
      expectProblem(await given.owner.get(joined(list, `limit=${limit}`)), {
        status: 422,
        code: 'invalid',
        path: 'limit',
      });
    }
  });

  const madeUp = [
    'x',
    'null',
    cursorOf([]),
    cursorOf(['1; DROP TABLE incident']),
    cursorOf([NOBODY, NOBODY, NOBODY]),
    cursorOf([2 ** 40]),
    cursorOf(['999999999999999']),
    cursorOf(['2024-02-31T00:00:00Z', NOBODY]),
    cursorOf(['0000-01-01T00:00:00Z', NOBODY]),
    cursorOf(['2024-01-01T24:00:00Z', NOBODY]),
    cursorOf(['2024-01-01T00:00:00Z', 'x']),
    Buffer.from('[null]').toString('base64url'),
    Buffer.from('{"length":1}').toString('base64url'),
  ];
  test.each(lists)('of %s takes no cursor that it did not give', async (list) => {
    for (const cursor of madeUp) {
      expectProblem(await given.owner.get(joined(list, `cursor=${cursor}`)), { status: 400, code: 'malformed_cursor' });
    }
  });

  test.each([
    ['status', 'open'],
    ['status', 'triage,'],
    ['severity', 'bad'],
    ['category', 'x'],
    ['tlp', 'white'],
    ['actorId', 'x'],
    ['leadId', '%00'],
    ['tag', ''],
    ['tag', '%00'],
    ['tag', 'a&tag=b'],
    ['q', '%00'],
    ['q', 'x'.repeat(201)],
    ['organizationId', '1'],
    ['reportedFrom', '2024-02-31T00:00:00Z'],
    ['reportedTo', 'yesterday'],
    ['updatedSince', '2024-06-01'],
    ['sort', 'title'],
    ['sort', '-reportedAt; DROP TABLE incident'],
  ])('of the incidents tells that %s=%s is not valid', async (name, value) => {
    expectProblem(await given.owner.get(`/incidents?${name}=${value}`), { status: 422, code: 'invalid', path: name });
  });

  it('for a search needs words', async () => {
    expectProblem(await given.owner.get('/search'), { status: 422, code: 'invalid', path: 'q' });
    for (const words of ['!!', '%26%20%7C', "'", '%5C', '%3A*', '%F0%9F%9A%AB', '()', '-', 'a%00b']) {
      expect((await given.owner.get(`/search?q=${words}`)).status).toBeLessThan(500);
    }
  });

  it('asks for one moment, and for one that there was', async () => {
    for (const list of ['', '/accounts', '/comments', '/timeline']) {
      const ask = async (parameters: string) => await given.owner.get(`${at}${list}?${parameters}`);
      expectProblem(await ask('knownAt=2024-06-01T00:00:00Z&caseVersion=1'), { status: 400, code: 'ambiguous_moment' });
      expectProblem(await ask('knownAt=then'), { status: 422, code: 'invalid', path: 'knownAt' });
      expectProblem(await ask('knownAt=2024-02-31T00:00:00Z'), { status: 422, code: 'invalid', path: 'knownAt' });
      expectProblem(await ask('caseVersion=0'), { status: 422, code: 'invalid', path: 'caseVersion' });
      expectProblem(await ask('caseVersion=9999999999'), { status: 422, code: 'invalid', path: 'caseVersion' });
      expectProblem(await ask('caseVersion=1999999'), { status: 404, code: 'not_found' });
      expectProblem(await ask('knownAt=1999-01-01T00:00:00Z'), { status: 404, code: 'not_found' });
    }
  });
});

describe('An address', () => {
  test.each([
    NOBODY,
    'x',
    '1',
    'INC-2024-9999',
    'inc-2024-0001',
    'INC-2024-0001%00',
    '%00',
    '..%2f..%2fetc',
    "' OR 1=1",
    '%F0%9F%9A%AB',
    'x'.repeat(200),
    `${NOBODY}x`,
    `{${NOBODY}}`,
  ])('of the case %s leads nowhere', async (name) => {
    const rest = ['', '/accounts', '/history', '/timeline'];
    for (const path of rest) {
      expectProblem(await given.owner.get(`/incidents/${encodeURI(decodeURIComponent(name))}${path}`), {
        status: 404,
        code: 'not_found',
      });
    }
    expectProblem(await given.owner.post(`/incidents/${encodeURI(decodeURIComponent(name))}/comments`, { body: 'x' }), {
      status: 404,
      code: 'not_found',
    });
  });

  it('of a record leads nowhere where the case has no such record', async () => {
    const match = given.owner.with({ 'if-match': '"1"' });
    for (const name of [NOBODY, 'x', '%00', given.ids.comment, 'A'.repeat(200)]) {
      for (const [list, patch] of [
        ['accounts', { note: 'x' }],
        ['pivots', { method: 'x' }],
        ['disclosures', { summary: 'x' }],
        ['artifacts', { title: 'x' }],
        ['tasks', { title: 'x' }],
      ] as const) {
        expectProblem(await match.patch(`${at}/${list}/${name}`, patch), { status: 404, code: 'not_found' });
      }
      expectProblem(await given.owner.get(`${at}/accounts/${name}`), { status: 404, code: 'not_found' });
    }
  });

  it('that was never one of ours is told as a problem too', async () => {
    for (const path of ['/nowhere', '/incidents/', '//', `${at}/accounts/x/y`, `${at}/nothing`]) {
      expectProblem(await given.owner.get(path), { status: 404, code: 'not_found' });
    }
    expectProblem(await given.owner.delete(at), { status: 404, code: 'not_found' });
    expectProblem(await given.owner.get('/incidents/%zz'), { status: 400, code: 'malformed_request' });
    expectProblem(await given.owner.get(`/incidents/${'x'.repeat(201)}`), { status: 414, code: 'address_too_long' });
  });
});

describe('The version that was read', () => {
  const PATCHES = [
    ['the incident', () => at, { title: 'Later' }],
    ['an account', () => `${at}/accounts/${given.ids.account}`, { note: 'Later' }],
    ['a pivot', () => `${at}/pivots/${given.ids.pivot}`, { method: 'Later' }],
    ['a disclosure', () => `${at}/disclosures/${given.ids.disclosure}`, { summary: 'Later' }],
    ['an artifact', () => `${at}/artifacts/${given.ids.artifact}`, { title: 'Later' }],
    ['a comment', () => `${at}/comments/${given.ids.comment}`, { body: 'Later' }],
    ['a task', () => `${at}/tasks/${given.ids.task}`, { title: 'Later' }],
  ] as const;

  test.each(PATCHES)('is needed to change %s, and must be one of ours', async (_what, path, patch) => {
    const before = await traces(api);
    expectProblem(await given.owner.patch(path(), patch), { status: 428, code: 'if_match_required' });
    for (const header of ['x', '"x"', '*', '""', '"-1"', '1.5', '"1", "2"', '"99999999999"']) {
      expectProblem(await given.owner.with({ 'if-match': header }).patch(path(), patch), {
        status: 400,
        code: 'malformed_if_match',
      });
    }
    expectProblem(await given.owner.patch(path(), patch, 0), { status: 412, code: 'stale_version' });
    expectProblem(await given.owner.patch(path(), patch, 999), { status: 412, code: 'stale_version' });
    expect(await traces(api)).toEqual(before);
  });

  test.each(PATCHES)('is stale once another has changed %s', async (_what, path, patch) => {
    const { version } = (await given.owner.get(at)).body;
    await given.owner.patch(path(), patch, version).expect(200);
    const before = await traces(api);
    expectProblem(await given.owner.patch(path(), { ...patch, ...other(patch) }, version), {
      status: 412,
      code: 'stale_version',
    });
    expect(await traces(api)).toEqual(before);
    // What is not read again is no conflict while the record itself stays: a later version of the case will do.
    await given.owner.patch(path(), other(patch), version + 1).expect(200);
  });

  it('is needed for a transition too', async () => {
    const step = { to: 'triage', reason: 'x' };
    expectProblem(await given.owner.post(`${at}/transitions`, step), { status: 428, code: 'if_match_required' });
    expectProblem(await given.owner.with({ 'if-match': 'x' }).post(`${at}/transitions`, step), {
      status: 400,
      code: 'malformed_if_match',
    });
    expectProblem(await given.owner.with({ 'if-match': '"1"' }).post(`${at}/transitions`, step), {
      status: 412,
      code: 'stale_version',
    });
  });
});

const other = (patch: object): object => Object.fromEntries(Object.keys(patch).map((key) => [key, 'Last']));

describe('A forbidden transition', () => {
  it('is a conflict, from every status to every other that is no step of it', async () => {
    const steps = { reported: ['triage', 'rejected'], triage: ['investigating', 'rejected'] } as const;
    const all = ['reported', 'triage', 'investigating', 'contained', 'remediated', 'closed', 'rejected', 'duplicate'];
    const fresh = await given.owner.post('/incidents', { title: 'Steps' }).expect(201);
    for (const [status, allowed] of Object.entries(steps)) {
      const { body } = await given.owner.get(`/incidents/${fresh.body.id}`);
      expect(body.status).toBe(status);
      const before = await traces(api);
      for (const to of all.filter((name) => !(allowed as readonly string[]).includes(name))) {
        const caller = given.owner.with({ 'if-match': `"${body.version}"`, 'idempotency-key': randomUUID() });
        expectProblem(
          await caller.post(`/incidents/${body.id}/transitions`, { to, reason: 'x', closingSummary: 'x' }),
          { status: 409, code: 'transition_not_allowed' },
        );
      }
      expect(await traces(api)).toEqual(before);
      await given.owner
        .with({ 'if-match': `"${body.version}"` })
        .post(`/incidents/${body.id}/transitions`, { to: allowed[0], reason: 'x' })
        .expect(201);
    }
  });

  it('to closed without a closing summary is not valid', async () => {
    const { body } = await given.owner.post('/incidents', { title: 'To be closed' }).expect(201);
    const step = async (to: string, more: object = {}) => {
      const { version } = (await given.owner.get(`/incidents/${body.id}`)).body;
      const caller = given.owner.with({ 'if-match': `"${version}"` });
      return await caller.post(`/incidents/${body.id}/transitions`, { to, reason: 'x', ...more });
    };
    for (const to of ['triage', 'investigating', 'contained', 'remediated']) {
      expect((await step(to)).status).toBe(201);
    }
    expectProblem(await step('closed'), { status: 422, code: 'invalid', path: 'closingSummary' });
    expect((await step('closed', { closingSummary: 'Done.' })).body).toMatchObject({ status: 'closed' });
  });
});

describe('An Idempotency-Key', () => {
  test.each(['', ' ', 'two words', 'x'.repeat(201), 'schlüssel'])('of %p is malformed', async (key) => {
    const before = await traces(api);
    const caller = given.owner.with({ 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1') });
    expectProblem(await caller.post(`${at}/comments`, { body: 'x' }), {
      status: 400,
      code: 'malformed_idempotency_key',
    });
    expect(await traces(api)).toEqual(before);
  });
});

describe('A pivot', () => {
  it('does not lead to the account that it comes from, however its id is written', async () => {
    const before = await traces(api);
    const { account } = given.ids;
    for (const toAccountId of [account, account.toUpperCase()]) {
      expectProblem(await given.owner.post(`${at}/pivots`, { fromAccountId: account, toAccountId }), {
        status: 422,
        code: 'invalid',
        path: 'toAccountId',
      });
    }
    expectProblem(await given.owner.post(`${at}/pivots`, { fromAccountId: account, toAccountId: NOBODY }), {
      status: 422,
      code: 'invalid',
      path: 'toAccountId',
    });
    expect(await traces(api)).toEqual(before);
  });
});
