import { givenMember, givenOrganization, type ApplicationUnderTest, type Client } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { givenAssessment, givenDesk, type Desk } from './given-assessment.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let desk: Desk;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  desk = await givenDesk(api);
});
afterAll(async () => {
  await api.close();
});

const listOf = async (client: Client, query = '') =>
  (await client.get(`${desk.at}/assessments${query}`).expect(200)).body.items as { id: string; status: string }[];

async function takesPart(capacity: string, maxTlp = 'red') {
  const organization = await givenOrganization(api, { kind: 'vendor' });
  await desk.owner.post(`${desk.at}/participants`, { organizationId: organization.id, capacity, maxTlp }).expect(201);
  return { organization, client: await api.signedIn(organization.owner) };
}

describe('A draft', () => {
  it('may be empty: nothing has a default but who assesses and when', async () => {
    const { body } = await desk.analyst.post(`${desk.at}/assessments`, {}).expect(201);
    expect(body).toEqual({
      id: expect.any(String),
      status: 'draft',
      organizationId: desk.campaign.id,
      organization: { id: desk.campaign.id, name: desk.campaign.name },
      authors: [{ id: desk.analystPerson.id, name: desk.analystPerson.name }],
      confidence: null,
      confidenceFactors: null,
      judgements: [],
      rationale: null,
      keyAssumptions: [],
      evidence: [],
      saidAt: { at: body.createdAt, precision: 'instant' },
      tlp: null,
      submission: null,
      approval: null,
      returns: [],
      dissents: [],
      withoutNewEvidence: null,
      warnings: [],
      createdAt: expect.any(String),
      version: expect.any(Number),
      abilities: { amend: true, submit: true, approve: false, return: false, dissent: false },
      mayApprove: [{ id: desk.campaign.owner.id, name: desk.campaign.owner.name }],
    });
    expect((await desk.analyst.get(`${desk.at}/assessments/${body.id}`).expect(200)).body).toEqual(body);
    expect(await listOf(desk.analyst)).toEqual([body]);
  });

  it('keeps a degree with its range, and a percent with the degree that it falls into', async () => {
    const judgements = [
      { hypothesisId: desk.hypothesis, likelihood: { percent: 60 } },
      { hypothesisId: desk.unknown, likelihood: { term: 'almost-no-chance' } },
    ];
    const { body } = await desk.analyst.post(`${desk.at}/assessments`, { judgements }).expect(201);
    expect(body.judgements).toEqual([
      { hypothesisId: desk.hypothesis, likelihood: { term: 'likely', min: 55, max: 80, percent: 60 } },
      { hypothesisId: desk.unknown, likelihood: { term: 'almost-no-chance', min: 1, max: 5, percent: null } },
    ]);
  });

  it.each([
    ['a likelihood of 0 percent', { percent: 0 }, 'judgements[0].likelihood.percent'],
    ['a likelihood of 100 percent', { percent: 100 }, 'judgements[0].likelihood.percent'],
    ['a part of a percent', { percent: 50.5 }, 'judgements[0].likelihood.percent'],
    ['a term of another scale', { term: 'possible' }, 'judgements[0].likelihood.term'],
    ['no likelihood', {}, 'judgements[0].likelihood'],
    ['two at once', { term: 'likely', percent: 60 }, 'judgements[0].likelihood'],
  ])('refuses %s, and leaves nothing', async (_, likelihood, path) => {
    const before = await traces(api);
    const judgements = [{ hypothesisId: desk.hypothesis, likelihood }];
    expectProblem(await desk.analyst.post(`${desk.at}/assessments`, { judgements }), {
      status: 422,
      code: 'invalid',
      path,
    });
    expect(await traces(api)).toEqual(before);
  });

  it('refuses what the case does not have, what stands twice, and what has no time', async () => {
    const other = await givenDesk(api);
    const likely = { term: 'likely' };
    const cited = { kind: 'disclosure', id: desk.disclosure, bearing: 'supports' };
    const before = await traces(api);
    for (const [content, path] of [
      [{ judgements: [{ hypothesisId: other.hypothesis, likelihood: likely }] }, 'judgements[0].hypothesisId'],
      [
        {
          judgements: [desk.hypothesis, desk.hypothesis].map((hypothesisId) => ({ hypothesisId, likelihood: likely })),
        },
        'judgements[1].hypothesisId',
      ],
      [{ evidence: [cited, { ...cited, id: other.disclosure }] }, 'evidence[1]'],
      [{ evidence: [cited, { ...cited, bearing: 'contradicts' }] }, 'evidence[1]'],
      [{ saidAt: { at: null, precision: 'unknown' } }, 'saidAt'],
      [{ organizationId: other.campaign.id }, 'organizationId'],
    ] as const) {
      expectProblem(await desk.analyst.post(`${desk.at}/assessments`, content), { status: 422, code: 'invalid', path });
    }
    expect(await traces(api)).toEqual(before);
  });

  it('is changed part by part, cleared with null, and against the version that was read', async () => {
    const path = await givenAssessment(desk);
    const { body } = await desk.owner.get(path).expect(200);
    const change = {
      rationale: null,
      keyAssumptions: ['Nobody shared it.'],
      confidenceFactors: { sourcing: 'One source.' },
      evidence: [{ kind: 'disclosure', id: desk.disclosure, bearing: 'supports' }],
      tlp: 'green',
      reason: 'Anew.',
    };
    const changed = await desk.owner.patch(path, change, body.version).expect(200);
    expect(changed.body).toMatchObject({
      rationale: null,
      confidence: 'low',
      keyAssumptions: ['Nobody shared it.'],
      confidenceFactors: { assumptions: null, sourcing: 'One source.', argument: null },
      evidence: change.evidence,
      tlp: 'green',
      authors: [{ id: desk.analystPerson.id }, { id: desk.campaign.owner.id }],
      mayApprove: [],
    });
    expect(changed.headers['etag']).toBe(`"${changed.body.version}"`);
    expectProblem(await desk.analyst.patch(path, { confidence: 'high' }, body.version), {
      status: 412,
      code: 'stale_version',
    });
    expectProblem(await desk.analyst.patch(path, { confidence: 'high' }), { status: 428, code: 'if_match_required' });
  });

  it('is submitted whole: what is missing is named, and the draft is kept', async () => {
    const { body } = await desk.analyst.post(`${desk.at}/assessments`, {}).expect(201);
    const path = `${desk.at}/assessments/${body.id}`;
    const before = await traces(api);
    const refused = await desk.analyst.post(`${path}/submissions`);
    expectProblem(refused, { status: 422, code: 'incomplete', path: 'confidence' });
    expect(refused.body.errors.map((fault: { path: string }) => fault.path)).toEqual([
      'confidence',
      'judgements',
      'rationale',
    ]);
    expect(await traces(api)).toEqual(before);
    expect((await desk.analyst.get(path)).body).toEqual(body);
  });

  it('is not judged or changed while it waits', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const { body } = await desk.analyst.get(path).expect(200);
    expect(body).toMatchObject({
      status: 'submitted',
      submission: { by: { id: desk.analystPerson.id }, at: expect.any(String) },
      abilities: { amend: false, submit: false, approve: false, return: true, dissent: true },
    });
    expectProblem(await desk.analyst.patch(path, { confidence: 'high' }, body.version), {
      status: 409,
      code: 'already_submitted',
    });
    expectProblem(await desk.analyst.post(`${path}/submissions`), { status: 409, code: 'already_submitted' });
  });
});

