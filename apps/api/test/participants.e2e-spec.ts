import { randomUUID } from 'node:crypto';
import { StandingClock } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  givenPerson,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

const HOUR_MS = 60 * 60 * 1000;
const clock = new StandingClock(new Date());
const soon = (hours: number): string => new Date(clock.now().getTime() + hours * HOUR_MS).toISOString();

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let vendor: GivenOrganization;
let rival: GivenOrganization;
let incident: { id: string; reference: string };
let lead: Client;
let vendorStaff: Person;
let vendorClient: Client;
let rivalClient: Client;
let path: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + HOUR_MS));
  campaign = await givenOrganization(api);
  vendor = await givenOrganization(api, { kind: 'vendor' });
  rival = await givenOrganization(api);
  incident = await givenIncident(api, campaign);
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  vendorStaff = await givenMember(api, vendor, 'responder');
  vendorClient = await api.signedIn(vendorStaff);
  rivalClient = await api.signedIn(rival.owner);
  path = `/incidents/${incident.id}/participants`;
});
afterAll(async () => {
  await api.close();
});

const invited = (): object => ({ organizationId: vendor.id, capacity: 'analyst', maxTlp: 'amber' });
const version = async (): Promise<number> => {
  const [row] = await api.sql<{ v: number }>('SELECT case_version AS v FROM incident WHERE id = $1', [incident.id]);
  return row?.v ?? 0;
};
const traces = ['participant', 'history_entry', 'record_state', 'outbox_message'] as const;

describe('Inviting to a case', () => {
  it('lets the members of an organization see it, and is on the record', async () => {
    await vendorClient.get(path).expect(404);
    const { body } = await lead.post(path, invited()).expect(201);
    expect(body).toMatchObject({
      organizationId: vendor.id,
      userId: null,
      name: vendor.name,
      capacity: 'analyst',
      maxTlp: 'amber',
      until: null,
      endedAt: null,
      seesCase: true,
      version: 2,
      abilities: { amend: true, end: true, viewAs: true },
    });
    expect((await vendorClient.get(path).expect(200)).body.items).toEqual([
      { ...body, abilities: { amend: false, end: false, viewAs: false } },
    ]);
    expect(await api.sql('SELECT kind, case_version FROM record_state WHERE record_id = $1', [body.id])).toEqual([
      { kind: 'participant', case_version: 2 },
    ]);
    expect(
      await api.sql(
        `SELECT body FROM outbox_message WHERE type = 'participant.invited.v1' AND body->>'participantId' = $1`,
        [body.id],
      ),
    ).toEqual([
      { body: expect.objectContaining({ incidentId: incident.id, organizationId: campaign.id, caseVersion: 2 }) },
    ]);
    await rivalClient.get(path).expect(404);
  });

  it('lets one person see it, and not their colleagues', async () => {
    await lead.post(path, { userId: vendorStaff.id, capacity: 'auditor', maxTlp: 'red' }).expect(201);
    await vendorClient.get(path).expect(200);
    await (await api.signedIn(vendor.owner)).get(path).expect(404);
  });

  it('gives no sight of a case that is marked above the clearance', async () => {
    const red = await givenIncident(api, campaign, { tlp: 'red' });
    const { body } = await lead.post(`/incidents/${red.id}/participants`, invited()).expect(201);
    expect(body.seesCase).toBe(false);
    await vendorClient.get(`/incidents/${red.id}/participants`).expect(404);
  });

  it('ends by itself when its time has come', async () => {
    await lead.post(path, { ...invited(), until: soon(2) }).expect(201);
    await vendorClient.get(path).expect(200);
    clock.set(new Date(soon(2)));
    await vendorClient.get(path).expect(404);
    expect((await lead.get(path).expect(200)).body.items[0].seesCase).toBe(false);
  });

  it('answers a repeat as the first time', async () => {
    const once = lead.with({ 'idempotency-key': randomUUID() });
    const { body: first } = await once.post(path, invited()).expect(201);
    const { body: second } = await once.post(path, invited()).expect(201);
    expect(second).toEqual(first);
    expect(await version()).toBe(2);
  });

  it('names exactly one who is there, is outside, and takes no part yet', async () => {
    const member = await givenMember(api, campaign, 'analyst');
    await lead.post(path, invited()).expect(201);
    const before = await api.count(...traces);
    const at = await version();
    const wrong: [object, number][] = [
      [{ organizationId: undefined }, 422],
      [{ userId: vendorStaff.id }, 422],
      [{ organizationId: randomUUID() }, 422],
      [{ organizationId: 'vendor' }, 422],
      [{ organizationId: undefined, userId: randomUUID() }, 422],
      [{ organizationId: campaign.id }, 422],
      [{ organizationId: undefined, userId: member.id }, 422],
      [{}, 409],
      [{ organizationId: rival.id, capacity: 'owner' }, 422],
      [{ organizationId: rival.id, maxTlp: 'white' }, 422],
      [{ organizationId: rival.id, maxTlp: null }, 422],
      [{ organizationId: rival.id, until: null }, 422],
      [{ organizationId: rival.id, until: soon(-1) }, 422],
      [{ organizationId: rival.id, until: soon(0) }, 422],
      [{ organizationId: rival.id, until: 'tomorrow' }, 422],
      [{ organizationId: rival.id, incidentId: incident.id }, 422],
      [{ organizationId: rival.id, version: 1 }, 422],
    ];
    for (const [over, status] of wrong) {
      await lead.post(path, { ...invited(), ...over }).expect(status);
    }
    expect(await api.count(...traces)).toEqual(before);
    expect(await version()).toBe(at);
  });

  it('is for owners and leads of the organization whose case it is', async () => {
    const before = await api.count(...traces);
    await rivalClient.post(path, invited()).expect(404);
    await rivalClient.post(path, { nonsense: 1 }).expect(404);
    await api.anonymous().post(path, invited()).expect(401);
    for (const role of ['responder', 'analyst', 'auditor'] as const) {
      const client = await api.signedIn(await givenMember(api, campaign, role));
      await client.get(path).expect(200);
      await client.post(path, invited()).expect(403);
    }
    // That the auditor read the list is in the history; nothing else is.
    const entries = (before['history_entry'] ?? 0) + 1;
    expect(await api.count(...traces)).toEqual({ ...before, history_entry: entries });
    for (const capacity of ['responder', 'analyst', 'contributor', 'auditor', 'observer'] as const) {
      const guest = await givenPerson(api);
      await lead.post(path, { userId: guest.id, capacity, maxTlp: 'red' }).expect(201);
      const client = await api.signedIn(guest);
      await client.get(path).expect(['contributor', 'observer'].includes(capacity) ? 404 : 200);
      await client.post(path, { ...invited() }).expect(403);
    }
  });

  it('gives two who invite the same at once one participation', async () => {
    const lock = 'SELECT 1 FROM incident WHERE id = $1 FOR UPDATE';
    const answers = await whileLocked(api, { lock, values: [incident.id], waiting: 3 }, () =>
      [1, 2, 3].map(() => lead.post(path, invited())),
    );
    expect(statuses(answers)).toEqual([201, 409, 409]);
    expect(await version()).toBe(2);
  });
});

