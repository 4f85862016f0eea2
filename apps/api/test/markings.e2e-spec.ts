import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let lead: Client;
/** Takes part as a responder, up to TLP:AMBER. */
let helper: Client;
let at: string;
let unknown: string;
let party: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  campaign = await givenOrganization(api);
  lead = await api.signedIn(await givenMember(api, campaign, 'lead'));
  const { body } = await lead.post('/incidents', { title: 'Mail was read', tlp: 'green' }).expect(201);
  at = `/incidents/${body.id}`;
  unknown = body.hypotheses[0].id;
  const [row] = await api.sql<{ id: string }>('SELECT id FROM party WHERE organization_id = $1', [campaign.id]);
  party = row?.id ?? '';
  const vendor = await givenOrganization(api, { kind: 'vendor' });
  const taking = { organizationId: vendor.id, capacity: 'responder', maxTlp: 'amber' };
  await lead.post(`${at}/participants`, taking).expect(201);
  helper = await api.signedIn(vendor.owner);
});
afterAll(async () => {
  await api.close();
});

interface Made {
  readonly id: string;
  readonly version: number;
  readonly tlp: string | null;
  readonly ownTlp?: string | null;
}

let count = 0;
const made = async (path: string, body: object): Promise<Made> => (await lead.post(at + path, body).expect(201)).body;
const account = async (more: object = {}): Promise<Made> =>
  await made('/accounts', { identifier: `a${(count += 1)}@campaign.example`, kind: 'email', ...more });
const DISCLOSURE = { sourceDescription: 'x', anonymous: true, channel: 'press', summary: 'It was told.' };
const claim = (hypothesisId: string) => ({
  hypothesisId,
  claimantId: party,
  stance: 'denies',
  statement: 'x',
  saidAt: { at: null, precision: 'unknown' },
});
const marked = async (path: string, { version }: Pick<Made, 'version'>, tlp: string | null): Promise<Made> =>
  (await lead.patch(at + path, { tlp, reason: 'Counsel asked for it.' }, version).expect(200)).body;
/** How a record is marked, as those of the house are shown it. */
const listed = async (list: string, id: string, by = lead): Promise<Made | undefined> =>
  ((await by.get(`${at}${list}?limit=200`).expect(200)).body.items as Made[]).find((item) => item.id === id);
const actionsOf = async (id: string) =>
  ((await lead.get(`${at}/history?limit=200`)).body.items as { subject: { id: string } }[]).filter(
    ({ subject }) => subject.id === id,
  );

