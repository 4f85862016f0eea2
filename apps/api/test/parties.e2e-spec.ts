import { randomUUID } from 'node:crypto';
import { SeedCatalogue } from '@app/parties';
import {
  givenMember,
  givenOrganization,
  givenPerson,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let theirs: GivenOrganization;
let owner: Client;
let rival: Client;

beforeAll(async () => {
  api = await startApi();
  await api.app.get(SeedCatalogue).execute();
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  theirs = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  rival = await api.signedIn(theirs.owner);
});
afterAll(async () => {
  await api.close();
});

const names = (body: { items: { name: string }[] }): string[] => body.items.map((item) => item.name);

describe('The catalogue', () => {
  it('is loaded once, and again changes nothing', async () => {
    const before = await api.sql(
      'SELECT id, name, version FROM party UNION ALL SELECT id, name, version FROM threat_actor ORDER BY id',
    );
    expect(await api.app.get(SeedCatalogue).execute()).toEqual({ changed: 0 });
    expect(
      await api.sql(
        'SELECT id, name, version FROM party UNION ALL SELECT id, name, version FROM threat_actor ORDER BY id',
      ),
    ).toEqual(before);
  });

  it('is corrected by a later version, under the same ids, and leaves what organizations added', async () => {
    await owner.post('/actors', { name: 'Our Own APT42' }).expect(201);
    await api.sql(`UPDATE threat_actor SET suspected_sponsor = 'wrong' WHERE name = 'APT42'`);
    const [before] = await api.sql(`SELECT id FROM threat_actor WHERE name = 'APT42'`);
    expect(await api.app.get(SeedCatalogue).execute()).toEqual({ changed: 1 });
    const [after] = await api.sql(`SELECT id, suspected_sponsor AS sponsor FROM threat_actor WHERE name = 'APT42'`);
    expect(after).toEqual({ ...before, sponsor: expect.stringContaining('Iran') });
  });

  it('keeps apart what some hold to be one, and says who uses which name', async () => {
    const { body } = await owner.get('/actors?q=mint').expect(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].names).toContainEqual({ name: 'Mint Sandstorm', usedBy: 'Microsoft' });
    const { body: apt42 } = await owner.get('/actors?q=G1044').expect(200);
    expect(apt42.items[0]).toMatchObject({ name: 'APT42', attackId: 'G1044', organizationId: null });
    expect(apt42.items[0].names).not.toContainEqual(expect.objectContaining({ name: 'Mint Sandstorm' }));
    const { body: one } = await owner.get(`/actors/${apt42.items[0].id}`).expect(200);
    expect(one).toEqual(apt42.items[0]);
  });

  it('names as users of names only parties that it has', async () => {
    expect(
      await api.sql(
        `SELECT DISTINCT n->>'usedBy' AS unknown FROM threat_actor, jsonb_array_elements(names) n
         WHERE organization_id IS NULL AND n->>'usedBy' NOT IN (SELECT name FROM party WHERE organization_id IS NULL)`,
      ),
    ).toEqual([]);
  });

  it('is for whoever is signed in', async () => {
    await api.anonymous().get('/parties').expect(401);
    await api.anonymous().get('/actors').expect(401);
    const nobody = await api.signedIn(await givenPerson(api));
    expect((await nobody.get('/parties?q=microsoft')).body.items).toHaveLength(1);
  });
});

