import { setTimeout as sleep } from 'node:timers/promises';
import { givenOrganization, type ApplicationUnderTest, type Client, type GivenOrganization } from '@app/testing';
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

describe('The standing', () => {
  it('counts root sources: the campaign that cites the vendor is no second line', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    const campaignSays = await given.says({ by: 'campaign', on: '2024-08-10', restsOn: [vendor] });
    const denial = await given.says({ by: 'state', stance: 'denies', on: '2024-08-10', respondsTo: [vendor] });
    await given.says({ by: 'other vendor', stance: 'corroborates', on: '2024-08-14', respondsTo: [vendor] });

    expect(await given.of('?validAt=2024-08-09T23:59:59Z')).toMatchObject({ independentLines: 1, disputed: false });
    expect(await given.of('?validAt=2024-08-11T23:59:59Z')).toMatchObject({
      independentLines: 1,
      lines: [{ roots: [{ kind: 'claim', id: vendor.id }], claimIds: [vendor.id, campaignSays.id].toSorted() }],
      disputed: true,
      disputedBy: [{ partyId: await given.party('state'), claimId: denial.id }],
      claimsByStance: { attributes: 2, denies: 1 },
    });
    expect(await given.of()).toMatchObject({ independentLines: 2 });
  });

  it('has "unknown" in every case, and every hypothesis that is known', async () => {
    const given = await AttributionCase.given(api, owner);
    const { hypotheses } = await given.standing('?validAt=2020-01-01T00:00:00Z');
    expect(hypotheses.map(({ kind, independentLines }) => [kind, independentLines])).toEqual([
      ['unknown', 0],
      ['threat_actor', 0],
    ]);
  });

  it('is empty before the case existed', async () => {
    const given = await AttributionCase.given(api, owner);
    expect(await given.standing('?knownAt=2020-01-01T00:00:00Z')).toMatchObject({
      knownAt: '2020-01-01T00:00:00.000Z',
      caseVersion: 0,
      hypotheses: [],
    });
  });

  it('says what is missing, with the records that make the gap', async () => {
    const given = await AttributionCase.given(api, owner);
    const claim = await given.says({ by: 'vendor', more: { evidencePresented: 'none', credibility: 1 } });
    const { gaps } = await given.of();
    const ids = Object.fromEntries(gaps.map(({ code, ids: made }) => [code, made]));
    expect(ids).toEqual({
      no_evidence_presented: [claim.id],
      single_line: [claim.id],
      credibility_single_originator: [claim.id],
      not_assessed: [given.hypothesisId],
    });
  });

  it('opens to the version that it was made from', async () => {
    const given = await AttributionCase.given(api, owner);
    await given.says({ by: 'vendor' });
    const { caseVersion, hypotheses } = await given.standing();
    await given.says({ by: 'other vendor' });
    expect((await given.standing(`?caseVersion=${caseVersion}`)).hypotheses).toEqual(hypotheses);
    expectProblem(await owner.get(`${given.path}/attribution?caseVersion=99`), { status: 404, code: 'not_found' });
    expectProblem(await owner.get(`${given.path}/attribution?caseVersion=1&knownAt=2024-08-10T00:00:00Z`), {
      status: 400,
      code: 'ambiguous_moment',
    });
    expect((await owner.get(`${given.path}/attribution?validAt=yesterday`)).status).toBe(422);
  });
});