describe('A marking', () => {
  it('is no higher than what its giver is shown', async () => {
    const own = await helper.post(`${at}/accounts`, { identifier: 'x', kind: 'email' }).expect(201);
    const other = await account();
    const before = await api.count('record_state', 'history_entry');
    const tlp = 'amber+strict';
    const refused: [string, object][] = [
      ['/accounts', { identifier: 'y', kind: 'email' }],
      ['/pivots', { fromAccountId: own.body.id, toAccountId: other.id }],
      ['/disclosures', DISCLOSURE],
      ['/artifacts', { title: 'x', authenticity: 'claimed' }],
      ['/hypotheses', { kind: 'insider', label: 'x' }],
      ['/claims', claim(unknown)],
      ['/comments', { body: 'x' }],
      ['/tasks', { title: 'x' }],
      ['/evidence', { title: 'x', kind: 'reference' }],
      ['/findings', { summary: 'x' }],
      ['/assessments', { rationale: 'x' }],
      ['/inquiries', { partyId: party, question: 'x', askedAt: { at: null, precision: 'unknown' } }],
    ];
    for (const [path, body] of refused) {
      const fault = { status: 422, code: 'invalid', path: 'tlp' } as const;
      expectProblem(await helper.post(at + path, { ...body, tlp }), fault);
    }
    const nested = { ...DISCLOSURE, artifacts: [{ title: 'x', authenticity: 'claimed', tlp }] };
    const fault = { status: 422, code: 'invalid', path: 'artifacts[0].tlp' } as const;
    expectProblem(await helper.post(`${at}/disclosures`, nested), fault);
    const path = `${at}/accounts/${own.body.id}`;
    expectProblem(await helper.patch(path, { tlp }, own.body.version as number), {
      status: 422,
      code: 'invalid',
      path: 'tlp',
    });
    expect(await api.count('record_state', 'history_entry')).toEqual(before);
    for (const [path_, body] of refused.slice(4)) {
      await helper.post(at + path_, { ...body, tlp: 'amber' }).expect(201);
    }
  });

  it('hides a record from its own writes too: what is hidden is not found, and no reference to it is known', async () => {
    const red = { tlp: 'red' };
    const hidden = await account({ identifier: 'secret@campaign.example', ...red });
    const shown = await account();
    const pivot = await made('/pivots', { fromAccountId: hidden.id, toAccountId: shown.id });
    const task = await made('/tasks', { title: 'x', ...red });
    const disclosure = await made('/disclosures', { ...DISCLOSURE, ...red });
    const artifact = await made('/artifacts', { title: 'x', authenticity: 'claimed', ...red });
    const hypothesis = await made('/hypotheses', { kind: 'insider', label: 'x', ...red });
    const patches: [string, object][] = [
      [`/accounts/${hidden.id}`, { note: 'x' }],
      [`/pivots/${pivot.id}`, { method: 'x' }],
      [`/tasks/${task.id}`, { title: 'y' }],
      [`/disclosures/${disclosure.id}`, { summary: 'y' }],
      [`/artifacts/${artifact.id}`, { title: 'y' }],
      [`/hypotheses/${hypothesis.id}`, { tlp: 'clear' }],
    ];
    const before = await api.count('record_state', 'history_entry');
    for (const [path, patch] of patches) {
      expectProblem(await helper.patch(at + path, patch, 1), { status: 404, code: 'not_found' });
    }
    const links: [string, object, string][] = [
      ['/pivots', { fromAccountId: shown.id, toAccountId: hidden.id }, 'toAccountId'],
      ['/artifacts', { title: 'x', authenticity: 'claimed', disclosureId: disclosure.id }, 'disclosureId'],
      ['/claims', claim(hypothesis.id), 'hypothesisId'],
      ['/findings', { summary: 'x', accountIds: [hidden.id] }, 'accountIds[0]'],
      ['/comments', { body: 'x', on: { kind: 'account', id: hidden.id } }, 'on'],
      [
        '/assessments',
        { judgements: [{ hypothesisId: hypothesis.id, likelihood: { term: 'likely' } }] },
        'judgements[0].hypothesisId',
      ],
    ];
    for (const [path, body, field] of links) {
      expectProblem(await helper.post(at + path, body), { status: 422, code: 'invalid', path: field });
    }
    expect(await api.count('record_state', 'history_entry')).toEqual(before);
    // A refusal would tell that there is one.
    const same = { identifier: 'SECRET@campaign.example', kind: 'email' };
    const { body: again } = await helper.post(`${at}/accounts`, same).expect(201);
    expectProblem(await helper.post(`${at}/accounts`, same), { status: 409, code: 'already_exists' });
    expectProblem(await lead.post(`${at}/accounts`, same), { status: 409, code: 'already_exists' });
    await helper.patch(`${at}/accounts/${again.id}`, { identifier: 'x@campaign.example' }, again.version).expect(200);
    const taken = { identifier: 'secret@campaign.example' };
    const { version } = (await lead.get(`${at}/accounts/${again.id}`)).body;
    expectProblem(await lead.patch(`${at}/accounts/${again.id}`, taken, version as number), {
      status: 409,
      code: 'already_exists',
    });
  });

  it('that is raised later takes the record away, with its entries in the history; what was known then is as it was', async () => {
    const one = await account({ identifier: 'heron@campaign.example', firstSeenAt: '2024-08-01T00:00:00Z' });
    const hypothesis = await made('/hypotheses', { kind: 'insider', label: 'Heron' });
    await made('/claims', { ...claim(hypothesis.id), statement: 'Heron did it.' });
    const then = (await helper.get(at)).body.caseVersion as number;
    const before = (await helper.get(`${at}/accounts?caseVersion=${then}`)).body;
    await marked(`/accounts/${one.id}`, one, 'red');
    await marked(`/hypotheses/${hypothesis.id}`, hypothesis, 'red');
    const now = [at, `${at}/accounts`, `${at}/claims`, `${at}/timeline`, `${at}/attribution`, `${at}/comments`];
    for (const path of [...now, '/search?q=heron', `${at}/accounts/${one.id}`]) {
      expect([path, /heron@|Heron did/i.test((await helper.get(path)).text)]).toEqual([path, false]);
    }
    expect((await helper.get('/search?q=heron')).body.items).toEqual([]);
    expect((await lead.get('/search?q=heron')).body.items).toHaveLength(3);
    // An answer about the past never changes (ADR 2): who was shown it then has seen it.
    expect((await helper.get(`${at}/accounts?caseVersion=${then}`)).body).toEqual(before);
  });

  it('is not lowered by one who is not shown why it is so high', async () => {
    const [one, two] = [await account(), await account()];
    const pivot = await made('/pivots', { fromAccountId: one.id, toAccountId: two.id });
    await marked(`/accounts/${two.id}`, two, 'red');
    const { version } = (await helper.get(`${at}/accounts/${one.id}`)).body;
    // The helper knows the pivot from before; what follows for it now is not theirs to say.
    await helper.patch(`${at}/accounts/${one.id}`, { tlp: 'amber' }, version as number).expect(200);
    expect(await listed('/pivots', pivot.id)).toMatchObject({ tlp: 'red' });
    expect(await listed('/pivots', pivot.id, helper)).toBeUndefined();
  });

  it('of a hypothesis is heeded where cases are listed by their actor', async () => {
    const actor = (await lead.post('/actors', { name: `Gray Example ${Date.now()}` }).expect(201)).body.id as string;
    const hypothesis = await made('/hypotheses', { kind: 'threat_actor', actorId: actor });
    const found = async (by: Client) => (await by.get(`/incidents?actorId=${actor}`)).body.items.length as number;
    expect([await found(lead), await found(helper)]).toEqual([1, 1]);
    await marked(`/hypotheses/${hypothesis.id}`, hypothesis, 'red');
    expect([await found(lead), await found(helper)]).toEqual([1, 0]);
  });

  it('is not put on the hypothesis that every case has', async () => {
    const { version } = (await listed('/hypotheses', unknown)) ?? { version: 0 };
    expectProblem(await lead.patch(`${at}/hypotheses/${unknown}`, { tlp: 'red' }, version), {
      status: 422,
      code: 'invalid',
      path: 'tlp',
    });
  });
});

