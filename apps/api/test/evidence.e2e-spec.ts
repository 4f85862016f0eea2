import type { ApplicationUnderTest, Client } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { DISK, EvidenceCase, NOWHERE } from './evidence-case.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: EvidenceCase;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  given = await EvidenceCase.given(api);
});
afterAll(async () => {
  await api.close();
});

const listedFor = async (by: Client): Promise<string[]> =>
  (await by.get(given.path).expect(200)).body.items.map((item: { id: string }) => item.id);

describe('Evidence', () => {
  it('is kept with where it came from, and read as it was answered', async () => {
    const { body, headers } = await given.analyst.post(given.path, DISK).expect(201);
    expect(body).toMatchObject({
      ...DISK,
      sha256: 'ab'.repeat(32),
      organizationId: given.campaign.id,
      obtainedAt: { at: '2024-08-10T00:00:00.000Z', precision: 'day' },
      obtainedFromParty: null,
      url: null,
      tlp: null,
      stored: false,
      sizeBytes: null,
      status: 'held',
      withdrawal: null,
      version: 3,
      abilities: { amend: true, upload: true, withdraw: true, addCustody: true },
    });
    expect(headers['etag']).toBe('"3"');
    expect((await given.analyst.get(`${given.path}/${body.id}`).expect(200)).body).toEqual(body);
    expect((await given.analyst.get(given.path).expect(200)).body).toEqual({ items: [body], nextCursor: null });
    const nothing = { amend: false, upload: false, withdraw: false, addCustody: false };
    expect((await given.auditor.get(`${given.path}/${body.id}`).expect(200)).body).toEqual({
      ...body,
      abilities: nothing,
    });
  });

  it('may come from a party, and stands on the timeline', async () => {
    const [party] = await api.sql<{ id: string; name: string }>(
      'SELECT id, name FROM party WHERE organization_id = $1',
      [given.campaign.id],
    );
    const { body } = await given.analyst.post(given.path, { ...DISK, obtainedFromPartyId: party?.id }).expect(201);
    expect(body.obtainedFromParty).toEqual(party);
    const step = { action: 'collected', byWhom: 'IT', at: '2024-08-09T10:00:00Z' };
    await given.analyst.post(`${given.path}/${body.id}/custody`, step).expect(201);
    const events = async (by: Client): Promise<object[]> =>
      (await by.get(`${given.incident}/timeline`).expect(200)).body.items;
    expect(await events(given.analyst)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'custody_step', title: 'collected: IT' }),
        expect.objectContaining({
          kind: 'evidence_obtained',
          title: DISK.title,
          subject: { kind: 'evidence', id: body.id },
        }),
      ]),
    );
    expect(JSON.stringify(await events(given.contributor))).not.toContain(body.id);
  });

  it('is brought by the organization that takes part, which sees what it brought and nothing else', async () => {
    const [rival, observer] = [await given.takingPart('contributor'), await given.takingPart('observer')];
    const ours = await given.added();
    const theirs = await given.added(given.contributor);
    expect((await given.contributor.get(`${given.path}/${theirs.id}`).expect(200)).body.organizationId).toBe(
      given.vendor.id,
    );
    expect(await listedFor(given.analyst)).toEqual([ours.id, theirs.id]);
    expect(await listedFor(given.contributor)).toEqual([theirs.id]);
    expect(await listedFor(rival)).toEqual([]);
    expect(await listedFor(observer)).toEqual([]);
    const before = await traces(api);
    for (const client of [rival, observer]) {
      await client.get(`${given.path}/${theirs.id}`).expect(404);
      await client.get(`${given.path}/${theirs.id}/custody`).expect(404);
    }
    await given.contributor.get(`${given.path}/${ours.id}`).expect(404);
    await given.contributor.patch(`${given.path}/${ours.id}`, { title: 'x' }, ours.version).expect(404);
    await given.contributor.post(`${given.path}/${ours.id}/withdrawals`, { reason: 'x' }).expect(404);
    await given.contributor.post(`${given.path}/${ours.id}/custody`, { action: 'copied', byWhom: 'x' }).expect(404);
    await observer.post(given.path, DISK).expect(403);
    await given.auditor.post(given.path, DISK).expect(403);
    expect(await traces(api)).toEqual(before);
  });

  it('is not marked above what whoever brings it is shown, nor hidden from whoever brought it', async () => {
    const before = await traces(api);
    expectProblem(await given.contributor.post(given.path, { ...DISK, tlp: 'red' }), {
      status: 422,
      code: 'invalid',
      path: 'tlp',
    });
    expect(await traces(api)).toEqual(before);
    const theirs = await given.added(given.contributor, { tlp: 'amber' });
    // Each counts the versions that they are shown.
    const { version } = (await given.analyst.get(`${given.path}/${theirs.id}`).expect(200)).body as { version: number };
    const { body } = await given.analyst.patch(`${given.path}/${theirs.id}`, { tlp: 'red' }, version).expect(200);
    expect((await given.contributor.get(`${given.path}/${theirs.id}`).expect(200)).body.tlp).toBe('red');
    const insider = await given.takingPart('analyst');
    await insider.get(`${given.path}/${theirs.id}`).expect(404);
    await insider.patch(`${given.path}/${theirs.id}`, { title: 'x' }, body.version).expect(404);
    await insider.post(`${given.path}/${theirs.id}/custody`, { action: 'copied', byWhom: 'x' }).expect(404);
    const mine = await given.added(insider);
    expectProblem(await insider.patch(`${given.path}/${mine.id}`, { tlp: 'red' }, mine.version), {
      status: 422,
      code: 'invalid',
      path: 'tlp',
    });
  });

  it('is changed with the version that was read, and not without', async () => {
    const { id, version } = await given.added();
    const before = await traces(api);
    expectProblem(await given.analyst.patch(`${given.path}/${id}`, { title: 'x' }), {
      status: 428,
      code: 'if_match_required',
    });
    expectProblem(await given.analyst.patch(`${given.path}/${id}`, { title: 'x' }, version - 1), {
      status: 412,
      code: 'stale_version',
    });
    expectProblem(await given.analyst.patch(`${given.path}/${id}`, { kind: 'reference' }, version), {
      status: 422,
      code: 'invalid',
      path: 'kind',
    });
    expect(await traces(api)).toEqual(before);
    const patch = { title: 'The image', sha256: null, note: null, reason: 'Looked closer.' };
    const { body } = await given.analyst.patch(`${given.path}/${id}`, patch, version).expect(200);
    expect(body).toMatchObject({ title: 'The image', sha256: null, note: null, obtainedFrom: DISK.obtainedFrom });
    const after = await traces(api);
    const again = await given.analyst.patch(`${given.path}/${id}`, patch, body.version).expect(200);
    expect(again.body).toEqual(body);
    expect(await traces(api)).toEqual(after);
  });

  it.each([
    ['a hash that is none', { sha256: 'xyz' }, 'sha256'],
    ['an address of no web', { url: 'file:///etc/passwd' }, 'url'],
    ['a party that is not known', { obtainedFromPartyId: NOWHERE }, 'obtainedFromPartyId'],
    ['an organization of others', { organizationId: NOWHERE }, 'organizationId'],
    ['a null', { note: null }, 'note'],
    ['a status', { status: 'withdrawn' }, 'status'],
    ['that it is stored', { stored: true }, 'stored'],
  ])('is refused with %s', async (_, wrong, at) => {
    const before = await traces(api);
    expectProblem(await given.analyst.post(given.path, { ...DISK, ...wrong }), {
      status: 422,
      code: 'invalid',
      path: at,
    });
    expect(await traces(api)).toEqual(before);
  });
});

