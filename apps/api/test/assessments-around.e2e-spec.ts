import { givenMember, givenOrganization, type ApplicationUnderTest, type Client } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { actionsOn, givenAssessment, givenDesk, type Desk } from './given-assessment.js';
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

describe('A dissent', () => {
  it('stands beside it under a name, also when it is approved, and is never edited', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const vendor = await takesPart('analyst');
    await desk.owner.post(`${path}/approvals`).expect(201);
    await desk.analyst.post(`${path}/dissents`, { statement: 'I was wrong.' }).expect(201);
    const { body } = await vendor.client.post(`${path}/dissents`, { statement: 'We see it otherwise.' }).expect(201);
    expect(body.dissents).toEqual([
      {
        id: expect.any(String),
        by: { id: desk.analystPerson.id, name: desk.analystPerson.name },
        statement: 'I was wrong.',
        at: expect.any(String),
        tlp: null,
        ownTlp: null,
      },
      {
        id: expect.any(String),
        by: { id: vendor.organization.owner.id, name: vendor.organization.owner.name },
        statement: 'We see it otherwise.',
        at: expect.any(String),
        tlp: null,
        ownTlp: null,
      },
    ]);
    expect((await desk.owner.get(path)).body.dissents).toEqual(body.dissents);
    expect((await desk.owner.get(`${path}?caseVersion=${body.version}`)).body.dissents).toEqual([]);
    expect(await actionsOn(desk, body.dissents[0].id)).toMatchObject([{ action: 'assessment.dissented' }]);
  });

  it('is not from a draft', async () => {
    const path = await givenAssessment(desk);
    expectProblem(await desk.owner.post(`${path}/dissents`, { statement: 'No.' }), {
      status: 409,
      code: 'not_submitted',
    });
  });
});

describe('A change without new evidence', () => {
  async function approved(content: object): Promise<{ withoutNewEvidence: object | null; id: string }> {
    const path = await givenAssessment(desk, { content, submit: true });
    const { body } = await desk.owner.post(`${path}/approvals`).expect(201);
    return body;
  }
  const judging = (term: string) => ({ judgements: [{ hypothesisId: desk.hypothesis, likelihood: { term } }] });

  it('is allowed, and flagged with the assessment for ever', async () => {
    const evidence = [{ kind: 'disclosure', id: desk.disclosure, bearing: 'supports' }];
    expect((await approved({ ...judging('unlikely'), evidence })).withoutNewEvidence).toBeNull();
    const raised = await approved({ ...judging('likely'), evidence });
    const flag = { likelihood: [desk.hypothesis], confidence: false, raised: true };
    expect(raised.withoutNewEvidence).toEqual(flag);
    const more = await desk.owner
      .post(`${desk.at}/disclosures`, { sourceDescription: 'Another', anonymous: true, channel: 'press', summary: 'x' })
      .expect(201);
    const cited = [...evidence, { kind: 'disclosure', id: more.body.id, bearing: 'supports' }];
    expect((await approved({ ...judging('very-likely'), evidence: cited })).withoutNewEvidence).toBeNull();
    expect((await desk.owner.get(`${desk.at}/assessments/${raised.id}`)).body.withoutNewEvidence).toEqual(flag);
  });

  it('is measured against the same organization only', async () => {
    await approved(judging('unlikely'));
    const vendor = await takesPart('analyst');
    const path = await givenAssessment(desk, { by: vendor.client, content: judging('likely'), submit: true });
    const second = await api.signedIn(await givenMember(api, vendor.organization, 'lead'));
    expect((await second.post(`${path}/approvals`).expect(201)).body.withoutNewEvidence).toBeNull();
  });
});

describe('The list', () => {
  it('is of one status, page by page, and as of a moment on both clocks', async () => {
    await givenAssessment(desk);
    for (const day of ['09', '10', '11']) {
      const content = { saidAt: { at: `2024-08-${day}T00:00:00Z`, precision: 'day' } };
      const path = await givenAssessment(desk, { content, submit: true });
      await desk.owner.post(`${path}/approvals`).expect(201);
    }
    expect((await listOf(desk.owner)).map(({ status }) => status)).toEqual([
      'draft',
      'approved',
      'approved',
      'approved',
    ]);
    const first = (await desk.owner.get(`${desk.at}/assessments?status=approved&limit=2`).expect(200)).body;
    const rest = await listOf(desk.owner, `?status=approved&limit=2&cursor=${first.nextCursor}`);
    expect([first.items.length, rest.length]).toEqual([2, 1]);
    expect(new Set([...first.items, ...rest].map(({ id }) => id)).size).toBe(3);
    expect(await listOf(desk.owner, '?status=approved&validAt=2024-08-10T12:00:00Z')).toHaveLength(2);
    expectProblem(await desk.owner.get(`${desk.at}/assessments?status=wrong`), {
      status: 422,
      code: 'invalid',
      path: 'status',
    });
  });
});

describe('The language check', () => {
  it('warns of everything that was written, and blocks nothing', async () => {
    const path = await givenAssessment(desk, {
      content: {
        rationale: 'It is likely, with high confidence.',
        keyAssumptions: ['The vendor confirmed it.'],
        confidenceFactors: { argument: 'This proves it.' },
      },
      submit: true,
    });
    const { body } = await desk.owner.post(`${path}/approvals`).expect(201);
    expect(body.warnings.map(({ code, field }: { code: string; field: string }) => [code, field])).toEqual([
      ['likelihood_with_confidence', 'rationale'],
      ['confirmed_single_originator', 'keyAssumptions[0]'],
      ['certainty_without_basis', 'confidenceFactors.argument'],
    ]);
  });

  it('reads a text that is not kept, as long as a rationale may be', async () => {
    const before = await traces(api);
    const check = `${desk.at}/assessments/language-checks`;
    const { body } = await desk.analyst.post(check, { text: 'It is 100 % them.', field: 'rationale' }).expect(200);
    expect(body.warnings).toEqual([
      {
        code: 'not_expressible',
        rule: expect.any(String),
        source: expect.stringContaining('ICD 203'),
        text: '100 %',
        start: 6,
        end: 11,
        field: 'rationale',
      },
    ]);
    await desk.analyst.post(check, { text: 'a.'.repeat(10_000) }).expect(200);
    expectProblem(await desk.analyst.post(check, { text: 'a'.repeat(20_001) }), {
      status: 422,
      code: 'invalid',
      path: 'text',
    });
    expect(await traces(api)).toEqual(before);
  });
});