describe('Whose it is', () => {
  it('is the organization that takes part, for those who come from outside', async () => {
    const vendor = await takesPart('analyst');
    const path = await givenAssessment(desk, { by: vendor.client, submit: true });
    expect((await desk.owner.get(path).expect(200)).body).toMatchObject({
      organization: { id: vendor.organization.id },
      abilities: { amend: false, submit: false, approve: false, return: false, dissent: true },
    });
    const { body } = await vendor.client.get(path).expect(200);
    expectProblem(await desk.owner.patch(path, { confidence: 'high' }, body.version), {
      status: 403,
      code: 'forbidden',
    });
    expectProblem(await desk.owner.post(`${path}/returns`, { reason: 'x' }), { status: 403, code: 'forbidden' });
    const second = await api.signedIn(await givenMember(api, vendor.organization, 'lead'));
    await second.post(`${path}/approvals`).expect(201);
  });

  it('is shown to those inside the case and to whose it is, and to nobody else who sees the case', async () => {
    const contributor = await takesPart('contributor');
    const [inside, vendor] = [await takesPart('auditor'), await takesPart('analyst')];
    const ours = await givenAssessment(desk, { submit: true });
    const theirs = await givenAssessment(desk, { by: vendor.client });
    expect(await listOf(contributor.client)).toEqual([]);
    expectProblem(await contributor.client.get(ours), { status: 404, code: 'not_found' });
    expect(await listOf(inside.client)).toHaveLength(2);
    await desk.owner.get(theirs).expect(200);
  });

  it('is hidden above a clearance, with everything that is done to it', async () => {
    const helper = await takesPart('responder', 'amber');
    const path = await givenAssessment(desk, { content: { tlp: 'red' }, submit: true });
    const before = await traces(api);
    for (const refused of [
      await helper.client.get(path),
      await helper.client.post(`${path}/approvals`),
      await helper.client.post(`${path}/returns`, { reason: 'x' }),
      await helper.client.post(`${path}/dissents`, { statement: 'x' }),
      await helper.client.patch(path, { confidence: 'high' }, 1),
    ]) {
      expectProblem(refused, { status: 404, code: 'not_found' });
    }
    expect(await listOf(helper.client)).toEqual([]);
    expect(await traces(api)).toEqual(before);
  });

  it('is cited in it only what the writer is shown, and shown in it only what the reader is', async () => {
    const helper = await takesPart('analyst', 'amber');
    const claim = {
      hypothesisId: desk.hypothesis,
      claimantId: (await desk.owner.get('/parties?limit=1')).body.items[0].id,
      stance: 'attributes',
      statement: 'It was they.',
      saidAt: { at: null, precision: 'unknown' },
      tlp: 'red',
    };
    const { body } = await desk.owner.post(`${desk.at}/claims`, claim).expect(201);
    const evidence = [{ kind: 'claim', id: body.id, bearing: 'supports' }];
    expectProblem(await helper.client.post(`${desk.at}/assessments`, { evidence }), {
      status: 422,
      code: 'invalid',
      path: 'evidence[0]',
    });
    const path = await givenAssessment(desk, { content: { evidence } });
    expect((await desk.owner.get(path)).body.evidence).toEqual(evidence);
    expect((await helper.client.get(path)).body.evidence).toEqual([]);
  });
});
