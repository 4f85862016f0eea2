import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let lead: Client;
let vendor: Client;
let rival: Client;
let at: string;
let account: string;
let finding: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  const campaign = await givenOrganization(api);
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  at = `/incidents/${(await lead.post('/incidents', { title: 'Mail was read', tlp: 'green' }).expect(201)).body.id}`;
  account = (await lead.post(`${at}/accounts`, { identifier: 'aide@campaign.example', kind: 'email' })).body.id;
  vendor = await taking('contributor', 'amber');
  rival = await taking('contributor', 'amber');
  finding = await submit(vendor, { concerns: 'A former senior adviser' });
});
afterAll(async () => {
  await api.close();
});

async function taking(capacity: string, maxTlp: string): Promise<Client> {
  const organization: GivenOrganization = await givenOrganization(api, { kind: 'vendor' });
  await lead.post(`${at}/participants`, { organizationId: organization.id, capacity, maxTlp }).expect(201);
  return await api.signedIn(organization.owner);
}
const submit = async (client: Client, more: object = {}): Promise<string> =>
  (await client.post(`${at}/findings`, { summary: 'Kingfisher was phished.', ...more }).expect(201)).body.id;

/** All that someone is shown of the case; what tells only that something in it changed is left out. */
async function shownTo(client: Client): Promise<unknown> {
  const seen = [];
  for (const path of [
    at,
    `${at}/findings`,
    `${at}/findings/${finding}`,
    `${at}/accounts`,
    `${at}/timeline`,
    `${at}/claims`,
    `${at}/evidence`,
    `${at}/dependents?kind=finding&id=${finding}`,
    '/incidents',
    '/search?q=kingfisher',
    '/search?q=aide',
    '/notifications',
  ]) {
    const { status, body, headers } = await client.get(path);
    const ofCase = path === at || path.endsWith('timeline') || path === '/incidents';
    seen.push([path, status, ofCase ? without(OF_THE_CASE, body) : [without(['requestId'], body), headers['etag']]]);
  }
  return seen;
}

const OF_THE_CASE = ['version', 'caseVersion', 'updatedAt', 'knownAt'];
const without = (keys: readonly string[], body: object): unknown =>
  JSON.parse(JSON.stringify(body, (key, value: unknown) => (keys.includes(key) ? undefined : value)));

describe('A finding of one contributor', () => {
  it('does not exist for another', async () => {
    const before = await shownTo(rival);
    const more = await submit(vendor, { techniques: ['T1566.002'] });
    await lead.post(`${at}/findings/${more}/rejections`, { reason: 'x' }).expect(201);
    expect(await shownTo(rival)).toEqual(before);
    expect((await rival.get(`${at}/findings`)).body).toEqual({ items: [], nextCursor: null });
    for (const path of ['', '?caseVersion=6']) {
      expectProblem(await rival.get(`${at}/findings/${more}${path}`), { status: 404, code: 'not_found' });
    }
    const traces = await api.count('record_state', 'history_entry', 'outbox_message');
    const body = { summary: 'x', reason: 'x' };
    expectProblem(await rival.post(`${at}/findings/${more}/withdrawals`, { reason: 'x' }), {
      status: 404,
      code: 'not_found',
    });
    expectProblem(await rival.post(`${at}/findings/${more}/supersessions`, body), { status: 404, code: 'not_found' });
    expect(await api.count('record_state', 'history_entry', 'outbox_message')).toEqual(traces);
    expect(await submit(rival)).toEqual(expect.any(String));
    expect((await rival.get(`${at}/findings`)).body.items).toHaveLength(1);
    expect((await vendor.get(`${at}/findings`)).body.items).toHaveLength(2);
    expect((await rival.get('/search?q=kingfisher')).body.items).toHaveLength(1);
    expect((await lead.get(`${at}/findings`)).body.items).toHaveLength(3);
  });

  it('is shown to those inside, as far as they are cleared for its marking', async () => {
    const helper = await taking('analyst', 'green');
    const cleared = await taking('analyst', 'amber');
    const marked = await submit(vendor, { tlp: 'amber' });
    expect((await helper.get(`${at}/findings`)).body.items).toMatchObject([{ id: finding }]);
    expect((await cleared.get(`${at}/findings`)).body.items).toMatchObject([{ id: finding }, { id: marked }]);
    await lead.post(`${at}/findings/${marked}/accounts`, { accountId: account }).expect(201);
    const link = { accountId: account };
    expectProblem(await helper.post(`${at}/findings/${marked}/accounts`, link), { status: 404, code: 'not_found' });
    expectProblem(await helper.get(`${at}/findings/${marked}/accounts`), { status: 404, code: 'not_found' });
    const { body } = await helper.get(`${at}/history?limit=200`).expect(200);
    expect(JSON.stringify(body)).not.toContain(marked);
    expect((await cleared.get(`${at}/findings/${marked}/accounts`)).body.items).toMatchObject([link]);
  });

  it('is not shown to an observer', async () => {
    const observer = await taking('observer', 'red');
    expect((await observer.get(`${at}/findings`).expect(200)).body.items).toEqual([]);
    expectProblem(await observer.post(`${at}/findings`, { summary: 'x' }), { status: 403, code: 'forbidden' });
  });
});