describe('On two clocks', () => {
  it('claims and the incident are read as of either', async () => {
    const given = await AttributionCase.given(api, owner, {
      occurredAt: { at: '2024-06-01T00:00:00Z', precision: 'month' },
    });
    await given.says({ by: 'vendor', on: '2024-08-09' });
    await given.says({ by: 'other vendor', on: '2024-08-14' });
    const { body: claims } = await owner.get(`${given.path}/claims?validAt=2024-08-10T00:00:00Z`).expect(200);
    expect(claims.items).toHaveLength(1);
    const { body: incident } = await owner.get(`${given.path}?validAt=2024-08-10T00:00:00Z`).expect(200);
    expect(incident).toMatchObject({ validAt: '2024-08-10T00:00:00.000Z', occurredAt: { precision: 'month' } });
    expect(incident.claims).toHaveLength(1);
    expect((await owner.get(given.path).expect(200)).body).toMatchObject({ validAt: null });
  });

  it('a merger and its reversal change nothing of what was known', async () => {
    const given = await AttributionCase.given(api, owner);
    const other = await AttributionCase.given(api, owner);
    await given.says({ by: 'vendor' });
    const known = await now();
    const moment = `?knownAt=${known}&validAt=2024-12-01T00:00:00Z`;
    const before = await given.standing(moment);
    const { body } = await owner
      .post(`${given.path}/mergers`, { into: other.id, reason: 'The same case.' })
      .expect(201);
    expect(await given.standing(moment)).toEqual(before);
    await owner.post(`${given.path}/mergers/${body.id}/reversals`, { reason: 'It was not.' }).expect(201);
    expect(await given.standing(moment)).toEqual(before);
  });

  it('two moments are compared, with what was done in between', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    const from = await now();
    const denial = await given.says({ by: 'state', stance: 'denies' });
    await owner.post(`${given.path}/claims/${vendor.id}/withdrawals`, { reason: 'An error of ours.' }).expect(201);
    const { body } = await owner.get(`${given.path}/attribution/compare?from=${from}&to=${await now()}`).expect(200);
    const about = { hypothesisId: given.hypothesisId };
    expect(body.changes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...about, field: 'independentLines', from: 1, to: null, ids: [vendor.id] }),
        expect.objectContaining({ ...about, field: 'disputedBy', from: null, to: 'disputes', ids: [denial.id] }),
      ]),
    );
    expect(body.claimsAdded).toMatchObject([{ id: denial.id }]);
    expect(body.claimsGone).toMatchObject([{ id: vendor.id, why: 'withdrawn' }]);
    expect(body.causes).toMatchObject([
      { action: 'claim.recorded', subject: { id: denial.id } },
      { action: 'claim.withdrawn', subject: { id: vendor.id }, reason: 'An error of ours.' },
    ]);
  });

  it('each change of the standing has its cause, page by page', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    await owner.post(`${given.path}/comments`, { body: 'This changes nothing.' }).expect(201);
    await given.says({ by: 'state', stance: 'denies' });
    await owner.post(`${given.path}/claims/${vendor.id}/withdrawals`, { reason: 'Taken back.' }).expect(201);
    const { body: whole } = await owner.get(`${given.path}/attribution/history`).expect(200);
    const actions = (items: { causes: { action: string }[] }[]) => items.flatMap(({ causes }) => causes[0]?.action);
    expect(actions(whole.items)).toEqual([
      expect.any(String), // the case is filed: its hypothesis "unknown"
      'hypothesis.added',
      'claim.recorded',
      'claim.recorded',
      'claim.withdrawn',
    ]);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await owner
        .get(`${given.path}/attribution/history?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
        .expect(200);
      paged.push(...(body.items as unknown[]));
      cursor = body.nextCursor as string | null;
    }
    expect(paged).toEqual(whole.items);
  });
});

describe('An auditor', () => {
  it('reads measures, each with the records that made it', async () => {
    const given = await AttributionCase.given(api, owner, {
      occurredAt: { at: '2024-06-01T00:00:00Z', precision: 'month' },
    });
    const vendor = await given.says({ by: 'vendor', on: '2024-08-09' });
    const quoted = await given.says({ by: 'campaign', on: '2024-08-10', restsOn: [vendor] });
    const denial = await given.says({ by: 'state', stance: 'denies', on: '2024-08-10' });
    const other = await given.says({ by: 'other vendor', on: '2024-08-14', respondsTo: [denial] });
    const second = await given.says({ by: 'state', stance: 'denies', on: '2024-08-20', respondsTo: [other] });
    await owner.post(`${given.path}/claims/${vendor.id}/withdrawals`, { reason: 'x' }).expect(201);
    const { body } = await owner.get(`${given.path}/attribution/measures`).expect(200);
    expect(body).toMatchObject({
      firstCorroboration: [
        {
          hypothesisId: given.hypothesisId,
          firstSaidAt: '2024-08-09T00:00:00.000Z',
          corroboratedAt: '2024-08-14T00:00:00.000Z',
          hours: 120,
        },
      ],
      standingOnWithdrawn: [{ kind: 'claim', id: quoted.id, on: [{ kind: 'claim', id: vendor.id }] }],
      openDenials: 1,
      denials: [
        { claimId: denial.id, answeredBy: other.id, hoursToAnswer: 96 },
        { claimId: second.id, answeredBy: null },
      ],
      refusedSelfApprovals: [],
    });
  });

  it('sees echoes as echoes', async () => {
    const given = await AttributionCase.given(api, owner);
    const vendor = await given.says({ by: 'vendor' });
    const quoted = await given.says({ by: 'campaign', restsOn: [vendor] });
    const denial = await given.says({ by: 'state', stance: 'denies', respondsTo: [quoted] });
    const { body } = await owner.get(`${given.path}/attribution/citations`).expect(200);
    expect(body.nodes).toMatchObject([
      { id: vendor.id, root: true, echo: false, status: 'holds' },
      { id: quoted.id, root: false, echo: true },
      { id: denial.id, root: false, echo: false, stance: 'denies' },
    ]);
    expect(body.edges).toEqual([
      { from: { kind: 'claim', id: quoted.id }, to: { kind: 'claim', id: vendor.id }, type: 'restsOn' },
      { from: { kind: 'claim', id: denial.id }, to: { kind: 'claim', id: quoted.id }, type: 'respondsTo' },
    ]);
  });
});

describe('One who is not shown a claim', () => {
  it('reads the standing as if it were not there, links to it included', async () => {
    const given = await AttributionCase.given(api, owner, { tlp: 'green' });
    const secret = await given.says({ by: 'agency', more: { tlp: 'red' } });
    const quoted = await given.says({ by: 'paper', restsOn: [secret] });
    // Named by a successor, a pivot and a comment as well.
    const known = await given.says({ by: 'agency' });
    const next = { ...(await given.claim({ by: 'agency', more: { tlp: 'red' } })), reason: 'More is known.' };
    const successor = await owner.post(`${given.path}/claims/${known.id}/supersessions`, next).expect(201);
    const account = async (identifier: string) =>
      (await owner.post(`${given.path}/accounts`, { identifier, kind: 'email' }).expect(201)).body.id as string;
    const link = { kind: 'claim', id: secret.id };
    const pivot = { fromAccountId: await account('a@x.example'), toAccountId: await account('b@x.example') };
    const { body: pivoted } = await owner.post(`${given.path}/pivots`, { ...pivot, evidence: [link] }).expect(201);
    await owner.post(`${given.path}/comments`, { body: 'Careful.', on: link }).expect(201);
    const responder = await givenOrganization(api, { kind: 'vendor' });
    const invited = { organizationId: responder.id, capacity: 'analyst', maxTlp: 'amber' };
    await owner.post(`${given.path}/participants`, invited).expect(201);
    const client = await api.signedIn(responder.owner);

    expect(await given.of('', client)).toMatchObject({
      lines: [{ roots: [{ id: quoted.id }], claimIds: [quoted.id] }],
    });
    for (const path of [
      '/attribution',
      '/attribution/citations',
      '/attribution/history',
      '/claims',
      '',
      '/attribution/measures',
      '/history?limit=200',
      '/pivots',
      '/comments',
    ]) {
      const { text } = await client.get(given.path + path).expect(200);
      expect(text).not.toContain(secret.id);
      expect(text).not.toContain(successor.body.id);
    }
    const at = `${given.path}/pivots/${pivoted.id}`;
    const amended = await client.patch(at, { method: 'reset' }, pivoted.version).expect(200);
    expect(amended.body).toMatchObject({ method: 'reset', evidence: [] });
    const withdrawn = await client.post(`${given.path}/claims/${quoted.id}/withdrawals`, { reason: 'x' }).expect(201);
    expect(withdrawn.body).toMatchObject({ restsOn: [] });
    const compared = await client
      .get(`${given.path}/attribution/compare?from=${secret.createdAt}&to=${await now()}`)
      .expect(200);
    expect(compared.text).not.toContain(secret.id);
    expectProblem(await client.get(`${given.path}/dependents?kind=claim&id=${secret.id}`), {
      status: 404,
      code: 'not_found',
    });
    expectProblem(await client.post(`${given.path}/claims/${secret.id}/withdrawals`, { reason: 'x' }), {
      status: 404,
      code: 'not_found',
    });
    const linking = await given.claim({ by: 'paper', restsOn: [secret] });
    expectProblem(await client.post(`${given.path}/claims`, linking), {
      status: 422,
      code: 'invalid',
      path: 'restsOn[0]',
    });
  });
});