describe('Parties', () => {
  it('of an organization are its own, beside the catalogue', async () => {
    const { body } = await owner.post('/parties', { name: 'Zebra Newsletter', kind: 'media' }).expect(201);
    expect(body).toMatchObject({
      name: 'Zebra Newsletter',
      kind: 'media',
      organizationId: ours.id,
      isOrganization: false,
      version: 1,
    });
    expect(names((await owner.get('/parties?q=zebra')).body)).toEqual(['Zebra Newsletter']);
    expect(names((await rival.get('/parties?q=zebra')).body)).toEqual([]);
    await rival.post('/parties', { name: 'Zebra Newsletter', kind: 'media' }).expect(201);
  });

  it('come by name, page by page', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await owner.get(`/parties?limit=7${cursor}`).expect(200);
      seen.push(...names(body));
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor !== '');
    const [{ all }] = (await api.sql(
      'SELECT count(*)::int AS all FROM party WHERE organization_id IS NULL OR organization_id = $1',
      [ours.id],
    )) as [{ all: number }];
    expect(seen).toHaveLength(all);
    expect(new Set(seen).size).toBe(all);
    expect(seen.map((name) => name.toLowerCase())).toEqual(seen.map((name) => name.toLowerCase()).toSorted());
  });

  it('are found by what is typed, taken literally', async () => {
    await owner.post('/parties', { name: '100% Certain_Sources \\ Inc', kind: 'other' }).expect(201);
    for (const q of ['100%', 'n_s', '\\ i', '100% CERTAIN']) {
      expect(names((await owner.get(`/parties?q=${encodeURIComponent(q)}`)).body)).toEqual([
        '100% Certain_Sources \\ Inc',
      ]);
    }
    expect(names((await owner.get(`/parties?q=${encodeURIComponent('100_')}`)).body)).toEqual([]);
    await owner.get(`/parties?q=${'x'.repeat(201)}`).expect(422);
    await owner.get('/parties?kind=media').expect(400);
  });

  it('are not doubled', async () => {
    const before = await api.count('party', 'history_entry');
    await owner.post('/parties', { name: 'microsoft', kind: 'vendor' }).expect(409);
    await owner.post('/parties', { name: ours.name, kind: 'campaign' }).expect(409);
    expect(await api.count('party', 'history_entry')).toEqual(before);
    const answers = await Promise.all(
      [1, 2, 3].map(async () => await owner.post('/parties', { name: 'At Once', kind: 'other' })),
    );
    expect(statuses(answers)).toEqual([201, 409, 409]);
  });

  it('are added where one may, and say for whom where that is not plain', async () => {
    const person = await givenMember(api, ours, 'analyst');
    const auditor = await givenMember(api, ours, 'auditor');
    const other = await givenOrganization(api);
    const before = await api.count('party', 'history_entry');
    await (await api.signedIn(auditor)).post('/parties', { name: 'By Auditor', kind: 'other' }).expect(403);
    await (
      await api.signedIn(await givenPerson(api))
    )
      .post('/parties', { name: 'By Nobody', kind: 'other' })
      .expect(403);
    const client = await api.signedIn(person);
    await client.post('/parties', { name: 'Elsewhere', kind: 'other', organizationId: theirs.id }).expect(422);
    await client.post('/parties', { name: 'Nowhere', kind: 'other', organizationId: randomUUID() }).expect(422);
    expect(await api.count('party', 'history_entry')).toEqual(before);
    await givenMember(api, other, 'lead', person);
    await client.post('/parties', { name: 'Whose', kind: 'other' }).expect(422);
    const { body } = await client
      .post('/parties', { name: 'Whose', kind: 'other', organizationId: other.id })
      .expect(201);
    expect(body.organizationId).toBe(other.id);
  });

  it('are given in full, and no more', async () => {
    const before = await api.count('party', 'threat_actor', 'history_entry');
    for (const wrong of [
      { name: null },
      { name: '' },
      { name: 'A\u2028B' },
      { name: 'x'.repeat(201) },
      { kind: 'spy' },
      { isOrganization: true },
      { version: 3 },
    ]) {
      await owner.post('/parties', { name: 'Wrong', kind: 'other', ...wrong }).expect(422);
    }
    for (const wrong of [
      { name: 12 },
      { attackId: 'T1566' },
      { attackId: 'G1044\n' },
      { names: {} },
      { names: ['APT42'] },
      { names: [{ name: 'A' }] },
      { names: [{ name: 'A', usedBy: 'B', since: 1 }] },
      { names: Array.from({ length: 101 }, () => ({ name: 'A', usedBy: 'B' })) },
      { suspectedSponsor: null },
    ]) {
      await owner.post('/actors', { name: 'Wrong', ...wrong }).expect(422);
    }
    expect(await api.count('party', 'threat_actor', 'history_entry')).toEqual(before);
  });
});

describe('Threat actors', () => {
  it('of an organization are shown to its members and to nobody else', async () => {
    const added = {
      name: 'Cluster 7',
      suspectedSponsor: 'Unknown sponsor',
      names: [{ name: 'Nightjar', usedBy: 'Our Vendor' }],
    };
    const { body } = await owner.post('/actors', added).expect(201);
    expect(body).toMatchObject({ ...added, organizationId: ours.id, attackId: null });
    await owner.get(`/actors/${body.id}`).expect(200);
    expect(names((await owner.get('/actors?q=nightjar')).body)).toEqual(['Cluster 7']);
    await rival.get(`/actors/${body.id}`).expect(404);
    expect(names((await rival.get('/actors?q=nightjar')).body)).toEqual([]);
    await owner.get(`/actors/${randomUUID()}`).expect(404);
    await owner.get('/actors/nonsense').expect(404);
    await owner.post('/actors', { name: 'cluster 7' }).expect(409);
  });
});