describe('A participation', () => {
  let one: { id: string; version: number };
  beforeEach(async () => {
    one = (await lead.post(path, invited()).expect(201)).body;
  });

  it('is changed by one who read it', async () => {
    await lead.patch(`${path}/${one.id}`, { maxTlp: 'green' }).expect(428);
    const { body, headers } = await lead
      .patch(`${path}/${one.id}`, { maxTlp: 'green', until: soon(1), reason: 'Less is enough.' }, one.version)
      .expect(200);
    expect(body).toMatchObject({ maxTlp: 'green', until: soon(1), version: 3, seesCase: false });
    expect(headers['etag']).toBe('"3"');
    await vendorClient.get(path).expect(404);
    await lead.patch(`${path}/${one.id}`, { maxTlp: 'red' }, one.version).expect(412);
    await lead.patch(`${path}/${one.id}`, { maxTlp: 'red' }, 99).expect(412);
    const { body: cleared } = await lead.patch(`${path}/${one.id}`, { maxTlp: 'red', until: null }, 3).expect(200);
    expect(cleared).toMatchObject({ until: null, version: 4 });
    await vendorClient.get(path).expect(200);
  });

  it('is not changed by a later version of the case that left it alone, nor changes by nothing', async () => {
    await lead.post(path, { ...invited(), organizationId: rival.id }).expect(201);
    const { body } = await lead.patch(`${path}/${one.id}`, { maxTlp: 'amber' }, one.version).expect(200);
    expect(body.version).toBe(one.version);
    expect(await version()).toBe(3);
    await lead.patch(`${path}/${one.id}`, { capacity: 'auditor' }, one.version).expect(200);
  });

  it('ends with a reason, at once, and is kept', async () => {
    const { body } = await lead.post(`${path}/${one.id}/endings`, { reason: 'The contract ended.' }).expect(201);
    expect(body).toMatchObject({
      id: one.id,
      seesCase: false,
      version: 3,
      abilities: { amend: false, end: false, viewAs: false },
    });
    expect(body.endedAt).not.toBeNull();
    await vendorClient.get(path).expect(404);
    expect((await lead.get(path)).body.items).toHaveLength(1);
    await lead.post(`${path}/${one.id}/endings`, { reason: 'Again.' }).expect(409);
    await lead.patch(`${path}/${one.id}`, { maxTlp: 'red' }, 3).expect(409);
    await lead.post(path, invited()).expect(201);
    await vendorClient.get(path).expect(200);
  });

  it('is reached through its own case only', async () => {
    const theirs = await givenIncident(api, rival);
    const elsewhere = `/incidents/${theirs.id}/participants/${one.id}`;
    const before = await api.count(...traces);
    await rivalClient.patch(elsewhere, { maxTlp: 'clear' }, one.version).expect(404);
    await rivalClient.post(`${elsewhere}/endings`, { reason: 'Mischief.' }).expect(404);
    await rivalClient.patch(`${path}/${one.id}`, { maxTlp: 'clear' }, one.version).expect(404);
    await vendorClient.patch(`${path}/${one.id}`, { maxTlp: 'red' }, one.version).expect(403);
    await vendorClient.post(`${path}/${one.id}/endings`, { reason: 'Mischief.' }).expect(403);
    await lead.patch(`${path}/nonsense`, { maxTlp: 'red' }, 1).expect(404);
    await lead.post(`${path}/${randomUUID()}/endings`, { reason: 'None.' }).expect(404);
    expect(await api.count(...traces)).toEqual(before);
  });

  it('takes only what it has', async () => {
    const before = await api.count(...traces);
    for (const wrong of [
      { organizationId: rival.id },
      { endedAt: null },
      { version: 1 },
      { maxTlp: null },
      { capacity: null },
      { until: soon(-1) },
      { until: 12 },
      { reason: '' },
    ]) {
      await lead.patch(`${path}/${one.id}`, wrong, one.version).expect(422);
    }
    expect(await api.count(...traces)).toEqual(before);
  });
});
