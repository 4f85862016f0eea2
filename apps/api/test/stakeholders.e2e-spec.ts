import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let lead: Client;
let responder: Client;
let stranger: Client;
let registers: readonly string[];

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  campaign = await givenOrganization(api);
  const incident = await givenIncident(api, campaign);
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  responder = await api.signedIn(await givenMember(api, campaign, 'responder'));
  stranger = await api.signedIn((await givenOrganization(api)).owner);
  registers = [`/organizations/${campaign.id}/stakeholders`, `/incidents/${incident.id}/stakeholders`];
});
afterAll(async () => {
  await api.close();
});

const counsel = { name: 'Counsel', role: 'legal', email: 'counsel@law.example', maxTlp: 'amber' };

describe('The register of stakeholders', () => {
  it('is kept for an organization and for a case apart, and every change is on the record', async () => {
    for (const path of registers) {
      const { body } = await lead.post(path, counsel).expect(201);
      expect(body).toMatchObject({
        ...counsel,
        channels: ['email'],
        endedAt: null,
        abilities: { amend: true, end: true },
      });
      const amended = await lead.patch(`${path}/${body.id}`, { maxTlp: 'red', reason: 'cleared' }, body.version);
      expect(amended.body).toMatchObject({ maxTlp: 'red', version: body.version + 1 });
      expect(amended.headers['etag']).toBe(`"${body.version + 1}"`);
      const { body: ended } = await lead.post(`${path}/${body.id}/endings`, { reason: 'left' }).expect(201);
      expect(ended).toMatchObject({ endedAt: expect.any(String), abilities: { amend: false, end: false } });
      expect((await responder.get(path).expect(200)).body).toEqual({
        items: [{ ...ended, version: body.version + 2 }],
        nextCursor: null,
      });
      await lead.post(`${path}/${body.id}/endings`, { reason: 'again' }).expect(409);
      await lead.patch(`${path}/${body.id}`, { name: 'X' }, ended.version).expect(409);
      const written = await api.sql<{ text: string }>(
        `SELECT convert_from(p.body, 'UTF8') AS text FROM history_entry e JOIN history_payload p ON p.entry_id = e.id
         WHERE convert_from(p.body, 'UTF8') LIKE '%' || $1 || '%' ORDER BY e.position`,
        [body.id],
      );
      expect(written.map(({ text }) => (JSON.parse(text) as { action: string }).action)).toEqual([
        'stakeholder.registered',
        'stakeholder.amended',
        'stakeholder.ended',
      ]);
    }
  });

  it('is turned page by page', async () => {
    for (const path of registers) {
      for (const name of ['A', 'B', 'C']) {
        await lead.post(path, { ...counsel, name }).expect(201);
      }
      const { body: first } = await lead.get(`${path}?limit=2`).expect(200);
      const { body: second } = await lead.get(`${path}?limit=2&cursor=${first.nextCursor}`).expect(200);
      const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name);
      expect([names, second.nextCursor]).toEqual([['A', 'B', 'C'], null]);
      await lead.get(`${path}?cursor=nonsense`).expect(400);
    }
  });

  it('answers a repeated request as the first time', async () => {
    for (const path of registers) {
      const once = lead.with({ 'idempotency-key': `key-${path}` });
      const { body } = await once.post(path, counsel).expect(201);
      expect((await once.post(path, counsel).expect(201)).body).toEqual(body);
      expect((await lead.get(path)).body.items).toHaveLength(1);
    }
  });

  it('refuses what is not valid, and leaves nothing behind', async () => {
    const before = await api.count('stakeholder', 'history_entry');
    for (const path of registers) {
      for (const bad of [
        {},
        { ...counsel, email: 'not an address' },
        { ...counsel, email: 'a@b.example\r\nBcc: c@d.example' },
        { ...counsel, name: 'Two\nlines' },
        { ...counsel, maxTlp: 'white' },
        { ...counsel, channels: ['pigeon'] },
        { ...counsel, password: 'x' },
        { ...counsel, role: null },
      ]) {
        await lead.post(path, bad).expect(422);
      }
      await lead.patch(`${path}/not-an-id`, { name: 'X' }, 1).expect(404);
    }
    expect(await api.count('stakeholder', 'history_entry')).toEqual(before);
  });

  it('is read by members, changed by those who lead, and nothing to strangers', async () => {
    for (const path of registers) {
      const { body } = await lead.post(path, counsel).expect(201);
      await responder.get(path).expect(200);
      await responder.post(path, counsel).expect(403);
      await responder.patch(`${path}/${body.id}`, { name: 'X' }, body.version).expect(403);
      await stranger.get(path).expect(404);
      await stranger.post(path, counsel).expect(404);
      await lead.patch(`${path}/${body.id}`, { name: 'X' }).expect(428);
      await lead.patch(`${path}/${body.id}`, { name: 'X' }, body.version + 9).expect(412);
    }
    const [ofOrganization = '', ofCase = ''] = registers;
    const { body } = await lead.post(ofCase, counsel).expect(201);
    await lead.patch(`${ofOrganization}/${body.id}`, { name: 'X' }, body.version).expect(404);
  });
});
