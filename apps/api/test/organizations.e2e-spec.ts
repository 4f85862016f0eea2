import { randomUUID } from 'node:crypto';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  givenPerson,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let theirs: GivenOrganization;
let owner: Client;
let rival: Client;

beforeAll(async () => {
  api = await startApi();
  ours = await givenOrganization(api, { name: 'Our Campaign' });
  theirs = await givenOrganization(api, { name: 'Their Campaign' });
  owner = await api.signedIn(ours.owner);
  rival = await api.signedIn(theirs.owner);
});
afterAll(async () => {
  await api.close();
});

describe('Founding an organization', () => {
  const founding = { name: 'New Committee', kind: 'committee' };

  it('makes the founder its owner and gives it a party of its own', async () => {
    const admin = await api.signedIn(await givenPerson(api, { administrator: true }));
    const { body } = await admin.post('/organizations', founding).expect(201);
    expect(body).toMatchObject({
      ...founding,
      role: 'owner',
      defaultTlp: 'amber',
      version: 1,
      abilities: { amend: true, manageMembers: true, fileIncidents: true },
    });
    expect(
      await api.sql('SELECT name, kind FROM party WHERE organization_id = $1 AND is_organization', [body.id]),
    ).toEqual([{ name: 'New Committee', kind: 'committee' }]);
    const { body: list } = await admin.get('/organizations').expect(200);
    expect(list.items).toEqual([body]);
  });

  it('goes on with the numbering that the organization had elsewhere', async () => {
    const administrator = await givenPerson(api, { administrator: true });
    const admin = await api.signedIn(administrator);
    const year = new Date().getUTCFullYear();
    const { body } = await admin
      .post('/organizations', { ...founding, numberingContinuesAfter: { year, number: 6 } })
      .expect(201);
    const { reference } = await givenIncident(api, { id: body.id, name: body.name, owner: administrator });
    expect(reference).toBe(`INC-${year}-0007`);
  });

  it('is for administrators, and refused before anything is looked at', async () => {
    const before = await api.count('organization', 'party', 'membership', 'history_entry');
    await owner.post('/organizations', founding).expect(403);
    await owner.post('/organizations', { nonsense: true }).expect(403);
    await api.anonymous().post('/organizations', founding).expect(401);
    expect(await api.count('organization', 'party', 'membership', 'history_entry')).toEqual(before);
  });

  it('takes no field that is not its own', async () => {
    const admin = await api.signedIn(await givenPerson(api, { administrator: true }));
    const before = await api.count('organization', 'party', 'reference_counter');
    const id = randomUUID();
    for (const extra of [{ id }, { version: 9 }, { ownerId: id }, { createdAt: '2020-01-01T00:00:00Z' }]) {
      const { body } = await admin.post('/organizations', { ...founding, ...extra }).expect(422);
      expect(body.errors[0].code).toBe('unknown_field');
    }
    for (const wrong of [
      { name: null },
      { name: ' ' },
      { name: 'Two\nlines' },
      { name: 'x'.repeat(201) },
      { kind: 'party' },
      { defaultTlp: 'white' },
      { untriagedAfterHours: 0 },
      { staleAfterDays: 366 },
      { numberingContinuesAfter: { year: 2024, number: -1 } },
      { numberingContinuesAfter: 7 },
    ]) {
      await admin.post('/organizations', { ...founding, ...wrong }).expect(422);
    }
    expect(await api.count('organization', 'party', 'reference_counter')).toEqual(before);
  });

  it('answers a repeat as the first time and founds one', async () => {
    const admin = await api.signedIn(await givenPerson(api, { administrator: true }));
    const once = admin.with({ 'idempotency-key': 'found-once' });
    const { body: first } = await once.post('/organizations', founding).expect(201);
    const { body: second } = await once.post('/organizations', founding).expect(201);
    expect(second).toEqual(first);
    expect((await admin.get('/organizations')).body.items).toHaveLength(1);
  });
});

