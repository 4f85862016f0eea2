import { StandingClock } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  givenPerson,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type Person,
} from '@app/testing';
import { givenElevationGround, whatWasRead, type ElevationGround } from './elevations-ground.js';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const clock = new StandingClock(new Date());
const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
const inFuture = (ms: number): string => new Date(clock.now().getTime() + ms).toISOString();

let api: ApplicationUnderTest;
let ground: ElevationGround;
let administrator: Person;
let administratorClient: Client;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  later(HOUR_MS);
  ground = await givenElevationGround(api);
  administrator = await givenPerson(api, { administrator: true });
  administratorClient = await api.signedIn(administrator);
});
afterAll(async () => {
  await api.close();
});

const why = { reason: 'The lead cannot be reached, and counsel needs the timeline.' };
const named = (): object => ({ incidentId: ground.incident.id, ...why });
const invite = async (invited: object): Promise<string> => {
  const { lead, path } = ground;
  return ((await lead.post(`${path}/participants`, invited).expect(201)).body as { id: string }).id;
};
const traces = ['participant', 'history_entry', 'record_state', 'outbox_message'] as const;

describe('Breaking the glass', () => {
  it('asks for the second factor that the organization demands of its own', async () => {
    await api.sql('UPDATE organization SET requires_second_factor = true WHERE id = $1', [ground.campaign.id]);
    const before = await api.count(...traces);
    await administratorClient.post('/break-glass', named()).expect(404);
    expect(await api.count(...traces)).toEqual(before);
    await api.sql('UPDATE session SET second_factor_at = now() WHERE user_id = $1', [administrator.id]);
    await administratorClient.post('/break-glass', named()).expect(201);
  });

  it('lets an administrator read the case for four hours, in its history, with every read logged', async () => {
    const { path, incident, lead } = ground;
    await administratorClient.get(path).expect(404);
    const { body } = await administratorClient.post('/break-glass', named()).expect(201);
    expect(body).toMatchObject({ incidentId: incident.id, ...why, until: inFuture(4 * HOUR_MS), inForce: true });
    await administratorClient.get(`/incidents/${incident.reference}`).expect(200);
    await administratorClient.get(`${path}/history`).expect(200);
    expect(await whatWasRead(ground)).toEqual([
      'break_glass: GET /incidents/:incidentId',
      'break_glass: GET /incidents/:incidentId/history',
    ]);
    const history = await lead.get(`${path}/history?order=desc&limit=1`).expect(200);
    expect(history.body.items).toMatchObject([
      {
        action: 'participant.elevated',
        by: { id: administrator.id, name: administrator.name, purpose: 'break_glass' },
        reason: why.reason,
        after: { userId: administrator.id, capacity: 'auditor', maxTlp: 'red', elevated: true, ...why },
      },
    ]);
    const participants = await lead.get(`${path}/participants`).expect(200);
    expect(participants.body.items).toMatchObject([
      {
        name: administrator.name,
        elevated: true,
        seesCase: true,
        invitedById: null,
        ...why,
        abilities: { amend: false, end: true, viewAs: true },
      },
    ]);
    expect((await administratorClient.get('/break-glass').expect(200)).body.items).toMatchObject([
      { id: body.id, reference: incident.reference, inForce: true },
    ]);
    later(4 * HOUR_MS);
    await administratorClient.get(path).expect(404);
    expect((await administratorClient.get('/break-glass')).body.items).toMatchObject([
      { id: body.id, reference: null, inForce: false },
    ]);
  });

  it('gives no right to change anything', async () => {
    const { path } = ground;
    await administratorClient.post('/break-glass', named()).expect(201);
    await administratorClient.post(`${path}/comments`, { body: 'x' }).expect(403);
    await administratorClient.post(`${path}/evidence`, { title: 'x', kind: 'reference' }).expect(403);
    await administratorClient.post(`${path}/participants`, { userId: administrator.id }).expect(403);
    await administratorClient.get(`${path}/reads`).expect(404);
  });

  it('is for those too whose clearance does not reach the case, or whose part ran out within a year', async () => {
    const { firm, vendor, counselClient, vendorClient, path, lead } = ground;
    await invite({ organizationId: firm.id, capacity: 'auditor', maxTlp: 'clear' });
    await invite({ organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber', until: inFuture(HOUR_MS) });
    later(2 * HOUR_MS);
    await counselClient.get(path).expect(404);
    await counselClient.post('/break-glass', named()).expect(201);
    await counselClient.get(path).expect(200);
    await vendorClient.get(path).expect(404);
    await vendorClient.post('/break-glass', named()).expect(201);
    await vendorClient.get(`${path}/history`).expect(200);
    const { body } = await lead.get(`${path}/participants`).expect(200);
    expect(body.items.map((item: { elevated: boolean }) => item.elevated)).toEqual([false, false, true, true]);
  });

  it('is refused to everybody else as if there were no such case', async () => {
    const { vendor, vendorClient, counselClient, firm, campaign, incident, path, lead } = ground;
    await invite({ organizationId: vendor.id, capacity: 'contributor', maxTlp: 'amber', until: inFuture(HOUR_MS) });
    const ended = await invite({ organizationId: firm.id, capacity: 'auditor', maxTlp: 'amber' });
    await lead.post(`${path}/participants/${ended}/endings`, { reason: 'No longer counsel.' }).expect(201);
    later(366 * DAY_MS);
    const strangers = [
      await api.signedIn((await givenOrganization(api)).owner),
      await api.signedIn(vendor.owner),
      await api.signedIn(firm.owner),
    ];
    const before = await api.count(...traces);
    const answers = [
      ...strangers.map((stranger) => stranger.post('/break-glass', named())),
      ...strangers.map((stranger) =>
        stranger.post('/break-glass', { organizationId: campaign.id, reference: incident.reference, ...why }),
      ),
      ...strangers.map((stranger) => stranger.post('/break-glass', { incidentId: firm.id, ...why })),
    ];
    const bodies = (await Promise.all(answers)).map(
      ({ status, body }) => ({ status, ...body, requestId: '' }) as object,
    );
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(bodies[0]).toMatchObject({ status: 404, code: 'not_found' });
    expect(await api.count(...traces)).toEqual(before);
    expect([vendorClient, counselClient]).toHaveLength(2);
  });

  it('is by organization and reference too, by session only, with a reason, and for one case', async () => {
    const { campaign, incident } = ground;
    const byReference = { organizationId: campaign.id, reference: incident.reference };
    for (const wrong of [
      { ...byReference },
      { ...byReference, reason: '' },
      { reference: incident.reference, ...why },
      { ...byReference, ...named() },
      { ...named(), capacity: 'responder' },
      { ...named(), until: inFuture(DAY_MS) },
      why,
    ]) {
      await administratorClient.post('/break-glass', wrong).expect(422);
    }
    await administratorClient.post('/break-glass', { ...byReference, ...why }).expect(201);
    const own = await givenOrganization(api, { owner: await givenPerson(api, { administrator: true }) });
    const owner = await api.signedIn(own.owner);
    const { body: key } = await owner.post('/api-keys', { name: 'K', scopes: ['read', 'write'] }).expect(201);
    await api
      .withKey(key.secret as string)
      .post('/break-glass', named())
      .expect(403);
    await owner.post('/break-glass', named()).expect(201);
    await api
      .withKey(key.secret as string)
      .get(ground.path)
      .expect(404);
    await api.anonymous().post('/break-glass', named()).expect(401);
  });

  it('is not for those who see the case, nor for whoever broke it already, also of two at once', async () => {
    const { lead, incident } = ground;
    const seen = await lead.post('/break-glass', named()).expect(409);
    expect(seen.body.code).toBe('case_is_seen');
    const lock = 'SELECT 1 FROM incident WHERE id = $1 FOR UPDATE';
    const answers = await whileLocked(api, { lock, values: [incident.id], waiting: 2 }, () => [
      administratorClient.post('/break-glass', named()),
      administratorClient.post('/break-glass', named()),
    ]);
    expect(statuses(answers)).toEqual([201, 409]);
  });

  it('is bounded: five times within a day', async () => {
    const grounds = [ground];
    for (let made = 0; made < 5; made += 1) {
      grounds.push(await givenElevationGround(api));
    }
    for (const { incident } of grounds.slice(0, 5)) {
      await administratorClient.post('/break-glass', { incidentId: incident.id, ...why }).expect(201);
    }
    const sixth = { incidentId: grounds[5]?.incident.id, ...why };
    const refused = await administratorClient.post('/break-glass', sixth).expect(429);
    expect(refused.body.code).toBe('too_many_elevations');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(24 * 60 * 60);
    await administratorClient.get(grounds[5]?.path ?? '').expect(404);
    later(DAY_MS + HOUR_MS);
    const back = await api.signedIn(administrator);
    await back.post('/break-glass', sixth).expect(201);
  });

  it('is ended by the owner at once, cannot be changed, and not be taken again on that day', async () => {
    const { lead, path } = ground;
    const { body } = await administratorClient.post('/break-glass', named()).expect(201);
    const participant = `${path}/participants/${body.id as string}`;
    const changed = await lead.patch(participant, { capacity: 'responder' }, 2).expect(409);
    expect(changed.body.code).toBe('elevation_stays');
    await lead.post(`${participant}/endings`, { reason: 'We are here.' }).expect(201);
    await administratorClient.get(path).expect(404);
    await administratorClient.post('/break-glass', named()).expect(404);
    later(DAY_MS + HOUR_MS);
    await (await api.signedIn(administrator)).post('/break-glass', named()).expect(201);
  });

  it('stands beside a lower participation of the same person, and is no obstacle to an invitation', async () => {
    const { lead, path } = ground;
    await invite({ userId: administrator.id, capacity: 'observer', maxTlp: 'clear' });
    await administratorClient.post('/break-glass', named()).expect(201);
    await lead
      .post(`${path}/participants`, { userId: administrator.id, capacity: 'observer', maxTlp: 'red' })
      .expect(409);
    const other = await givenPerson(api, { administrator: true });
    await (await api.signedIn(other)).post('/break-glass', named()).expect(201);
    await lead.post(`${path}/participants`, { userId: other.id, capacity: 'observer', maxTlp: 'red' }).expect(201);
  });

  it('is announced with who, why and until when', async () => {
    const { incident, campaign } = ground;
    const { body } = await administratorClient.post('/break-glass', named()).expect(201);
    const messages = await api.sql<{ body: object }>(
      `SELECT body FROM outbox_message WHERE type = 'access.elevated.v1' AND body->>'incidentId' = $1`,
      [incident.id],
    );
    expect(messages.map((message) => message.body)).toEqual([
      {
        incidentId: incident.id,
        organizationId: campaign.id,
        caseVersion: 2,
        byUserId: administrator.id,
        participantId: body.id,
        until: body.until,
        ...why,
      },
    ]);
  });

  it('shows lists and search what it shows of the case, logged', async () => {
    const member = await givenMember(api, ground.campaign, 'lead');
    expect(member.id).not.toBe(administrator.id);
    await administratorClient.post('/break-glass', named()).expect(201);
    const list = await administratorClient.get('/incidents').expect(200);
    expect(list.body.items).toHaveLength(1);
    expect(await whatWasRead(ground)).toEqual(['break_glass: GET /incidents']);
  });
});
