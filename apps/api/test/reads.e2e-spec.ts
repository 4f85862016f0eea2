import { StandingClock } from '@app/platform';
import { givenIncident, givenMember, type ApplicationUnderTest, type Client } from '@app/testing';
import { givenElevationGround, readsOf, whatWasRead, type ElevationGround } from './elevations-ground.js';
import { startApi } from './start-api.js';

const HOUR_MS = 60 * 60 * 1000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let ground: ElevationGround;
let auditor: Client;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS));
  ground = await givenElevationGround(api);
  auditor = await api.signedIn(await givenMember(api, ground.campaign, 'auditor'));
});
afterAll(async () => {
  await api.close();
});

const audited = async (capacity = 'auditor'): Promise<string> => {
  const { lead, path, firm } = ground;
  const invited = { organizationId: firm.id, capacity, maxTlp: 'amber' };
  return ((await lead.post(`${path}/participants`, invited).expect(201)).body as { id: string }).id;
};

describe('Reads of a case by auditors', () => {
  it('are logged with who, when, by which route, which record and which moment', async () => {
    const { lead, path, counsel, counselClient } = ground;
    await audited();
    const { body: account } = await lead
      .post(`${path}/accounts`, { identifier: 'a@campaign.example', kind: 'email' })
      .expect(201);
    const at = clock.now().toISOString();
    await counselClient.get(`${path}?knownAt=${at}`).expect(200);
    await counselClient.get(`${path}/accounts/${account.id as string}`).expect(200);
    await auditor.get(`${path}/claims?caseVersion=1`).expect(200);
    const [first, second, third] = (await readsOf(ground)) as [object, object, object];
    expect(first).toMatchObject({
      at,
      by: { id: counsel.id, name: counsel.name, organizations: [ground.firm.name] },
      key: null,
      ground: 'auditor',
      what: 'GET /incidents/:incidentId',
      recordId: null,
      moment: { knownAt: at },
      viewedAs: null,
    });
    expect(second).toMatchObject({ what: 'GET /incidents/:incidentId/accounts/:accountId', recordId: account.id });
    expect(third).toMatchObject({
      by: { organizations: [ground.campaign.name] },
      what: 'GET /incidents/:incidentId/claims',
      moment: { caseVersion: '1' },
    });
  });

  it('are each a row, also HEAD, also the same read twice; what is refused or not there is none', async () => {
    const { path, counselClient } = ground;
    await audited();
    const head = await fetch(`${await api.app.getUrl()}/api/v1${path}/claims`, {
      method: 'HEAD',
      headers: { cookie: await cookieOf(counselClient) },
    });
    expect(head.status).toBe(200);
    await counselClient.get(`${path}/claims`).expect(200);
    await counselClient.get(`${path}/claims`).expect(200);
    await counselClient.get(`${path}/accounts/${ground.incident.id}`).expect(404);
    await counselClient.get(`${path}/claims?limit=nothing`).expect(422);
    await counselClient.get(`${path}/reads`).expect(404);
    await counselClient.post(`${path}/claims`, {}).expect(403);
    expect(await whatWasRead(ground)).toEqual([
      'auditor: HEAD /incidents/:incidentId/claims',
      'auditor: GET /incidents/:incidentId/claims',
      'auditor: GET /incidents/:incidentId/claims',
    ]);
  });

  it('are logged for each case that a list or a search shows them, and for no other', async () => {
    const { counselClient, counsel } = ground;
    await audited();
    const own = await givenIncident(api, { ...ground.firm, owner: counsel }, { title: 'Zanzibar' });
    await counselClient.get('/incidents').expect(200);
    await counselClient.get('/search?q=case').expect(200);
    await counselClient.get('/search?q=zanzibar').expect(200);
    expect(await whatWasRead(ground)).toEqual(['auditor: GET /incidents', 'auditor: GET /search']);
    expect(await api.sql('SELECT 1 FROM case_read WHERE incident_id = $1', [own.id])).toEqual([]);
  });

  it('are those of every member who audits an organization that takes part', async () => {
    await audited('responder');
    const { path, firm } = ground;
    const firmAuditor = await api.signedIn(await givenMember(api, firm, 'auditor'));
    await firmAuditor.get(`${path}/tasks`).expect(200);
    await ground.counselClient.get(`${path}/tasks`).expect(200);
    expect(await whatWasRead(ground)).toEqual(['auditor: GET /incidents/:incidentId/tasks']);
    await firmAuditor.post(`${path}/comments`, { body: 'x' }).expect(403);
    await ground.counselClient.post(`${path}/comments`, { body: 'x' }).expect(201);
  });

  it('are answered nothing where they cannot be logged', async () => {
    const { path, counselClient, lead } = ground;
    await audited();
    await api.sql('ALTER TABLE case_read ADD CONSTRAINT full_up CHECK (false) NOT VALID');
    try {
      const refused = await counselClient.get(`${path}/claims`).expect(503);
      expect(refused.body).toMatchObject({ code: 'unavailable', status: 503 });
      expect(refused.headers['retry-after']).toBe('2');
      expect(refused.headers['etag']).toBeUndefined();
      await counselClient.get(path).expect(503);
      const list = await counselClient.get('/incidents').expect(503);
      expect(JSON.stringify(list.body)).not.toContain(ground.incident.reference);
      await lead.get(`${path}/claims`).expect(200);
    } finally {
      await api.sql('ALTER TABLE case_read DROP CONSTRAINT full_up');
    }
    await counselClient.get(`${path}/claims`).expect(200);
  });
});

