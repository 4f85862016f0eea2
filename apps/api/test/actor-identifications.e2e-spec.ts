import { SeedCatalogue } from '@app/parties';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let rival: Client;
let mint: string;
let apt42: string;
let claimant: string;

beforeAll(async () => {
  api = await startApi();
  await api.app.get(SeedCatalogue).execute();
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  rival = await api.signedIn((await givenOrganization(api)).owner);
  mint = await called('Mint Sandstorm');
  apt42 = await called('G1044');
  claimant = (await owner.get('/parties?q=microsoft').expect(200)).body.items[0].id;
});
afterAll(async () => {
  await api.close();
});

const called = async (q: string): Promise<string> =>
  (await owner.get(`/actors?q=${encodeURIComponent(q)}`).expect(200)).body.items[0].id;
const claim = (more: object = {}): object => ({
  otherActorId: apt42,
  relation: 'overlaps_with',
  claimantId: claimant,
  statement: 'Mint Sandstorm overlaps with what others call APT42.',
  source: { title: 'A report', url: 'https://vendor.example/report' },
  saidAt: { at: '2024-08-09T12:00:00Z', precision: 'day' },
  ...more,
});
const TRACES = ['actor_identification', 'history_entry', 'history_payload'] as const;

describe('That two actors are one', () => {
  it('is a claim by someone, kept by the organization that put it down, and leaves the actors two', async () => {
    const actors = await api.sql('SELECT id, name, names, version FROM threat_actor ORDER BY id');
    const { body } = await owner.post(`/actors/${mint}/identifications`, claim()).expect(201);
    expect(body).toMatchObject({
      organizationId: ours.id,
      actor: { id: mint },
      otherActor: { id: apt42, name: 'APT42' },
      relation: 'overlaps_with',
      claimant: { id: claimant, name: 'Microsoft' },
      source: { title: 'A report', publisher: null, url: 'https://vendor.example/report' },
      saidAt: { at: '2024-08-09T00:00:00.000Z', precision: 'day' },
      recordedBy: { id: ours.owner.id, name: ours.owner.name },
      withdrawal: null,
      version: 1,
      abilities: { withdraw: true },
    });
    for (const actor of [mint, apt42]) {
      expect((await owner.get(`/actors/${actor}/identifications`).expect(200)).body).toEqual({
        items: [body],
        nextCursor: null,
      });
      expect((await owner.get(`/actors/${actor}`)).body.identifications).toBe(1);
    }
    expect(await api.sql('SELECT id, name, names, version FROM threat_actor ORDER BY id')).toEqual(actors);
    expect(await called('Mint Sandstorm')).not.toBe(await called('G1044'));
    const [entry] = await api.sql(
      'SELECT organization_id AS "organizationId", incident_id AS "incidentId" FROM history_entry ORDER BY recorded_at DESC LIMIT 1',
    );
    expect(entry).toEqual({ organizationId: ours.id, incidentId: null });
  });

  it('is shown to members of the organization and to nobody else', async () => {
    const { body } = await owner.post(`/actors/${mint}/identifications`, claim()).expect(201);
    expect((await rival.get(`/actors/${mint}/identifications`)).body.items).toEqual([]);
    expect((await rival.get(`/actors/${mint}`)).body.identifications).toBe(0);
    const before = await api.count(...TRACES);
    expectProblem(await rival.post(`/actors/${mint}/identifications/${body.id}/withdrawals`, { reason: 'x' }), {
      status: 404,
      code: 'not_found',
    });
    const auditor = await api.signedIn(await givenMember(api, ours, 'auditor'));
    const path = `/actors/${mint}/identifications`;
    expect((await auditor.get(path)).body.items).toMatchObject([{ id: body.id, abilities: { withdraw: false } }]);
    for (const [at, sent] of [
      [path, claim()],
      [`${path}/${body.id}/withdrawals`, { reason: 'x' }],
    ] as const) {
      expectProblem(await auditor.post(at, sent), { status: 403, code: 'forbidden' });
    }
    expect(await api.count(...TRACES)).toEqual(before);
    await api.anonymous().get(path).expect(401);
  });

  it('is taken back with a reason, once, and stays', async () => {
    const { body } = await owner.post(`/actors/${mint}/identifications`, claim()).expect(201);
    const path = `/actors/${apt42}/identifications/${body.id}/withdrawals`;
    const answers = await Promise.all([owner.post(path, { reason: 'Wrong.' }), owner.post(path, { reason: 'Wrong.' })]);
    expect(statuses(answers)).toEqual([201, 409]);
    const { body: after } = await owner.get(`/actors/${mint}/identifications`).expect(200);
    expect(after.items).toMatchObject([
      {
        id: body.id,
        version: 2,
        withdrawal: { reason: 'Wrong.', by: { id: ours.owner.id, name: ours.owner.name } },
        abilities: { withdraw: false },
      },
    ]);
    expect((await owner.get(`/actors/${mint}`)).body.identifications).toBe(0);
    const third = await called('Storm-2035');
    expectProblem(await owner.post(`/actors/${third}/identifications/${body.id}/withdrawals`, { reason: 'x' }), {
      status: 404,
      code: 'not_found',
    });
  });

  it('is of actors and a party that the organization knows', async () => {
    const theirActor = (await rival.post('/actors', { name: 'Their cluster' }).expect(201)).body.id;
    const theirParty = (await rival.post('/parties', { name: 'Their source', kind: 'other' }).expect(201)).body.id;
    const before = await api.count(...TRACES);
    const path = `/actors/${mint}/identifications`;
    const wrong: [object, string][] = [
      [{ otherActorId: mint }, 'otherActorId'],
      [{ otherActorId: theirActor }, 'otherActorId'],
      [{ otherActorId: claimant }, 'otherActorId'],
      [{ claimantId: theirParty }, 'claimantId'],
      [{ claimantId: apt42 }, 'claimantId'],
      [{ relation: 'is' }, 'relation'],
      [{ statement: ' ' }, 'statement'],
      [{ saidAt: undefined }, 'saidAt'],
      [{ source: { url: 'javascript:alert(1)' } }, 'source.url'],
    ];
    for (const [more, at] of wrong) {
      expectProblem(await owner.post(path, claim(more)), { status: 422, code: 'invalid', path: at });
    }
    for (const actor of [theirActor, 'nonsense']) {
      expectProblem(await owner.post(`/actors/${actor}/identifications`, claim()), { status: 404, code: 'not_found' });
      expectProblem(await owner.get(`/actors/${actor}/identifications`), { status: 404, code: 'not_found' });
    }
    expect(await api.count(...TRACES)).toEqual(before);
  });

  it('is of one organization: an actor of another of the caller’s is not known there', async () => {
    const other = await givenOrganization(api, { owner: ours.owner });
    const both = await api.signedIn(ours.owner);
    const actor = (await both.post('/actors', { name: 'Only there', organizationId: other.id }).expect(201)).body.id;
    const path = `/actors/${actor}/identifications`;
    expectProblem(await both.post(path, claim()), { status: 422, code: 'invalid', path: 'organizationId' });
    expectProblem(await both.post(path, claim({ organizationId: ours.id })), {
      status: 422,
      code: 'invalid',
      path: 'organizationId',
    });
    await both.post(path, claim({ organizationId: other.id })).expect(201);
  });
});

describe('An actor', () => {
  it('is found by every name that somebody uses for it', async () => {
    for (const name of ['Mint Sandstorm', 'phosphorus', 'MAGIC HOUND', 'APT35']) {
      expect(await called(name)).toBe(mint);
    }
  });
});