describe('An organization', () => {
  it('exists for its members only', async () => {
    const { body, headers } = await owner.get(`/organizations/${ours.id}`).expect(200);
    expect(body).toMatchObject({ id: ours.id, name: 'Our Campaign', role: 'owner' });
    expect(headers['etag']).toBe(`"${body.version}"`);
    await rival.get(`/organizations/${ours.id}`).expect(404);
    await rival.patch(`/organizations/${ours.id}`, { name: 'Taken' }, 1).expect(404);
    await rival.get(`/organizations/${randomUUID()}`).expect(404);
    await rival.get('/organizations/nonsense').expect(404);
    expect((await rival.get('/organizations').expect(200)).body.items.map((one: { id: string }) => one.id)).toEqual([
      theirs.id,
    ]);
  });

  it('is changed by an owner who read it, and its party follows its name', async () => {
    const mine = await givenOrganization(api);
    const client = await api.signedIn(mine.owner);
    const path = `/organizations/${mine.id}`;
    await client.patch(path, { name: 'Renamed' }).expect(428);
    const { body } = await client.patch(path, { name: 'Renamed', dueSoonHours: 12 }, 1).expect(200);
    expect(body).toMatchObject({ name: 'Renamed', dueSoonHours: 12, version: 2 });
    await client.patch(path, { name: 'Again' }, 1).expect(412);
    await client.patch(path, { name: 'Renamed' }, 2).expect(200);
    await client.patch(path, { name: null }, 2).expect(422);
    await client.patch(path, { kind: 'media' }, 2).expect(422);
    expect(await api.sql('SELECT name, version FROM organization WHERE id = $1', [mine.id])).toEqual([
      { name: 'Renamed', version: 2 },
    ]);
    expect(await api.sql('SELECT name FROM party WHERE organization_id = $1', [mine.id])).toEqual([
      { name: 'Renamed' },
    ]);
  });

  it('is not changed by members without the right', async () => {
    for (const role of ['lead', 'responder', 'analyst', 'auditor'] as const) {
      const client = await api.signedIn(await givenMember(api, ours, role));
      const { body } = await client.get(`/organizations/${ours.id}`).expect(200);
      expect(body.abilities).toMatchObject({ amend: false, manageMembers: false });
      await client.patch(`/organizations/${ours.id}`, { name: 'Mine' }, 1).expect(403);
    }
  });

  it('is found by its whole name and by no part of it', async () => {
    const { body } = await rival.get('/directory?name=our%20campaign').expect(200);
    expect(body.items).toEqual([{ id: ours.id, name: 'Our Campaign', kind: 'campaign' }]);
    for (const part of ['Our', 'Campaign', 'Our%25', '%25', '_ur%20Campaign']) {
      expect((await rival.get(`/directory?name=${part}`).expect(200)).body.items).toEqual([]);
    }
    await rival.get('/directory').expect(422);
    await api.anonymous().get('/directory?name=Our%20Campaign').expect(401);
  });

  it('lists page by page, and takes no cursor that it did not give', async () => {
    const person = await givenPerson(api);
    const ids = [];
    for (let index = 0; index < 3; index += 1) {
      ids.push((await givenOrganization(api, { owner: person })).id);
    }
    const client = await api.signedIn(person);
    const { body: first } = await client.get('/organizations?limit=2').expect(200);
    const { body: second } = await client.get(`/organizations?limit=2&cursor=${first.nextCursor}`).expect(200);
    expect([...first.items, ...second.items].map((one: { id: string }) => one.id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    for (const cursor of ['x', Buffer.from('["x"]').toString('base64url'), Buffer.from('[]').toString('base64url')]) {
      await client.get(`/organizations?cursor=${cursor}`).expect(400);
    }
    await client.get('/organizations?limit=201').expect(422);
    await client.get('/organizations?order=name').expect(400);
  });
});
