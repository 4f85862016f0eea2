import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem, givenCase, traces, type GivenCase } from './bad-input.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let given: GivenCase;
let at: string;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  given = await givenCase(api);
  at = `/incidents/${given.incidentId}`;
});
afterAll(async () => {
  await api.close();
});

const version = async (): Promise<number> => (await given.owner.get(at).expect(200)).body.version;
const listed = async (list: string, id: string) =>
  (await given.owner.get(`${at}/${list}`)).body.items.find((item: { id: string }) => item.id === id);

describe('A change to a record', () => {
  const RECORDS = [
    ['accounts', 'account', { note: 'x', holder: { role: 'aide', disclosed: true } }, { note: null, holder: null }],
    ['pivots', 'pivot', { method: 'x', at: '2024-06-01T00:00:00Z' }, { method: null, at: null }],
    ['disclosures', 'disclosure', { url: 'https://news.example/', credibility: 2 }, { url: null, credibility: null }],
    ['artifacts', 'artifact', { description: 'x', sha256: 'a'.repeat(64) }, { description: null, sha256: null }],
    ['tasks', 'task', { dueAt: '2030-01-01T00:00:00Z' }, { dueAt: null }],
  ] as const;

  test.each(RECORDS)(
    'of the %s is answered as the list shows it, also where nothing differs',
    async (list, name, set, cleared) => {
      const path = `${at}/${list}/${given.ids[name]}`;
      for (const patch of [set, cleared]) {
        const first = await given.owner.patch(path, patch, await version()).expect(200);
        expect(first.body).toEqual(await listed(list, given.ids[name]));
        expect(first.headers['etag']).toBe(`"${first.body.version}"`);
        const before = await traces(api);
        const again = await given.owner.patch(path, patch, await version()).expect(200);
        expect(again.body).toEqual(first.body);
        const nothing = await given.owner.patch(path, {}, await version()).expect(200);
        expect(nothing.body).toEqual(first.body);
        expect(await traces(api)).toEqual(before);
      }
      expect(await listed(list, given.ids[name])).toMatchObject(cleared);
    },
  );

  it('leaves the links of a pivot alone where they are sent again', async () => {
    const path = `${at}/pivots/${given.ids.pivot}`;
    const evidence = [
      { kind: 'claim', id: given.ids.claim },
      { kind: 'disclosure', id: given.ids.disclosure },
    ];
    await given.owner.patch(path, { evidence }, await version()).expect(200);
    const before = await version();
    await given.owner.patch(path, { evidence }, before).expect(200);
    expect(await version()).toBe(before);
    expectProblem(await given.owner.patch(path, { evidence: [{ kind: 'claim', id: given.ids.disclosure }] }, before), {
      status: 422,
      code: 'invalid',
      path: 'evidence[0]',
    });
  });

  it('keeps what was sent in one transaction only where all of it is right', async () => {
    const before = await traces(api);
    const artifacts = [{ title: 'x', authenticity: 'claimed', authenticityBy: given.incidentId }];
    const disclosure = { sourceDescription: 'x', anonymous: true, channel: 'press', summary: 'x', artifacts };
    expectProblem(await given.owner.post(`${at}/disclosures`, disclosure), {
      status: 422,
      code: 'invalid',
      path: 'artifacts[0].authenticityBy',
    });
    expect(await traces(api)).toEqual(before);
  });
});

describe('A comment', () => {
  it('is changed by its author and by nobody else', async () => {
    const [row] = await api.sql<{ organization_id: string }>('SELECT organization_id FROM incident WHERE id = $1', [
      given.incidentId,
    ]);
    const ours = { id: row?.organization_id } as GivenOrganization;
    const colleague = await api.signedIn(await givenMember(api, ours, 'lead'));
    const path = `${at}/comments/${given.ids.comment}`;
    const before = await traces(api);
    expectProblem(await colleague.patch(path, { body: 'Mine now' }, await version()), {
      status: 403,
      code: 'forbidden',
    });
    expect(await traces(api)).toEqual(before);
    expect(await bodyOf(colleague)).toMatchObject({ body: 'First.', abilities: { amend: false } });
    await given.owner.patch(path, { body: 'Corrected.' }, await version()).expect(200);
    expect(await bodyOf(given.owner)).toMatchObject({ body: 'Corrected.', abilities: { amend: true } });
  });
  const bodyOf = async (client: Client) => (await client.get(`${at}/comments`)).body.items[0];

  it('is on a record of the same case', async () => {
    for (const [kind, id] of Object.entries({
      account: given.ids.account,
      claim: given.ids.claim,
      incident: given.incidentId,
    })) {
      const { body } = await given.owner.post(`${at}/comments`, { body: 'x', on: { kind, id } }).expect(201);
      expect(body.on).toEqual({ kind, id });
    }
    const other = await givenCase(api);
    expectProblem(
      await given.owner.post(`${at}/comments`, { body: 'x', on: { kind: 'account', id: other.ids.account } }),
      {
        status: 422,
        code: 'invalid',
        path: 'on',
      },
    );
  });
});

