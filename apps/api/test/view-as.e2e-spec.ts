import { StandingClock } from '@app/platform';
import { givenMember, givenPerson, type ApplicationUnderTest, type Client } from '@app/testing';
import { givenElevationGround, readsOf, type ElevationGround } from './elevations-ground.js';
import { startApi } from './start-api.js';

const HOUR_MS = 60 * 60 * 1000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let ground: ElevationGround;
let participantId: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS));
  ground = await givenElevationGround(api);
  const { lead, path, vendor } = ground;
  const invited = { organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber' };
  participantId = ((await lead.post(`${path}/participants`, invited).expect(201)).body as { id: string }).id;
  await lead.post(`${path}/comments`, { body: 'Among us.' }).expect(201);
  await lead.post(`${path}/accounts`, { identifier: 'a@campaign.example', kind: 'email' }).expect(201);
  await lead.post(`${path}/evidence`, { title: 'Ours', kind: 'reference' }).expect(201);
  await ground.vendorClient.post(`${path}/evidence`, { title: 'Theirs', kind: 'reference' }).expect(201);
});
afterAll(async () => {
  await api.close();
});

const as = (client: Client, id = participantId): Client => client.with({ 'ascribe-view-as': id });
const readOnly = (body: unknown): unknown => JSON.parse(JSON.stringify(body).replaceAll('true', 'false'));

const READS = ['', '/accounts', '/evidence', '/findings', '/claims', '/hypotheses', '/attribution', '/timeline'];
const HIDDEN = ['/comments', '/tasks', '/history', '/participants', '/stakeholders', '/notifications', '/reads'];

describe('Looking at a case as somebody who takes part', () => {
  it('is answered what they are answered, with nothing to do', async () => {
    const { lead, vendorClient, path } = ground;
    for (const part of READS) {
      const theirs = await vendorClient.get(path + part).expect(200);
      const seen = await as(lead)
        .get(path + part)
        .expect(200);
      expect({ part, body: seen.body as unknown }).toEqual({ part, body: readOnly(theirs.body) });
      expect(seen.headers['etag']).toBe(theirs.headers['etag']);
    }
    for (const part of HIDDEN) {
      await vendorClient.get(path + part).expect(404);
      await as(lead)
        .get(path + part)
        .expect(404);
    }
    const { body } = await as(lead).get(`${path}/evidence`).expect(200);
    expect(body.items.map(({ title }: { title: string }) => title)).toEqual(['Theirs']);
  });

  it('is as a person sees it, where a person was invited', async () => {
    const { lead, path } = ground;
    const person = await givenPerson(api);
    const invited = { userId: person.id, capacity: 'auditor', maxTlp: 'red' };
    const { body } = await lead.post(`${path}/participants`, invited).expect(201);
    const theirs = await (await api.signedIn(person)).get(`${path}/history`).expect(200);
    const seen = await as(lead, body.id as string)
      .get(`${path}/history`)
      .expect(200);
    expect(seen.body).toEqual(theirs.body);
  });

  it('is logged as what it is', async () => {
    const { lead, leader, path, vendor } = ground;
    await as(lead).get(`${path}/accounts`).expect(200);
    await as(lead).get(`${path}/comments`).expect(404);
    expect(await readsOf(ground)).toMatchObject([
      {
        by: { id: leader.id },
        ground: 'view_as',
        what: 'GET /incidents/:incidentId/accounts',
        viewedAs: { participantId, name: vendor.name },
      },
    ]);
  });

  it('changes nothing, and is of cases only', async () => {
    const { lead, path, campaign } = ground;
    const before = await api.count('comment', 'history_entry');
    const refused = await as(lead).post(`${path}/comments`, { body: 'x' }).expect(400);
    expect(refused.body.code).toBe('view_as_reads_only');
    await as(lead).patch(path, { title: 'x' }, 1).expect(400);
    expect(await api.count('comment', 'history_entry')).toEqual(before);
    for (const elsewhere of [
      '/incidents',
      '/search?q=x',
      '/notifications',
      `/organizations/${campaign.id}`,
      '/auth/me',
    ]) {
      expect((await as(lead).get(elsewhere).expect(400)).body.code).toBe('view_as_of_cases');
    }
  });

  it('is for those who manage participants, by session, and as participants in force of this case', async () => {
    const { lead, path, campaign, vendorClient, vendor } = ground;
    const other = await givenElevationGround(api);
    const elsewhere = await other.lead
      .post(`${other.path}/participants`, { organizationId: vendor.id, capacity: 'auditor', maxTlp: 'red' })
      .expect(201);
    await as(lead, elsewhere.body.id as string)
      .get(path)
      .expect(404);
    await as(lead, vendor.id).get(path).expect(404);
    expect((await as(lead, 'nobody').get(path).expect(400)).body.code).toBe('malformed_view_as');
    for (const role of ['responder', 'analyst', 'auditor'] as const) {
      await as(await api.signedIn(await givenMember(api, campaign, role)))
        .get(path)
        .expect(403);
    }
    await as(vendorClient).get(path).expect(403);
    await as(other.lead).get(path).expect(404);
    await as(api.anonymous()).get(path).expect(401);
    const { body: key } = await lead.post('/api-keys', { name: 'K', scopes: ['read'] }).expect(201);
    await as(api.withKey(key.secret as string))
      .get(path)
      .expect(403);
    await lead.post(`${path}/participants/${participantId}/endings`, { reason: 'Done.' }).expect(201);
    await as(lead).get(path).expect(404);
  });
});

describe('What somebody who takes part can see', () => {
  it('is counted by kind, shown and withheld', async () => {
    const { lead, path } = ground;
    const { body } = await lead.get(`${path}/participants/${participantId}/sight`).expect(200);
    expect(body).toMatchObject({
      seesCase: true,
      capacities: ['contributor'],
      clearance: 'amber',
      verbs: ['incident.read', 'evidence.write', 'findings.submit'],
    });
    expect(
      Object.fromEntries(
        body.kinds.map((kind: { kind: string; shown: number; withheld: number }) => [
          kind.kind,
          [kind.shown, kind.withheld],
        ]),
      ),
    ).toMatchObject({
      account: [1, 0],
      comment: [0, 1],
      evidence: [1, 1],
      participant: [0, 1],
    });
  });

  it('is nothing once their part is over, and told to nobody who does not manage participants', async () => {
    const { lead, path, vendorClient } = ground;
    await vendorClient.get(`${path}/participants/${participantId}/sight`).expect(404);
    await lead.get(`${path}/participants/${ground.incident.id}/sight`).expect(404);
    await lead.post(`${path}/participants/${participantId}/endings`, { reason: 'Done.' }).expect(201);
    const { body } = await lead.get(`${path}/participants/${participantId}/sight`).expect(200);
    expect(body).toMatchObject({ seesCase: false, clearance: null, verbs: [] });
    expect(body.kinds.every(({ shown }: { shown: number }) => shown === 0)).toBe(true);
  });
});