describe('Which account a finding speaks of', () => {
  it('is put down inside, and whoever submitted it cannot tell that it was', async () => {
    const before = await shownTo(vendor);
    const outbox = await api.count('outbox_message');
    const { body } = await lead
      .post(`${at}/findings/${finding}/accounts`, { accountId: account, reason: 'The dates agree.' })
      .expect(201);
    expect(body).toMatchObject({ findingId: finding, accountId: account, status: 'linked', abilities: { end: true } });
    expect(await shownTo(vendor)).toEqual(before);
    // What nobody is told of cannot be told to the wrong one.
    expect(await api.count('outbox_message')).toEqual(outbox);
    expect((await lead.get(`${at}/findings/${finding}/accounts`).expect(200)).body).toEqual({
      items: [body],
      nextCursor: null,
    });
    const [row] = await api.sql('SELECT version FROM finding WHERE id = $1', [finding]);
    expect((await lead.get(`${at}/findings/${finding}`)).body.version).toBe(row?.['version']);

    for (const path of [`${at}/findings/${finding}/accounts`, `${at}/history`]) {
      expectProblem(await vendor.get(path), { status: 404, code: 'not_found' });
    }
    expectProblem(await vendor.post(`${at}/findings/${finding}/accounts/${body.id}/endings`, { reason: 'x' }), {
      status: 403,
      code: 'forbidden',
    });
    // The submitter goes on as if there were no link.
    const successor = await vendor
      .post(`${at}/findings/${finding}/supersessions`, { summary: 'Kingfisher and Heron.', reason: 'A second one.' })
      .expect(201);
    expect(JSON.stringify(successor.body)).not.toContain(account);
    expect((await lead.get(`${at}/findings/${successor.body.id}/accounts`)).body.items).toMatchObject([
      { findingId: finding, accountId: account },
    ]);
  });

  it('is taken back with a reason, and stays on the record', async () => {
    const link = { accountId: account };
    const { body } = await lead.post(`${at}/findings/${finding}/accounts`, link).expect(201);
    const path = `${at}/findings/${finding}/accounts/${body.id}/endings`;
    expectProblem(await lead.post(`${at}/findings/${finding}/accounts`, link), { status: 409, code: 'already_linked' });
    expectProblem(await lead.post(path, {}), { status: 422, code: 'invalid', path: 'reason' });
    const ended = await lead.post(path, { reason: 'Another person.' }).expect(201);
    expect(ended.body).toMatchObject({
      status: 'ended',
      ending: { reason: 'Another person.', by: { name: expect.stringContaining('Person') } },
      abilities: { end: false },
    });
    expectProblem(await lead.post(path, { reason: 'x' }), { status: 409, code: 'already_ended' });
    expect((await lead.get(`${at}/findings/${finding}/accounts`)).body.items).toEqual([ended.body]);
    await lead.post(`${at}/findings/${finding}/accounts`, link).expect(201);
  });

  it('is an account of the case', async () => {
    const other = await lead.post('/incidents', { title: 'Another' }).expect(201);
    const theirs = await lead.post(`/incidents/${other.body.id}/accounts`, { identifier: 'x', kind: 'email' });
    const path = `${at}/findings/${finding}/accounts`;
    const before = await api.count('finding_account', 'record_state');
    expectProblem(await lead.post(path, { accountId: theirs.body.id }), {
      status: 422,
      code: 'invalid',
      path: 'accountId',
    });
    expectProblem(await lead.post(`${at}/findings/${account}/accounts`, { accountId: account }), {
      status: 404,
      code: 'not_found',
    });
    expectProblem(await lead.post(`${path}/${finding}/endings`, { reason: 'x' }), { status: 404, code: 'not_found' });
    expect(await api.count('finding_account', 'record_state')).toEqual(before);
  });
});
