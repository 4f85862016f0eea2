import { StandingClock } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { startApi } from './start-api.js';

const HOUR_MS = 60 * 60 * 1000;
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let other: GivenOrganization;
let owner: Client;
let analyst: Person;
let analystClient: Client;
let base: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS));
  campaign = await givenOrganization(api);
  other = await givenOrganization(api);
  owner = await api.signedIn(campaign.owner);
  analyst = await givenMember(api, campaign, 'analyst');
  analystClient = await api.signedIn(analyst);
  base = `/organizations/${campaign.id}`;
});
afterAll(async () => {
  await api.close();
});

const madeKey = async (client: Client): Promise<{ id: string; secret: string }> =>
  (await client.post('/api-keys', { organizationId: campaign.id, name: 'Importer', scopes: ['read'] }).expect(201))
    .body as never;

describe('The history of an organization', () => {
  it('has every change of members, invitations, keys and settings, newest first, with reasons', async () => {
    const { body: invited } = await owner
      .post(`${base}/invitations`, { email: 'new@test.example', name: 'New', role: 'analyst' })
      .expect(201);
    await owner.post(`${base}/invitations/${invited.id as string}/withdrawals`, { reason: 'Wrong.' }).expect(201);
    const key = await madeKey(analystClient);
    await owner.patch(`${base}/members/${analyst.id}`, { role: 'responder', reason: 'More hands.' }, 4).expect(200);
    await owner.post(`${base}/members/${analyst.id}/endings`, { reason: 'Gone.' }).expect(201);
    const { body: organization } = await owner.get(base).expect(200);
    await owner.patch(base, { staleAfterDays: 3 }, organization.version as number).expect(200);
    const { body } = await owner.get(`${base}/history`).expect(200);
    expect(body.items).toMatchObject(
      [
        { action: 'organization.amended', before: { staleAfterDays: 7 }, after: { staleAfterDays: 3 } },
        { action: 'api_key.revoked', subject: { id: key.id }, reason: 'The membership ended.' },
        { action: 'member.left', subject: { id: analyst.id, name: analyst.name }, reason: 'Gone.' },
        {
          action: 'member.role_changed',
          after: { role: 'responder' },
          reason: 'More hands.',
          by: { id: campaign.owner.id },
        },
        { action: 'api_key.made', subject: { id: key.id }, by: { id: analyst.id, name: analyst.name } },
        { action: 'invitation.withdrawn', reason: 'Wrong.' },
        { action: 'member.invited', after: { email: 'new@test.example', role: 'analyst' } },
        {},
        {},
        {},
      ].slice(0, body.items.length),
    );
    expect(body.items.length).toBeGreaterThanOrEqual(9);
    expect(JSON.stringify(body)).not.toContain(key.secret);
    const first = await owner.get(`${base}/history?limit=2`).expect(200);
    const rest = await owner.get(`${base}/history?cursor=${first.body.nextCursor as string}`).expect(200);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
  });

  it('is for its owners and auditors, and holds nothing of a case or of another organization', async () => {
    await givenIncident(api, campaign);
    const auditor = await api.signedIn(await givenMember(api, campaign, 'auditor'));
    const { body } = await auditor.get(`${base}/history`).expect(200);
    expect(body.items.some(({ action }: { action: string }) => action.startsWith('incident.'))).toBe(false);
    for (const role of ['lead', 'responder', 'analyst'] as const) {
      await (await api.signedIn(await givenMember(api, campaign, role))).get(`${base}/history`).expect(403);
    }
    await (await api.signedIn(other.owner)).get(`${base}/history`).expect(404);
    const { body: theirs } = await (
      await api.signedIn(other.owner)
    )
      .get(`/organizations/${other.id}/history`)
      .expect(200);
    const cursor = Buffer.from(JSON.stringify([theirs.items[0].id])).toString('base64url');
    expect((await owner.get(`${base}/history?cursor=${cursor}`).expect(200)).body.items).toEqual([]);
  });
});