describe('The chain of custody', () => {
  it('is written step by step, in order, for those who see the evidence', async () => {
    const theirs = await given.added(given.contributor);
    const steps = `${given.path}/${theirs.id}/custody`;
    const collected = { action: 'collected', byWhom: 'The vendor', at: '2024-08-10T09:00:00Z' };
    const received = { action: 'received', byWhom: 'Counsel', note: 'Sealed.' };
    const first = await given.contributor.post(steps, collected).expect(201);
    expect(first.body).toMatchObject({
      ...collected,
      evidenceId: theirs.id,
      at: { at: '2024-08-10T09:00:00.000Z', precision: 'instant' },
      note: null,
      recordedBy: { id: given.vendor.owner.id, name: given.vendor.owner.name },
      abilities: { amend: false },
    });
    const second = await given.analyst.post(steps, received).expect(201);
    // Each counts the versions that they are shown; all else is the same.
    const counted = { version: expect.any(Number) as number };
    const [one, two] = [
      { ...first.body, ...counted },
      { ...second.body, ...counted },
    ];
    for (const client of [given.analyst, given.contributor]) {
      expect((await client.get(steps).expect(200)).body.items).toEqual([one, two]);
    }
    const page = await given.analyst.get(`${steps}?limit=1`).expect(200);
    expect(page.body.items).toEqual([one]);
    expect((await given.analyst.get(`${steps}?limit=1&cursor=${page.body.nextCursor}`).expect(200)).body).toEqual({
      items: [two],
      nextCursor: null,
    });
    const before = await given.contributor.get(`${steps}?caseVersion=${first.body.version}`).expect(200);
    expect(before.body.items).toEqual([one]);
    expect(
      (await given.analyst.get(`${given.path}/${(await given.added()).id}/custody`).expect(200)).body.items,
    ).toEqual([]);
  });

  it('refuses steps that say too little', async () => {
    const { id } = await given.added();
    const before = await traces(api);
    expectProblem(await given.analyst.post(`${given.path}/${id}/custody`, { action: 'lost', byWhom: 'x' }), {
      status: 422,
      code: 'invalid',
      path: 'action',
    });
    expectProblem(await given.analyst.post(`${given.path}/${id}/custody`, { action: 'sealed' }), {
      status: 422,
      code: 'invalid',
      path: 'byWhom',
    });
    await given.analyst.post(`${given.path}/${NOWHERE}/custody`, { action: 'sealed', byWhom: 'x' }).expect(404);
    expect(await traces(api)).toEqual(before);
  });
});
