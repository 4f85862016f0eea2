import { randomUUID } from 'node:crypto';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

const NAME = 'Ada Example';

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let lead: Client;
let at: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  campaign = await givenOrganization(api);
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  at = `/incidents/${(await lead.post('/incidents', { title: 'Mail was read', tlp: 'green' }).expect(201)).body.id}`;
});
afterAll(async () => {
  await api.close();
});

let made = 0;
const add = async (holder: object, more: object = {}, by = lead) => {
  const account = { identifier: `a${(made += 1)}@campaign.example`, kind: 'email', holder, ...more };
  return await by.post(`${at}/accounts`, account);
};
const added = async (holder: object, more: object = {}) => {
  const { status, body } = await add(holder, more);
  expect(status).toBe(201);
  return body as { id: string; version: number; holder: { pseudonym: string | null } };
};
const names = async (by = lead) => (await by.get(`${at}/pseudonyms`).expect(200)).body.items as object[];
const taking = async (capacity: string, maxTlp: string): Promise<Client> => {
  const organization = await givenOrganization(api, { kind: 'vendor' });
  await lead.post(`${at}/participants`, { organizationId: organization.id, capacity, maxTlp }).expect(201);
  return await api.signedIn(organization.owner);
};

describe('A holder who is not disclosed', () => {
  it('is the same official in every account of the case, however the name is typed, and another in the next', async () => {
    const first = await added({ name: NAME, role: 'adviser', disclosed: false });
    expect(first.holder).toEqual({ name: null, pseudonym: 'Official A', role: 'adviser', disclosed: false });
    expect((await added({ name: '  ADA\u2003example ', disclosed: false })).holder.pseudonym).toBe('Official A');
    expect((await added({ name: 'Another Example', disclosed: false })).holder.pseudonym).toBe('Official B');
    // Two who are known by their role only may be two.
    expect((await added({ role: 'aide', disclosed: false })).holder.pseudonym).toBe('Official C');
    expect((await added({ role: 'aide', disclosed: false })).holder.pseudonym).toBe('Official D');
    expect((await added({ name: 'Known Example', disclosed: true })).holder).toEqual({
      name: 'Known Example',
      pseudonym: null,
      role: null,
      disclosed: true,
    });
    expect(await names()).toMatchObject([
      { pseudonym: 'Official A', name: NAME, accountIds: [first.id, expect.any(String)] },
      { pseudonym: 'Official B', name: 'Another Example' },
      { pseudonym: 'Official C', name: null },
      { pseudonym: 'Official D', name: null },
    ]);
    at = `/incidents/${(await lead.post('/incidents', { title: 'Another' }).expect(201)).body.id}`;
    expect((await added({ name: 'Another Example', disclosed: false })).holder.pseudonym).toBe('Official A');
  });

  it('is named nowhere but in the map: not in a view, the history, the search, a message or a repeat', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { identifier: 'b@campaign.example', kind: 'email', holder: { name: NAME, disclosed: false } };
    const { body: account } = await lead.with(key).post(`${at}/accounts`, body).expect(201);
    await lead.with(key).post(`${at}/accounts`, body).expect(201);
    await lead
      .patch(`${at}/accounts/${account.id}`, { note: 'x', holder: { name: NAME, role: 'aide', disclosed: false } }, 2)
      .expect(200);
    const filed = { title: 'Filed', affectedAccounts: [body] };
    const { body: report } = await lead.post('/incidents', filed).expect(201);
    expect(report.affectedAccounts).toMatchObject([{ holder: { name: null, pseudonym: 'Official A' } }]);
    const paths = [at, `${at}/accounts`, `${at}/accounts/${account.id}`, `${at}/timeline`, `${at}/history?limit=200`];
    for (const path of [...paths, '/search?q=ada', '/search?q=example', '/incidents', '/notifications']) {
      expect([path, JSON.stringify((await lead.get(path).expect(200)).body)]).not.toEqual([
        path,
        expect.stringContaining('Ada'),
      ]);
    }
    const kept = await api.sql<{ place: string }>(
      `SELECT 'account' AS place FROM affected_account a WHERE a::text LIKE '%Ada%'
       UNION ALL SELECT kind FROM record_state WHERE kind <> 'holder_name' AND state::text LIKE '%Ada%'
       UNION ALL SELECT 'search' FROM search_document WHERE text LIKE '%Ada%'
       UNION ALL SELECT 'repeat' FROM idempotency_key WHERE answer LIKE '%Ada%'
       UNION ALL SELECT 'message' FROM outbox_message WHERE body::text LIKE '%Ada%'
       UNION ALL SELECT convert_from(p.body, 'UTF8')::json->'subject'->>'kind' FROM history_payload p
         WHERE convert_from(p.body, 'UTF8') LIKE '%Ada%' AND convert_from(p.body, 'UTF8')::json->'subject'->>'kind' <> 'holder_name'`,
    );
    expect(kept).toEqual([]);
    expect(await names()).toMatchObject([{ pseudonym: 'Official A', name: NAME }]);
  });

  it('is on the record as someone whose name was recorded, and no more is told of it', async () => {
    await added({ name: NAME, disclosed: false });
    const { body } = await lead.get(`${at}/history?limit=200`).expect(200);
    const told = (body.items as { action: string }[]).filter(({ action }) => action.startsWith('holder_name'));
    expect(told).toMatchObject([{ action: 'holder_name.recorded', before: null, after: null }]);
    // Whoever may not read names is not told that there is one.
    const analyst = await taking('analyst', 'red');
    expect(JSON.stringify((await analyst.get(`${at}/history?limit=200`).expect(200)).body)).not.toContain(
      'holder_name',
    );
  });

  it('stays who it was when the account is changed by one who does not know the name', async () => {
    const account = await added({ name: NAME, disclosed: false });
    const analyst = await taking('analyst', 'red');
    const path = `${at}/accounts/${account.id}`;
    const version = (await analyst.get(path)).body.version as number;
    const { body } = await analyst.patch(path, { holder: { role: 'aide', disclosed: false } }, version).expect(200);
    expect(body.holder).toEqual({ name: null, pseudonym: 'Official A', role: 'aide', disclosed: false });
    expect(await names()).toMatchObject([{ pseudonym: 'Official A', name: NAME }]);
  });

  it('who was known by the role only keeps the pseudonym when the name becomes known', async () => {
    const account = await added({ role: 'aide', disclosed: false });
    const holder = { name: NAME, role: 'aide', disclosed: false };
    const { body } = await lead.patch(`${at}/accounts/${account.id}`, { holder }, account.version).expect(200);
    expect(body.holder).toMatchObject({ pseudonym: 'Official A' });
    expect(body.version).toBeGreaterThan(account.version);
    expect(await names()).toMatchObject([{ pseudonym: 'Official A', name: NAME }]);
    expect((await added({ name: NAME, disclosed: false })).holder.pseudonym).toBe('Official A');
  });

  it('is named again once disclosed, and withheld again; what was said of it meanwhile stays on the record', async () => {
    const account = await added({ name: NAME, role: 'aide', disclosed: false });
    const path = `${at}/accounts/${account.id}`;
    const open = await lead.patch(path, { holder: { role: 'aide', disclosed: true } }, account.version).expect(200);
    expect(open.body.holder).toEqual({ name: NAME, pseudonym: null, role: 'aide', disclosed: true });
    const closed = await lead
      .patch(path, { holder: { role: 'aide', disclosed: false } }, open.body.version as number)
      .expect(200);
    expect(closed.body.holder).toEqual({ name: null, pseudonym: 'Official A', role: 'aide', disclosed: false });
    expect(JSON.stringify((await lead.get(`${at}/history?limit=200`)).body)).toContain(NAME);
    expect((await lead.get('/search?q=ada')).body.items).toEqual([]);
  });
});