describe('The keys of an organization', () => {
  it('are seen by its owner, with whose they are and when they were last used, and can be revoked', async () => {
    const key = await madeKey(analystClient);
    const keys = `${base}/api-keys`;
    expect((await owner.get(keys).expect(200)).body.items).toMatchObject([
      { id: key.id, userId: analyst.id, userName: analyst.name, lastUsedAt: null, abilities: { revoke: true } },
    ]);
    await api.withKey(key.secret).get('/incidents').expect(200);
    const usedAt = clock.now().toISOString();
    clock.set(new Date(clock.now().getTime() + 60_000));
    await api.withKey(key.secret).get('/incidents').expect(200);
    expect((await owner.get(keys)).body.items).toMatchObject([{ lastUsedAt: usedAt }]);
    clock.set(new Date(clock.now().getTime() + HOUR_MS));
    await api.withKey(key.secret).get('/incidents').expect(200);
    expect((await owner.get(keys)).body.items).toMatchObject([{ lastUsedAt: clock.now().toISOString() }]);
    await owner.post(`${keys}/${key.id}/revocations`, { reason: 'Seen in a log.' }).expect(201);
    await api.withKey(key.secret).get('/incidents').expect(401);
    const { body } = await owner.get(`${base}/history?limit=1`).expect(200);
    expect(body.items).toMatchObject([
      { action: 'api_key.revoked', reason: 'Seen in a log.', by: { id: campaign.owner.id } },
    ]);
  });

  it('are nobody else’s to see or to revoke', async () => {
    const key = await madeKey(analystClient);
    const keys = `${base}/api-keys`;
    await analystClient.get(keys).expect(403);
    await analystClient.post(`${keys}/${key.id}/revocations`, { reason: 'x' }).expect(403);
    const stranger = await api.signedIn(other.owner);
    await stranger.get(keys).expect(404);
    await stranger.post(`/organizations/${other.id}/api-keys/${key.id}/revocations`, { reason: 'x' }).expect(404);
    const own = await madeKey(owner);
    await api.withKey(own.secret).get(keys).expect(403);
    await api.withKey(key.secret).get('/incidents').expect(200);
  });

  it('see no case by an invitation that their maker holds in person', async () => {
    const incident = await givenIncident(api, other);
    const invited = { userId: analyst.id, capacity: 'analyst', maxTlp: 'red' };
    await (await api.signedIn(other.owner)).post(`/incidents/${incident.id}/participants`, invited).expect(201);
    const key = api.withKey((await madeKey(analystClient)).secret);
    await analystClient.get(`/incidents/${incident.id}`).expect(200);
    expect((await analystClient.get('/incidents')).body.items).toHaveLength(1);
    await key.get(`/incidents/${incident.id}`).expect(404);
    expect((await key.get('/incidents').expect(200)).body.items).toEqual([]);
    expect((await key.get('/search?q=case').expect(200)).body.items).toEqual([]);
  });
});

describe('An invitation', () => {
  it('makes nobody a person before it is accepted', async () => {
    const before = await api.count('app_user', 'membership');
    const offered = { email: 'nobody.yet@test.example', name: 'Nobody Yet', role: 'analyst' };
    const { body } = await owner.post(`${base}/invitations`, offered).expect(201);
    expect(await api.count('app_user', 'membership')).toEqual(before);
    expect(body).toMatchObject(offered);
    await owner.post(`${base}/invitations/${body.id as string}/withdrawals`, { reason: 'Not needed.' }).expect(201);
    expect(await api.count('app_user', 'membership')).toEqual(before);
  });

  it('is accepted by whoever is signed in under its e-mail, and by nobody else who is', async () => {
    const offered = { email: other.owner.email.toUpperCase(), name: 'Them', role: 'auditor' };
    const { body } = await owner.post(`${base}/invitations`, offered).expect(201);
    const accept = `/auth${body.path as string}/acceptances`;
    await analystClient.post(accept).expect(403);
    await api.anonymous().post(accept).expect(401);
    const invited = await api.signedIn(other.owner);
    expect((await invited.post(accept).expect(201)).body).toEqual({ organizationId: campaign.id, role: 'auditor' });
    await invited.get(base).expect(200);
    await invited.post(accept).expect(404);
  });

  it('changes nothing for one who has become a member meanwhile', async () => {
    const person = await givenMember(api, other, 'analyst');
    const { body } = await owner
      .post(`${base}/invitations`, { email: person.email, name: 'x', role: 'analyst' })
      .expect(201);
    await givenMember(api, campaign, 'owner', person);
    const refused = await (await api.signedIn(person)).post(`/auth${body.path as string}/acceptances`).expect(409);
    expect(refused.body.code).toBe('already_member');
    expect((await (await api.signedIn(person)).get(base).expect(200)).body).toMatchObject({ role: 'owner' });
  });
});