describe('The log of reads', () => {
  it('is read by owner, lead and auditors of the owner, by pages, and by nobody else', async () => {
    const { path, lead, counselClient, campaign, vendorClient } = ground;
    await audited();
    for (let read = 0; read < 5; read += 1) {
      await counselClient.get(`${path}/claims`).expect(200);
    }
    const first = await lead.get(`${path}/reads?limit=3`).expect(200);
    expect(first.body.items).toHaveLength(3);
    const rest = await lead.get(`${path}/reads?limit=3&cursor=${first.body.nextCursor as string}`).expect(200);
    expect(rest.body).toMatchObject({ items: [{}, {}], nextCursor: null });
    expect(new Set([...first.body.items, ...rest.body.items].map(({ id }: { id: string }) => id)).size).toBe(5);
    await (await api.signedIn(campaign.owner)).get(`${path}/reads`).expect(200);
    const seen = await auditor.get(`${path}/reads`).expect(200);
    expect(seen.body.items).toHaveLength(5);
    expect((await lead.get(`${path}/reads`)).body.items[0]).toMatchObject({ what: 'GET /incidents/:incidentId/reads' });
    for (const role of ['responder', 'analyst'] as const) {
      await (await api.signedIn(await givenMember(api, campaign, role))).get(`${path}/reads`).expect(404);
    }
    await counselClient.get(`${path}/reads`).expect(404);
    await vendorClient.get(`${path}/reads`).expect(404);
  });

  it('tells which key was used', async () => {
    const { path, counselClient, firm } = ground;
    await audited();
    const { body: key } = await counselClient
      .post('/api-keys', { organizationId: firm.id, name: 'Reader', scopes: ['read'] })
      .expect(201);
    await api
      .withKey(key.secret as string)
      .get(`${path}/claims`)
      .expect(200);
    expect(await readsOf(ground)).toMatchObject([{ key: { id: key.id, name: 'Reader' } }]);
  });

  it('cannot be changed, not by the application and not by the owner of the tables', async () => {
    const { path, counselClient } = ground;
    await audited();
    await counselClient.get(`${path}/claims`).expect(200);
    for (const text of ['UPDATE case_read SET what = what', 'DELETE FROM case_read', 'TRUNCATE case_read']) {
      await expect(api.sql(text)).rejects.toMatchObject({ message: 'case_read is append-only' });
    }
  });

  it('holds what leaves as a file, whoever takes it', async () => {
    const { path, lead, leader } = ground;
    const { body: evidence } = await lead.post(`${path}/evidence`, { title: 'Log', kind: 'file' }).expect(201);
    const content = `${path}/evidence/${evidence.id as string}/content`;
    await lead
      .with({ 'if-match': `"${evidence.version as number}"` })
      .raw('put', content, Buffer.from('x'), 'application/octet-stream')
      .expect(200);
    await lead.get(content).expect(200);
    expect(await readsOf(ground)).toMatchObject([
      {
        ground: 'export',
        what: 'GET /incidents/:incidentId/evidence/:evidenceId/content',
        recordId: evidence.id,
        by: { id: leader.id },
      },
    ]);
  });

  it('holds what a contributor takes of their own, who cannot read the log', async () => {
    const { path, lead, vendor, vendorStaff, vendorClient } = ground;
    const invited = { organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber' };
    await lead.post(`${path}/participants`, invited).expect(201);
    const { body: evidence } = await vendorClient.post(`${path}/evidence`, { title: 'Log', kind: 'file' }).expect(201);
    const content = `${path}/evidence/${evidence.id as string}/content`;
    const tag = { 'if-match': `"${evidence.version as number}"` };
    await vendorClient.with(tag).raw('put', content, Buffer.from('x'), 'application/octet-stream').expect(200);
    await vendorClient.get(content).expect(200);
    expect(await readsOf(ground)).toMatchObject([{ ground: 'export', by: { id: vendorStaff.id } }]);
    await vendorClient.get(`${path}/reads`).expect(404);
  });
});

/** The session cookie, for a request that supertest cannot send. */
async function cookieOf(client: Client): Promise<string> {
  const sent = client.get('/auth/me');
  await sent.expect(200);
  return String((sent as unknown as { req: { getHeader: (name: string) => unknown } }).req.getHeader('cookie'));
}
