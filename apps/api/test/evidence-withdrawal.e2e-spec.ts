import type { ApplicationUnderTest } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { EvidenceCase, NOWHERE } from './evidence-case.js';
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

describe('Withdrawing evidence', () => {
  async function claimOn(restsOn: object[], statement: string): Promise<string> {
    const hypothesis = await given.analyst
      .post(`${given.incident}/hypotheses`, { kind: 'other', label: statement })
      .expect(201);
    const [party] = await api.sql<{ id: string }>('SELECT id FROM party WHERE organization_id = $1', [
      given.campaign.id,
    ]);
    const claim = {
      hypothesisId: hypothesis.body.id,
      claimantId: party?.id,
      stance: 'attributes',
      statement,
      saidAt: { at: null, precision: 'unknown' },
      restsOn,
    };
    return (await given.analyst.post(`${given.incident}/claims`, claim).expect(201)).body.id;
  }

  it('says what rested on it, also through others, and tells of it', async () => {
    const evidence = await given.added();
    const claim = await claimOn([{ kind: 'evidence', id: evidence.id }], 'They left traces.');
    const echo = await claimOn([{ kind: 'claim', id: claim }], 'So they say.');
    const { body } = await given.analyst
      .post(`${given.path}/${evidence.id}/withdrawals`, { reason: 'It was staged.' })
      .expect(201);
    expect(body).toMatchObject({
      id: evidence.id,
      status: 'withdrawn',
      withdrawal: { reason: 'It was staged.', at: expect.any(String), by: { name: expect.any(String) } },
      abilities: { amend: false, upload: false, withdraw: false, addCustody: false },
      dependents: [
        {
          kind: 'claim',
          id: claim,
          title: 'They left traces.',
          via: { kind: 'evidence', id: evidence.id },
          distance: 1,
        },
        { kind: 'claim', id: echo, title: 'So they say.', via: { kind: 'claim', id: claim }, distance: 2 },
      ],
    });
    const { dependents: _dependents, ...shown } = body;
    expect((await given.analyst.get(`${given.path}/${evidence.id}`).expect(200)).body).toEqual(shown);
    const [message] = await api.sql<{ body: object }>(
      `SELECT body FROM outbox_message WHERE type = 'record.fell.v1' ORDER BY id DESC LIMIT 1`,
    );
    expect(message?.body).toMatchObject({ subject: { kind: 'evidence', id: evidence.id }, count: 2 });
  });

  it('shows whoever brought it no more than they may see', async () => {
    const theirs = await given.added(given.contributor);
    await claimOn([{ kind: 'evidence', id: theirs.id }], 'An open claim.');
    const cells = { evidence: [{ kind: 'evidence', id: theirs.id, bearing: 'supports' }] };
    await hiddenAssessment(cells);
    const { body } = await given.contributor
      .post(`${given.path}/${theirs.id}/withdrawals`, { reason: 'We were wrong.' })
      .expect(201);
    expect(body.dependents.map((dependent: { title: string }) => dependent.title)).toEqual(['An open claim.']);
  });

  /** The record of an assessment by the campaign, which the vendor is not shown. */
  async function hiddenAssessment(content: object): Promise<void> {
    const id = NOWHERE.replace(/0$/, '7');
    await api.sql(
      `INSERT INTO record_state (incident_id, kind, record_id, case_version, entry_id, state)
       SELECT incident_id, 'assessment', $2::uuid, case_version, entry_id,
         $3::jsonb FROM record_state WHERE incident_id = $1 ORDER BY case_version LIMIT 1`,
      [
        given.incident.split('/')[2],
        id,
        JSON.stringify({
          id,
          organizationId: given.campaign.id,
          rationale: 'Secret.',
          status: 'draft',
          authorIds: [],
          ...content,
        }),
      ],
    );
  }

  it('takes no change afterwards', async () => {
    const { id } = await given.added();
    await given.analyst.post(`${given.path}/${id}/withdrawals`, { reason: 'It was staged.' }).expect(201);
    const before = await traces(api);
    const refused = [
      given.analyst.patch(`${given.path}/${id}`, { title: 'x' }, await given.version()),
      given.analyst.post(`${given.path}/${id}/custody`, { action: 'sealed', byWhom: 'x' }),
      given.analyst.post(`${given.path}/${id}/withdrawals`, { reason: 'Again.' }),
      given.analyst
        .with({ 'if-match': `"${await given.version()}"` })
        .raw('put', `${given.path}/${id}/content`, Buffer.from('x'), 'application/octet-stream'),
    ];
    for (const answer of refused) {
      expectProblem(await answer, { status: 409, code: 'withdrawn' });
    }
    expectProblem(await given.analyst.post(`${given.path}/${id}/withdrawals`, {}), {
      status: 422,
      code: 'invalid',
      path: 'reason',
    });
    expect(await traces(api)).toEqual(before);
  });

  it('leaves what was known before as it was', async () => {
    const { id } = await given.added();
    const before = await given.version();
    const then = (await given.analyst.get(`${given.path}/${id}`).expect(200)).body;
    const withdrawn = await given.analyst
      .post(`${given.path}/${id}/withdrawals`, { reason: 'It was staged.' })
      .expect(201);
    const knownAt = new Date(Date.parse(withdrawn.body.withdrawal.at) - 1).toISOString();
    for (const moment of [`caseVersion=${before}`, `knownAt=${knownAt}`]) {
      expect((await given.analyst.get(`${given.path}/${id}?${moment}`).expect(200)).body).toEqual(then);
      expect((await given.analyst.get(`${given.path}?${moment}`).expect(200)).body.items).toEqual([then]);
    }
  });
});
