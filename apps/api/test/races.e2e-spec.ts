import { CaseLock } from '@app/ledger';
import { Incidents } from '@app/incidents';
import { statement, type OrganizationId, type Tx } from '@app/platform';
import {
  givenOrganization,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { traces } from './bad-input.js';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';
import { unguarded } from './unguarded.js';

/** As many as the pool has connections, so that all of them are on their way at once. */
const AT_ONCE = 24;

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;

beforeAll(async () => {
  api = await startApi({ poolMax: AT_ONCE + 2 });
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
});
afterAll(async () => {
  await api.close();
});

const NOBODY = '0190a000-0000-7000-8000-000000000000';

describe('References', () => {
  // From the first on there is a counter, to be held.
  beforeEach(async () => {
    await owner.post('/incidents', { title: 'The first' }).expect(201);
  });

  const COUNTER = 'SELECT 1 FROM reference_counter WHERE organization_id = $1 FOR UPDATE';

  /** Every third names a lead who is none, and rolls back after it has taken a number. */
  const fileAtOnce = async () => {
    const filings = Array.from({ length: AT_ONCE }, (_, index) =>
      index % 3 === 0 ? { title: `${index}`, leadId: NOBODY } : { title: `${index}` },
    );
    const start = () => filings.map((filing) => owner.post('/incidents', filing));
    return await whileLocked(api, { lock: COUNTER, values: [ours.id], waiting: AT_ONCE }, start);
  };
  const numbers = async () => {
    const rows = await api.sql<{ reference: string }>(
      'SELECT reference FROM incident WHERE organization_id = $1 ORDER BY reference',
      [ours.id],
    );
    return rows.map(({ reference }) => Number(reference.split('-')[2]));
  };
  const gapless = (length: number) => Array.from({ length }, (_, index) => index + 1);

  it('have no gap and no double among filings at once, some of which roll back', async () => {
    const answers = await fileAtOnce();
    expect(statuses(answers)).toEqual([...Array<number>(16).fill(201), ...Array<number>(8).fill(422)]);
    expect(await numbers()).toEqual(gapless(17));
    const filed = answers.filter(({ status }) => status === 201).map(({ body }) => body.reference as string);
    expect(new Set(filed).size).toBe(16);
  });

  it('would collide if the counter were read before it is written', async () => {
    const nextReference = async (tx: Tx, organizationId: OrganizationId, year: number) => {
      const [row] = await tx.sql<{ last: number }>(READ_COUNTER, [organizationId]);
      tx.write(WRITE_COUNTER, [organizationId, (row?.last ?? 0) + 1]);
      return `INC-${year}-${String((row?.last ?? 0) + 1).padStart(4, '0')}`;
    };
    const answers = await unguarded(api.app.get(Incidents), { nextReference }, fileAtOnce);
    expect(statuses(answers)).toContain(409);
  });

  it('would have gaps if a sequence gave them', async () => {
    await api.sql('CREATE SEQUENCE given_number START 2');
    await api.sql('GRANT USAGE ON SEQUENCE given_number TO PUBLIC');
    const nextReference = async (tx: Tx, _: OrganizationId, year: number) => {
      const [row] = await tx.sql<{ last: string }>(NEXT_NUMBER, []);
      return `INC-${year}-${row?.last.padStart(4, '0')}`;
    };
    await unguarded(api.app.get(Incidents), { nextReference }, async () => {
      await owner.post('/incidents', { title: 'x', leadId: NOBODY }).expect(422);
      await owner.post('/incidents', { title: 'x' }).expect(201);
    });
    expect(await numbers()).toEqual([1, 3]);
  });
});

const READ_COUNTER = statement('test_read_counter', 'SELECT last FROM reference_counter WHERE organization_id = $1');
const WRITE_COUNTER = statement(
  'test_write_counter',
  'UPDATE reference_counter SET last = $2 WHERE organization_id = $1',
);
const NEXT_NUMBER = statement('test_next_number', `SELECT nextval('given_number')::text AS last`);

const CASE = 'SELECT 1 FROM incident WHERE id = $1 FOR UPDATE';

/** The lock left out: the next version is worked out from what was read, as two may at once. */
const open: CaseLock['open'] = async (tx, incidentId) => {
  const [row] = await tx.sql<{ organizationId: OrganizationId; caseVersion: number; recordedAt: Date }>(READ_CASE, [
    incidentId,
  ]);
  if (!row) {
    throw new Error('There is no such case.');
  }
  const opened = { incidentId, ...row, previousLeaf: null };
  tx.opened(opened);
  return opened;
};
const READ_CASE = statement(
  'test_read_case',
  `SELECT organization_id AS "organizationId", case_version + 1 AS "caseVersion", recorded_at + interval '1 ms' AS "recordedAt"
   FROM incident WHERE id = $1`,
);

describe('Of two transitions at once by people who read the same', () => {
  const race = async () => {
    const { body } = await owner.post('/incidents', { title: 'Contested' }).expect(201);
    const path = `/incidents/${body.id}/transitions`;
    const reader = owner.with({ 'if-match': '"1"' });
    const answers = await whileLocked(api, { lock: CASE, values: [body.id], waiting: 2 }, () => [
      reader.post(path, { to: 'triage', reason: 'It is real.' }),
      reader.post(path, { to: 'rejected', reason: 'It is not.' }),
    ]);
    return { id: body.id as string, answers };
  };

  it('one is taken, and the other is told that it is stale', async () => {
    const { id, answers } = await race();
    expect(statuses(answers)).toEqual([201, 412]);
    const { body } = await owner.get(`/incidents/${id}`);
    expect(body).toMatchObject({ status: answers.find(({ status }) => status === 201)?.body.status, version: 2 });
    const changed = await api.sql(
      `SELECT 1 FROM outbox_message WHERE type = 'incident.status_changed.v1' AND body->>'incidentId' = $1`,
      [id],
    );
    expect(changed).toHaveLength(1);
  });

  // Without the lock both read version 1 and step; only the history's own key then stops the second, with a 409.
  it('nobody would be told so without the lock', async () => {
    const { answers } = await unguarded(api.app.get(CaseLock), { open }, race);
    expect(statuses(answers)).not.toEqual([201, 412]);
  });
});

describe('Of two changes at once by people who read the same', () => {
  it('one is made, and the other is told that it is stale', async () => {
    const { body } = await owner.post('/incidents', {
      title: 'Contested',
      affectedAccounts: [{ identifier: 'a@b.example', kind: 'email' }],
    });
    const path = `/incidents/${body.id}/accounts/${body.affectedAccounts[0].id}`;
    const answers = await whileLocked(api, { lock: CASE, values: [body.id], waiting: 2 }, () => [
      owner.patch(path, { status: 'confirmed' }, 1),
      owner.patch(path, { status: 'ruled_out' }, 1),
    ]);
    expect(statuses(answers)).toEqual([200, 412]);
    const { body: account } = await owner.get(path);
    expect(account.status).toBe(answers.find(({ status }) => status === 200)?.body.status);
  });

  it('the same account is added once', async () => {
    const { body } = await owner.post('/incidents', { title: 'Contested' }).expect(201);
    const add = (identifier: string) => owner.post(`/incidents/${body.id}/accounts`, { identifier, kind: 'email' });
    const answers = await whileLocked(api, { lock: CASE, values: [body.id], waiting: 2 }, () => [
      add('a@b.example'),
      add('A@B.example'),
    ]);
    expect(statuses(answers)).toEqual([201, 409]);
    expect((await owner.get(`/incidents/${body.id}`)).body).toMatchObject({ version: 2 });
  });
});

describe('The versions of a case', () => {
  const COMMENTS = 20;
  const race = async () => {
    const { body } = await owner.post('/incidents', { title: 'Discussed' }).expect(201);
    const comments = Array.from({ length: COMMENTS }, (_, index) => ({ body: `Comment ${index}` }));
    const answers = await whileLocked(api, { lock: CASE, values: [body.id], waiting: COMMENTS }, () =>
      comments.map((comment) => owner.post(`/incidents/${body.id}/comments`, comment)),
    );
    return { id: body.id as string, answers };
  };

  it('have no gap under twenty comments at once, and each is recorded later than the one before', async () => {
    const { id, answers } = await race();
    expect(statuses(answers)).toEqual(Array<number>(COMMENTS).fill(201));
    expect(answers.map(({ body }) => body.version as number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: COMMENTS }, (_, index) => index + 2),
    );
    const entries = await api.sql<{ version: number; ms: number }>(
      `SELECT case_version AS version, (extract(epoch FROM min(recorded_at)) * 1000)::float8 AS ms
       FROM history_entry WHERE incident_id = $1 GROUP BY 1 ORDER BY 1`,
      [id],
    );
    expect(entries.map(({ version }) => version)).toEqual(Array.from({ length: COMMENTS + 1 }, (_, at) => at + 1));
    for (const [index, { ms }] of entries.entries()) {
      expect(Number.isInteger(ms)).toBe(true);
      expect(ms).toBeGreaterThan(entries[index - 1]?.ms ?? 0);
    }
    const { body } = await owner.get(`/incidents/${id}/comments?limit=200`);
    expect(body.items.map((item: { id: string }) => item.id)).toEqual(
      answers.toSorted((a, b) => a.body.version - b.body.version).map((answer) => answer.body.id),
    );
  });

  // Without the lock all twenty take version 2, of which the history's own key lets one pass.
  it('would be taken twice without the lock', async () => {
    const { answers } = await unguarded(api.app.get(CaseLock), { open }, race);
    expect(statuses(answers).filter((status) => status === 201).length).toBeLessThan(COMMENTS);
  });
});

test('a write that is refused takes no version and leaves nothing', async () => {
  const { body } = await owner.post('/incidents', { title: 'Quiet' }).expect(201);
  const before = await traces(api);
  const reader = owner.with({ 'if-match': '"1"' });
  await reader.post(`/incidents/${body.id}/transitions`, { to: 'closed', reason: 'x' }).expect(409);
  await owner.post(`/incidents/${body.id}/tasks`, { title: 'x', assigneeId: NOBODY }).expect(422);
  await owner.patch(`/incidents/${body.id}`, { leadId: NOBODY }, 1).expect(422);
  await owner.patch(`/incidents/${body.id}`, { title: 'Quiet' }, 1).expect(200);
  expect(await traces(api)).toEqual(before);
  expect((await owner.get(`/incidents/${body.id}`)).body).toMatchObject({ version: 1 });
});
