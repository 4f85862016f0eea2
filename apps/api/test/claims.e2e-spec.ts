import { setTimeout as sleep } from 'node:timers/promises';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { AttributionCase } from './attribution-case.js';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let owner: Client;

beforeAll(async () => {
  api = await startApi();
  campaign = await givenOrganization(api);
  owner = await api.signedIn(campaign.owner);
});
afterAll(async () => {
  await api.close();
});

const now = async (): Promise<string> => {
  await sleep(5);
  const at = new Date().toISOString();
  await sleep(5);
  return at;
};

describe('A claim', () => {
  it('that is withdrawn names everything that rested on it, and takes its line away from then on', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    const quoted = await given.says({ by: 'campaign', restsOn: [vendor] });
    const paper = await given.says({ by: 'paper', restsOn: [quoted] });
    const before = await given.standing();
    const known = await now();
    const url = `${given.path}/claims/${vendor.id}/withdrawals`;
    const { body } = await owner.post(url, { reason: 'The vendor took its report back.' }).expect(201);
    expect(body).toMatchObject({
      status: 'withdrawn',
      withdrawal: { reason: 'The vendor took its report back.', by: { name: campaign.owner.name } },
      dependents: [
        { kind: 'claim', id: quoted.id, distance: 1, via: { kind: 'claim', id: vendor.id } },
        { kind: 'claim', id: paper.id, distance: 2, via: { kind: 'claim', id: quoted.id } },
      ],
    });
    const [fell] = await api.sql<{ body: object }>(
      `SELECT body FROM outbox_message WHERE type = 'record.fell.v1' AND body->>'incidentId' = $1`,
      [given.id],
    );
    expect(fell?.body).toMatchObject({
      subject: { kind: 'claim', id: vendor.id },
      userIds: [campaign.owner.id],
      count: 2,
    });
    expect(await given.of()).toMatchObject({ independentLines: 0, lines: [] });
    expect((await given.of()).gaps.find(({ code }) => code === 'rests_on_withdrawn')?.ids).toEqual([vendor.id]);
    const then = await given.standing(`?knownAt=${known}&validAt=${before.validAt}`);
    expect(then.hypotheses).toEqual(before.hypotheses);
    // In the world it still held then, although it is known now that it was withdrawn later.
    expect(await given.of(`?validAt=${known}`)).toMatchObject({ independentLines: 1 });
    expectProblem(await owner.post(url, { reason: 'Again.' }), { status: 409, code: 'already_withdrawn' });
  });

  it('that is superseded leads to its successor, and changes no earlier knowledge', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    await given.says({ by: 'campaign', restsOn: [vendor] });
    const known = await now();
    const before = await given.standing(`?knownAt=${known}&validAt=2024-12-01T00:00:00Z`);
    const next = { ...(await given.claim({ by: 'vendor', on: '2024-09-01' })), reason: 'It published more.' };
    const { body } = await owner.post(`${given.path}/claims/${vendor.id}/supersessions`, next).expect(201);
    expect(body).toMatchObject({ status: 'stated', supersedesId: vendor.id });
    expect(await given.of()).toMatchObject({
      independentLines: 1,
      lines: [{ roots: [{ kind: 'claim', id: body.id }] }],
    });
    expect(await given.of('?validAt=2024-08-20T00:00:00Z')).toMatchObject({ lines: [{ roots: [{ id: vendor.id }] }] });
    expect(await given.standing(`?knownAt=${known}&validAt=2024-12-01T00:00:00Z`)).toEqual(before);
    const { body: claims } = await owner.get(`${given.path}/claims?knownAt=${known}`).expect(200);
    expect((claims.items as { status: string }[]).map(({ status }) => status)).toEqual(['stated', 'stated']);
  });

  it('is superseded by its own party only, and never edited', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    const other = { ...(await given.claim({ by: 'somebody else' })), reason: 'x' };
    const refused = await owner.post(`${given.path}/claims/${vendor.id}/supersessions`, other);
    expectProblem(refused, { status: 422, code: 'invalid', path: 'claimantId' });
    expect((await owner.patch(`${given.path}/claims/${vendor.id}`, { statement: 'x' }, 1)).status).toBe(404);
    const { body } = await owner.get(`${given.path}/claims`).expect(200);
    expect(body.items).toMatchObject([
      { status: 'stated', abilities: { amend: false, withdraw: true, supersede: true } },
    ]);
  });

  it('keeps the words of the party about its confidence, and maps them only where the party used a scale', async () => {
    const given = await AttributionCase.given(api, owner);
    const words = { confidenceStated: 'with moderate confidence' };
    const onScale = { confidenceOnScale: { scale: 'analytic_confidence', value: 'moderate' } };
    await given.says({ by: 'agency', more: { ...words, ...onScale, level: 'state', responsibility: 'state-ordered' } });
    for (const more of [
      { ...words, confidenceOnScale: { scale: 'analytic_confidence', value: 'likely' } },
      onScale,
      { responsibility: 'state-ordered' },
      { level: 'person', responsibility: 'state-ordered' },
    ]) {
      expect((await owner.post(`${given.path}/claims`, await given.claim({ by: 'agency', more }))).status).toBe(422);
    }
    const { body } = await owner.get(`${given.path}/claims`).expect(200);
    expect(body.items).toMatchObject([{ ...words, ...onScale, level: 'state', responsibility: 'state-ordered' }]);
  });

  it('cannot be withdrawn before it was said, nor by who may only read', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor', on: '2024-08-09' });
    const url = `${given.path}/claims/${vendor.id}/withdrawals`;
    const early = { reason: 'x', withdrawnAt: { at: '2024-08-01T00:00:00Z', precision: 'day' } };
    expect((await owner.post(url, early)).status).toBe(422);
    const auditor = await api.signedIn(await givenMember(api, campaign, 'auditor'));
    expect((await auditor.post(url, { reason: 'x' })).status).toBe(403);
    expect(await given.of()).toMatchObject({ independentLines: 1 });
    await owner.post(url, { ...early, withdrawnAt: { at: '2024-09-01T00:00:00Z', precision: 'month' } }).expect(201);
    expect(await given.of('?validAt=2024-08-31T23:59:59Z')).toMatchObject({ independentLines: 1 });
    expect(await given.of('?validAt=2024-09-01T00:00:00Z')).toMatchObject({ independentLines: 0 });
  });
});