describe('The status of a case', () => {
  const step = async (to: string, more: object = {}) =>
    await given.owner
      .with({ 'if-match': `"${await version()}"` })
      .post(`${at}/transitions`, { to, reason: 'So it is.', ...more });

  it('goes the whole way, and back to the investigation, and keeps its closing summary', async () => {
    for (const to of ['triage', 'investigating', 'contained', 'investigating', 'contained', 'remediated']) {
      expect((await step(to)).body).toMatchObject({ status: to });
    }
    expect((await step('closed', { closingSummary: 'It is over.' })).body).toMatchObject({
      status: 'closed',
      closingSummary: 'It is over.',
      abilities: { transitionTo: ['investigating'], merge: false },
    });
    expect((await step('investigating')).body).toMatchObject({
      status: 'investigating',
      closingSummary: 'It is over.',
    });
    const { body } = await given.owner.get(`${at}/timeline?order=recorded`);
    const steps = body.items
      .filter((item: { kind: string }) => item.kind === 'status')
      .map((item: { title: string }) => item.title);
    expect(steps.slice(0, 3)).toEqual(['reported', 'triage', 'investigating']);
    expect(steps).toHaveLength(9);
  });

  it('becomes duplicate by a merger only, and by its reversal what it was', async () => {
    await step('triage');
    const ours = (await given.owner.post('/incidents', { title: 'The same' }).expect(201)).body;
    const merged = await given.owner
      .post(`${at}/mergers`, { into: ours.id.toUpperCase(), reason: 'The same.' })
      .expect(201);
    expect((await given.owner.get(at)).body).toMatchObject({
      status: 'duplicate',
      duplicateOf: ours.id,
      abilities: { transitionTo: [] },
    });
    expectProblem(await step('triage'), { status: 409, code: 'transition_not_allowed' });
    expectProblem(await given.owner.post(`${at}/mergers`, { into: ours.id, reason: 'x' }), {
      status: 409,
      code: 'transition_not_allowed',
    });
    const reversal = `${at}/mergers/${merged.body.id}/reversals`;
    await given.owner.post(reversal, { reason: 'Not the same.' }).expect(201);
    expect((await given.owner.get(at)).body).toMatchObject({ status: 'triage', duplicateOf: null });
    expectProblem(await given.owner.post(reversal, { reason: 'x' }), { status: 409, code: 'already_reversed' });
    expect((await given.owner.get(`${at}/mergers`)).body.items).toMatchObject([
      { intoId: ours.id, statusBefore: 'triage' },
    ]);
  });

  it('never ends in a circle of duplicates, also where two are merged into each other at once', async () => {
    const other = (await given.owner.post('/incidents', { title: 'The other' }).expect(201)).body;
    const answers = await Promise.all([
      given.owner.post(`${at}/mergers`, { into: other.id, reason: 'x' }),
      given.owner.post(`/incidents/${other.id}/mergers`, { into: given.incidentId, reason: 'x' }),
    ]);
    const refused = answers.filter((answer) => answer.status !== 201);
    expect(refused).toHaveLength(1);
    for (const answer of refused) {
      expectProblem(answer, { status: 409, code: 'target_is_duplicate' });
    }
  });

  it('does not become duplicate of itself, of nothing, or of what the caller does not see', async () => {
    const theirs = (await given.stranger.post('/incidents', { title: 'Theirs' }).expect(201)).body;
    const before = await traces(api);
    for (const into of [given.incidentId, given.incidentId.toUpperCase(), theirs.id, given.ids.account]) {
      expectProblem(await given.owner.post(`${at}/mergers`, { into, reason: 'x' }), {
        status: 422,
        code: 'invalid',
        path: 'into',
      });
    }
    expect(await traces(api)).toEqual(before);
  });
});

describe('The marking of a case', () => {
  it('is decided by those of the organization, and not by a responder from outside', async () => {
    const helpers = await givenOrganization(api);
    const invited = { organizationId: helpers.id, capacity: 'responder', maxTlp: 'red' };
    await given.owner.post(`${at}/participants`, invited).expect(201);
    const helper = await api.signedIn(helpers.owner);
    await helper.patch(at, { title: 'Seen from outside' }, await version()).expect(200);
    expectProblem(await helper.patch(at, { tlp: 'clear' }, await version()), { status: 403, code: 'forbidden' });
    expect((await given.owner.get(at)).body).toMatchObject({ tlp: 'amber', title: 'Seen from outside' });
  });
});

describe('A task', () => {
  it('is for those who work on the case', async () => {
    const vendor = await givenOrganization(api);
    const { owner: analyst } = await givenOrganization(api);
    await given.owner
      .post(`${at}/participants`, { organizationId: vendor.id, capacity: 'observer', maxTlp: 'red' })
      .expect(201);
    await given.owner
      .post(`${at}/participants`, { userId: analyst.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    expectProblem(await given.owner.post(`${at}/tasks`, { title: 'x', assigneeId: vendor.owner.id }), {
      status: 422,
      code: 'invalid',
      path: 'assigneeId',
    });
    const { body } = await given.owner.post(`${at}/tasks`, { title: 'x', assigneeId: analyst.id }).expect(201);
    expect(body).toMatchObject({ assignee: { id: analyst.id, name: analyst.name }, status: 'open', doneAt: null });
    const done = await given.owner.patch(`${at}/tasks/${body.id}`, { status: 'done' }, await version()).expect(200);
    expect(done.body).toMatchObject({ status: 'done', doneAt: expect.any(String) });
    const open = await given.owner.patch(`${at}/tasks/${body.id}`, { status: 'open' }, await version()).expect(200);
    expect(open.body).toMatchObject({ status: 'open', doneAt: null });
  });
});