describe('The map of names', () => {
  it('is read by those of the house, by responders and auditors who take part, and by nobody else', async () => {
    await added({ name: NAME, disclosed: false });
    for (const role of ['owner', 'lead', 'responder', 'analyst', 'auditor'] as const) {
      const member = await api.signedIn(await givenMember(api, campaign, role));
      expect([role, await names(member)]).toMatchObject([role, [{ name: NAME }]]);
    }
    for (const capacity of ['responder', 'auditor']) {
      expect([capacity, await names(await taking(capacity, 'green'))]).toMatchObject([capacity, [{ name: NAME }]]);
    }
    for (const capacity of ['analyst', 'contributor', 'observer']) {
      const client = await taking(capacity, 'red');
      const { status, text } = await client.get(`${at}/pseudonyms`);
      expect([capacity, status >= 403, text.includes('Ada')]).toEqual([capacity, true, false]);
    }
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    expectProblem(await stranger.get(`${at}/pseudonyms`), { status: 404, code: 'not_found' });
  });

  it('says every time that it was read, and by whom', async () => {
    await added({ name: NAME, disclosed: false });
    const reads = async () =>
      (await api.sql(`SELECT user_id FROM case_read WHERE ground = 'names' AND incident_id = $1`, [at.split('/')[2]]))
        .length;
    expect(await reads()).toBe(0);
    await names();
    await names();
    expect(await reads()).toBe(2);
    const analyst = await taking('analyst', 'red');
    await analyst.get(`${at}/pseudonyms`);
    expect(await reads()).toBe(2);
  });

  it('does not name who holds only accounts that are kept from the reader', async () => {
    await added({ name: NAME, disclosed: false });
    await added({ name: 'Hidden Example', disclosed: false }, { tlp: 'red' });
    expect(await names(await taking('responder', 'amber'))).toMatchObject([{ name: NAME }]);
    expect(await names()).toMatchObject([{ name: NAME }, { name: 'Hidden Example' }]);
  });

  it('learns no name from one who may not read it, and gives none away to them', async () => {
    const account = await added({ name: NAME, disclosed: false });
    const analyst = await taking('analyst', 'red');
    const before = await api.count('holder_name', 'affected_account', 'record_state');
    const refused = { status: 403, code: 'names_not_readable' };
    // Who could enter a name and see which pseudonym comes of it would find out all of them.
    expectProblem(await add({ name: NAME, disclosed: false }, {}, analyst), refused);
    const path = `${at}/accounts/${account.id}`;
    const version = (await analyst.get(path)).body.version as number;
    expectProblem(await analyst.patch(path, { holder: { disclosed: true } }, version), refused);
    expect(await api.count('holder_name', 'affected_account', 'record_state')).toEqual(before);
    const { body } = await add({ role: 'aide', disclosed: false }, {}, analyst);
    expect(body.holder).toMatchObject({ pseudonym: 'Official B' });
  });
});

describe('What was recorded before there were pseudonyms', () => {
  it('shows no name either', async () => {
    const account = await added({ name: NAME, disclosed: false });
    const [entry] = await api.sql<{ entry_id: string }>(
      `SELECT entry_id FROM record_state WHERE kind = 'account' AND record_id = $1`,
      [account.id],
    );
    const old = { name: 'Old Example', role: 'aide', disclosed: false };
    await api.sql(
      `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
       SELECT s.incident_id, s.kind, s.record_id, s.case_version + 1, $1, s.state || jsonb_build_object('holder', $2::jsonb)
       FROM record_state s WHERE s.kind = 'account' AND s.record_id = $3`,
      [entry?.entry_id, JSON.stringify(old), account.id],
    );
    await lead.post(`${at}/comments`, { body: 'x' }).expect(201);
    for (const path of [at, `${at}/accounts`, `${at}/accounts/${account.id}`]) {
      expect(JSON.stringify((await lead.get(path).expect(200)).body)).not.toContain('Old Example');
    }
  });
});