describe('What cannot be read without another record', () => {
  it('is marked as high as that when it is written, whatever its own marking is', async () => {
    const [strict, red] = [await account({ tlp: 'amber+strict' }), await account({ tlp: 'red' })];
    const pivot = await made('/pivots', { fromAccountId: strict.id, toAccountId: red.id, tlp: 'amber' });
    expect(pivot).toMatchObject({ tlp: 'red', ownTlp: 'amber' });
    const clear = await account({ tlp: 'clear' });
    const plain = await account();
    // Nobody said that the pivot is for everyone.
    expect(await made('/pivots', { fromAccountId: clear.id, toAccountId: plain.id })).toMatchObject({
      tlp: null,
      ownTlp: null,
    });
    const hypothesis = await made('/hypotheses', { kind: 'insider', label: 'x', tlp: 'amber+strict' });
    expect(await made('/claims', { ...claim(hypothesis.id), tlp: 'red' })).toMatchObject({ tlp: 'red' });
    expect(await made('/claims', claim(hypothesis.id))).toMatchObject({ tlp: 'amber+strict', ownTlp: null });
    const { body } = await lead
      .post(`${at}/disclosures`, { ...DISCLOSURE, tlp: 'red', artifacts: [{ title: 'x', authenticity: 'claimed' }] })
      .expect(201);
    expect(body.artifacts).toMatchObject([{ tlp: 'red', ownTlp: null }]);
    const evidence = await made('/evidence', { title: 'x', kind: 'reference', tlp: 'red' });
    expect(await made(`/evidence/${evidence.id}/custody`, { action: 'received', byWhom: 'x' })).toMatchObject({
      tlp: 'red',
    });
    const on = { kind: 'account', id: red.id };
    expect(await made('/comments', { body: 'x', on })).toMatchObject({ tlp: 'red', ownTlp: null });
  });

  it('follows it up, is told in the history why, and comes down with it again as far as its own marking lets it', async () => {
    const [one, two] = [await account(), await account()];
    const pivot = await made('/pivots', { fromAccountId: one.id, toAccountId: two.id, method: 'Phishing.' });
    const strict = await made('/pivots', { fromAccountId: two.id, toAccountId: one.id, tlp: 'amber' });
    const comment = await made('/comments', { body: 'x', on: { kind: 'pivot', id: pivot.id } });
    const finding = await made('/findings', { summary: 'x' });
    const link = await made(`/findings/${finding.id}/accounts`, { accountId: one.id });
    expect(await listed('/pivots', pivot.id, helper)).toBeDefined();

    const raised = await marked(`/accounts/${one.id}`, one, 'red');
    const { version } = raised;
    expect(await listed('/pivots', pivot.id)).toMatchObject({ tlp: 'red', ownTlp: null, version });
    expect(await listed('/pivots', strict.id)).toMatchObject({ tlp: 'red', ownTlp: 'amber' });
    expect(await listed('/comments', comment.id)).toMatchObject({ tlp: 'red', version });
    for (const [list, id] of [
      ['/accounts', one.id],
      ['/pivots', pivot.id],
      ['/pivots', strict.id],
      ['/comments', comment.id],
      [`/findings/${finding.id}/accounts`, link.id],
    ] as const) {
      expect([list, await listed(list, id, helper)]).toEqual([list, undefined]);
    }
    const seen = JSON.stringify([
      (await helper.get(at)).body,
      (await helper.get(`${at}/timeline`)).body,
      (await helper.get('/search?q=phishing')).body,
    ]);
    expect(seen).not.toContain(pivot.id);
    expect((await actionsOf(pivot.id)).at(-1)).toMatchObject({
      action: 'pivot.remarked',
      before: { tlp: null },
      after: { tlp: 'red' },
      reason: 'Its marking follows that of a record without which it cannot be read.',
    });
    const [row] = await api.sql('SELECT tlp, version FROM pivot WHERE id = $1', [pivot.id]);
    expect(row).toEqual({ tlp: 'red', version });

    await marked(`/accounts/${one.id}`, raised, null);
    expect(await listed('/pivots', pivot.id, helper)).toMatchObject({ tlp: null });
    expect(await listed('/pivots', strict.id, helper)).toMatchObject({ tlp: 'amber' });
    expect(await listed('/comments', comment.id, helper)).toMatchObject({ tlp: null });
  });

  it('is a claim, with its hypothesis, and what is said of the claim', async () => {
    const hypothesis = await made('/hypotheses', { kind: 'insider', label: 'x' });
    const said = await made('/claims', claim(hypothesis.id));
    const comment = await made('/comments', { body: 'x', on: { kind: 'claim', id: said.id } });
    await marked(`/hypotheses/${hypothesis.id}`, hypothesis, 'red');
    expect(await listed('/claims', said.id)).toMatchObject({ tlp: 'red' });
    expect(await listed('/claims', said.id, helper)).toBeUndefined();
    expect(await listed('/comments', comment.id, helper)).toBeUndefined();
    expect((await helper.get(`${at}/attribution`).expect(200)).text).not.toContain(hypothesis.id);
  });

  it('is an artifact, a step of custody, and a dissent', async () => {
    const disclosure = await made('/disclosures', DISCLOSURE);
    const artifact = await made('/artifacts', { title: 'x', authenticity: 'claimed', disclosureId: disclosure.id });
    await marked(`/disclosures/${disclosure.id}`, disclosure, 'red');
    expect(await listed('/artifacts', artifact.id, helper)).toBeUndefined();

    const evidence = await made('/evidence', { title: 'x', kind: 'reference' });
    const step = await made(`/evidence/${evidence.id}/custody`, { action: 'received', byWhom: 'x' });
    expect(await listed(`/evidence/${evidence.id}/custody`, step.id, helper)).toMatchObject({ tlp: null });
    await marked(`/evidence/${evidence.id}`, evidence, 'red');
    expect(await listed(`/evidence/${evidence.id}/custody`, step.id)).toMatchObject({ tlp: 'red' });
    expect((await helper.get(`${at}/timeline`)).text).not.toContain(step.id);

    const judgements = [{ hypothesisId: unknown, likelihood: { term: 'likely' } }];
    const assessment = await made('/assessments', { judgements, confidence: 'low', rationale: 'x' });
    const path = `/assessments/${assessment.id}`;
    await lead.post(`${at}${path}/submissions`, {}).expect(201);
    await lead.post(`${at}${path}/dissents`, { statement: 'No.' }).expect(201);
    const { body } = await lead.post(`${at}${path}/returns`, { reason: 'x' }).expect(201);
    const raised = await marked(path, body as Made, 'red');
    expect(raised).toMatchObject({ tlp: 'red', dissents: [{ statement: 'No.', tlp: 'red', ownTlp: null }] });
  });

  it('goes by the case again where that is marked as high', async () => {
    const [one, two] = [await account({ tlp: 'amber' }), await account()];
    const pivot = await made('/pivots', { fromAccountId: one.id, toAccountId: two.id });
    expect(pivot.tlp).toBe('amber');
    const mark = async (tlp: string) => {
      const { version } = (await lead.get(at)).body;
      await lead.patch(at, { tlp }, version as number).expect(200);
    };
    await mark('amber');
    expect(await listed('/pivots', pivot.id)).toMatchObject({ tlp: null });
    await mark('green');
    expect(await listed('/pivots', pivot.id)).toMatchObject({ tlp: 'amber' });
  });
});
