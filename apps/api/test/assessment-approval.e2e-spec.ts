import { randomUUID } from 'node:crypto';
import { givenMember, givenOrganization, type ApplicationUnderTest, type Client, type Person } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { actionsOn, givenAssessment, givenDesk, type Desk } from './given-assessment.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let desk: Desk;
const REFUSED = 'assessment.approval_refused';

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  desk = await givenDesk(api);
});
afterAll(async () => {
  await api.close();
});

const idOf = (path: string): string => path.split('/').at(-1) ?? '';
const refusals = async (path: string) => (await actionsOn(desk, idOf(path))).filter(({ action }) => action === REFUSED);

async function keyOf(client: Client, scopes = ['read', 'write']): Promise<Client> {
  const { body } = await client.post('/api-keys', { name: randomUUID(), scopes }).expect(201);
  return api.withKey(body.secret as string);
}

async function roleTo(person: Person, role: string): Promise<void> {
  const path = `/organizations/${desk.campaign.id}/members`;
  const { body } = await desk.owner.get(`${path}?limit=200`).expect(200);
  const { version } = body.items.find(({ id }: { id: string }) => id === person.id);
  await desk.owner.patch(`${path}/${person.id}`, { role }, version).expect(200);
}

/** Nothing but the refusal is left: it stays submitted, and who tried it is in the history. */
async function expectSelfRefused(client: Client, path: string, by: Person, before = 0): Promise<void> {
  const left = await api.count('outbox_message', 'assessment', 'idempotency_key');
  expectProblem(await client.post(`${path}/approvals`, { reason: 'I am sure.' }), {
    status: 403,
    code: 'self_approval',
  });
  expect((await desk.owner.get(path).expect(200)).body).toMatchObject({ status: 'submitted', approval: null });
  expect(await api.count('outbox_message', 'assessment', 'idempotency_key')).toEqual(left);
  const found = await refusals(path);
  expect(found).toHaveLength(before + 1);
  expect(found.at(-1)).toMatchObject({ action: REFUSED, by: { id: by.id }, before: {}, after: {} });
}

describe('An assessment is approved by a second person', () => {
  it('who is told of it, and stands for it from then on', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const { body } = await desk.owner.post(`${path}/approvals`, { reason: 'Sound.' }).expect(201);
    expect(body).toMatchObject({
      status: 'approved',
      approval: { by: { id: desk.campaign.owner.id, name: desk.campaign.owner.name }, at: expect.any(String) },
      authors: [{ id: desk.analystPerson.id }],
      abilities: { amend: false, submit: false, approve: false, return: false, dissent: true },
    });
    expect((await desk.analyst.get(path)).body).toMatchObject({ status: 'approved', approval: body.approval });
    const messages = await api.sql<{ type: string; body: { userIds: string[] } }>(
      `SELECT type, body FROM outbox_message WHERE type LIKE 'assessment.%' AND body->'subject'->>'id' = $1 ORDER BY id`,
      [idOf(path)],
    );
    expect(messages.map(({ type, body: { userIds } }) => [type, userIds])).toEqual([
      ['assessment.submitted.v1', [desk.campaign.owner.id]],
      ['assessment.approved.v1', [desk.analystPerson.id]],
    ]);
  });

  it.each(['lead', 'analyst'] as const)('who may be a %s', async (role) => {
    const path = await givenAssessment(desk, { submit: true });
    const second = await api.signedIn(await givenMember(api, desk.campaign, role));
    await second.post(`${path}/approvals`).expect(201);
  });

  it('and by no responder or auditor, nor anyone of another organization', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const vendor = await givenOrganization(api, { kind: 'vendor' });
    await desk.owner
      .post(`${desk.at}/participants`, { organizationId: vendor.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    const outsider = await api.signedIn((await givenOrganization(api)).owner);
    const without = [
      await api.signedIn(await givenMember(api, desk.campaign, 'responder')),
      await api.signedIn(await givenMember(api, desk.campaign, 'auditor')),
      await api.signedIn(vendor.owner),
    ];
    const before = await traces(api);
    for (const client of without) {
      expectProblem(await client.post(`${path}/approvals`, {}), { status: 403, code: 'forbidden' });
    }
    expectProblem(await outsider.post(`${path}/approvals`, {}), { status: 404, code: 'not_found' });
    expect(await traces(api)).toEqual(before);
  });
});

describe('Its author never approves it', () => {
  it('not in the session in which it was written, nor in a second one', async () => {
    const path = await givenAssessment(desk, { submit: true });
    await expectSelfRefused(desk.analyst, path, desk.analystPerson);
    await expectSelfRefused(await api.signedIn(desk.analystPerson), path, desk.analystPerson, 1);
    await desk.owner.post(`${path}/approvals`).expect(201);
  });

  it('not by an API key, nor by another one, nor what was written by a key in a session', async () => {
    const [one, other] = [await keyOf(desk.analyst), await keyOf(desk.analyst)];
    const path = await givenAssessment(desk, { by: one, submit: true });
    await expectSelfRefused(one, path, desk.analystPerson);
    await expectSelfRefused(other, path, desk.analystPerson, 1);
    await expectSelfRefused(desk.analyst, path, desk.analystPerson, 2);
    expectProblem(await (await keyOf(desk.analyst, ['read'])).post(`${path}/approvals`, {}), {
      status: 403,
      code: 'forbidden',
    });
  });

  it('not after becoming owner in between', async () => {
    const person = await givenMember(api, desk.campaign, 'responder');
    const responder = await api.signedIn(person);
    const path = await givenAssessment(desk, { by: responder, submit: true });
    expectProblem(await responder.post(`${path}/approvals`, {}), { status: 403, code: 'forbidden' });
    await roleTo(person, 'owner');
    await expectSelfRefused(responder, path, person);
    await expectSelfRefused(await api.signedIn(person), path, person, 1);
    await expectSelfRefused(await keyOf(responder), path, person, 2);
  });

  it('not as one who only changed it, also where the change was undone', async () => {
    const path = await givenAssessment(desk);
    const person = await givenMember(api, desk.campaign, 'lead');
    const editor = await api.signedIn(person);
    const { body } = await editor.get(path).expect(200);
    const changed = await editor.patch(path, { rationale: 'Otherwise.' }, body.version).expect(200);
    expect(changed.body.authors.map(({ id }: { id: string }) => id)).toEqual([desk.analystPerson.id, person.id]);
    await desk.analyst.patch(path, { rationale: body.rationale }, changed.body.version).expect(200);
    await desk.analyst.post(`${path}/submissions`).expect(201);
    await expectSelfRefused(editor, path, person);
  });

  it('not as one who only submitted it, also after it was returned and submitted by another', async () => {
    const path = await givenAssessment(desk);
    await desk.owner.post(`${path}/submissions`).expect(201);
    await expectSelfRefused(desk.owner, path, desk.campaign.owner);
    await desk.owner.post(`${path}/returns`, { reason: 'Not yet.' }).expect(201);
    await desk.analyst.post(`${path}/submissions`).expect(201);
    await expectSelfRefused(desk.owner, path, desk.campaign.owner, 1);
  });

  it('and a change that changes nothing makes nobody an author', async () => {
    const path = await givenAssessment(desk);
    const { body } = await desk.owner.get(path).expect(200);
    const { confidence, rationale, judgements } = body;
    const again = judgements.map(
      ({ hypothesisId, likelihood }: { hypothesisId: string; likelihood: { term: string } }) => ({
        hypothesisId,
        likelihood: { term: likelihood.term },
      }),
    );
    const same = await desk.owner.patch(path, { confidence, rationale, judgements: again }, body.version).expect(200);
    expect(same.body).toEqual(body);
    await desk.analyst.post(`${path}/submissions`).expect(201);
    await desk.owner.post(`${path}/approvals`).expect(201);
  });

  it('and an idempotency key makes no approval of it: each attempt is recorded', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const once = desk.analyst.with({ 'idempotency-key': randomUUID() });
    await expectSelfRefused(once, path, desk.analystPerson);
    await expectSelfRefused(once, path, desk.analystPerson, 1);
    await roleTo(desk.analystPerson, 'owner');
    await expectSelfRefused(once, path, desk.analystPerson, 2);
  });

  it('and leaves what was known then as it was', async () => {
    const path = await givenAssessment(desk, { submit: true });
    await desk.analyst.post(`${path}/approvals`).expect(403);
    const { body: submitted } = await desk.owner.get(path).expect(200);
    const [row] = await api.sql<{ v: number }>('SELECT case_version AS v FROM incident WHERE id = $1', [
      desk.incidentId,
    ]);
    await desk.owner.post(`${path}/approvals`).expect(201);
    const { status, approval, version } = (await desk.owner.get(`${path}?caseVersion=${row?.v}`).expect(200)).body;
    expect({ status, approval, version }).toEqual({ status: 'submitted', approval: null, version: submitted.version });
    const after = await desk.owner.get(`${path}?caseVersion=${(row?.v ?? 0) + 1}`).expect(200);
    expect(after.body).toMatchObject({ status: 'approved', abilities: { approve: false } });
    const known = async (at: string, asked: string) =>
      (await desk.owner.get(`${desk.at}/assessments?status=${asked}&knownAt=${at}`).expect(200)).body.items.length;
    const just = (at: string, byMs: number): string => new Date(Date.parse(at) + byMs).toISOString();
    const { at } = after.body.approval;
    expect([await known(at, 'approved'), await known(just(at, -1), 'approved')]).toEqual([1, 0]);
    expect(await known(just(at, -1), 'submitted')).toBe(1);
  });
});

describe('The database', () => {
  it.each(['draft', 'submitted'])('refuses an approval by an author by itself, of one that is %s', async (status) => {
    const path = await givenAssessment(desk, { submit: status === 'submitted' });
    const approve = `UPDATE assessment SET status = 'approved', approved_by_id = $2, approved_at = now() WHERE id = $1`;
    await expect(api.sql(approve, [idOf(path), desk.analystPerson.id])).rejects.toThrow(
      /assessment_not_approved_by_author/,
    );
    const [row] = await api.sql<{ status: string }>('SELECT status FROM assessment WHERE id = $1', [idOf(path)]);
    expect(row).toEqual({ status });
  });
});

describe('Approvals and returns', () => {
  it('are of what was submitted, and once', async () => {
    const path = await givenAssessment(desk);
    const before = await traces(api);
    expectProblem(await desk.owner.post(`${path}/approvals`, {}), { status: 409, code: 'not_submitted' });
    expectProblem(await desk.owner.post(`${path}/returns`, { reason: 'x' }), { status: 409, code: 'not_submitted' });
    expect(await traces(api)).toEqual(before);
    await desk.analyst.post(`${path}/submissions`).expect(201);
    const { body } = await desk.owner.post(`${path}/approvals`).expect(201);
    const third = await api.signedIn(await givenMember(api, desk.campaign, 'lead'));
    const done = await traces(api);
    for (const refused of [
      await third.post(`${path}/approvals`, {}),
      await third.post(`${path}/returns`, { reason: 'x' }),
      await desk.analyst.post(`${path}/submissions`),
      await desk.analyst.patch(path, { confidence: 'high' }, body.version),
    ]) {
      expectProblem(refused, { status: 409, code: 'already_approved' });
    }
    expect(await traces(api)).toEqual(done);
  });

  it('race: of two people who approve at once, one does', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const second = await api.signedIn(await givenMember(api, desk.campaign, 'lead'));
    const answers = await Promise.all(
      [desk.owner, second].map(async (client) => await client.post(`${path}/approvals`, {})),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  });

  it('give it back as a draft with the reason, which stays with it', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const { body } = await desk.owner.post(`${path}/returns`, { reason: 'Say what else it could be.' }).expect(201);
    expect(body).toMatchObject({
      status: 'draft',
      submission: null,
      returns: [{ by: { id: desk.campaign.owner.id }, reason: 'Say what else it could be.', at: expect.any(String) }],
    });
    expect(await actionsOn(desk, idOf(path))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'assessment.returned', reason: 'Say what else it could be.' }),
      ]),
    );
    const [told] = await api.sql<{ body: { userIds: string[] } }>(
      `SELECT body FROM outbox_message WHERE type = 'assessment.returned.v1' AND body->'subject'->>'id' = $1`,
      [idOf(path)],
    );
    expect(told?.body.userIds).toEqual([desk.analystPerson.id]);
  });

  it('let its author take it back, and no responder who wrote none of it', async () => {
    const path = await givenAssessment(desk, { submit: true });
    const responder = await api.signedIn(await givenMember(api, desk.campaign, 'responder'));
    expectProblem(await responder.post(`${path}/returns`, { reason: 'x' }), { status: 403, code: 'forbidden' });
    await desk.analyst.post(`${path}/returns`, { reason: 'A mistake.' }).expect(201);
  });
});

describe('What waits for approval', () => {
  const waiting = async (client: Client) =>
    (await client.get('/assessment-reviews').expect(200)).body.items as { id: string }[];

  it('is listed over all cases for whoever may approve it, what waits longest first', async () => {
    const paths = [await givenAssessment(desk, { submit: true }), await givenAssessment(desk, { submit: true })];
    await givenAssessment(desk);
    expect((await waiting(desk.owner)).map(({ id }) => id)).toEqual(paths.map(idOf));
    expect((await waiting(desk.owner))[0]).toMatchObject({
      incident: { id: desk.incidentId, title: 'A mailbox was read', tlp: 'amber' },
      organization: { id: desk.campaign.id },
      authors: [{ id: desk.analystPerson.id, name: desk.analystPerson.name }],
      submission: { by: { id: desk.analystPerson.id } },
      confidence: 'low',
      judgements: [{ label: 'Someone inside', likelihood: { term: 'likely', min: 55, max: 80, percent: null } }],
    });
    const first = (await desk.owner.get('/assessment-reviews?limit=1').expect(200)).body;
    const second = (await desk.owner.get(`/assessment-reviews?limit=1&cursor=${first.nextCursor}`).expect(200)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(paths.map(idOf));
    expect(second.nextCursor).toBeNull();
  });

  it('holds nothing for its authors, for responders and auditors, nor for others', async () => {
    await givenAssessment(desk, { submit: true });
    for (const client of [
      desk.analyst,
      await api.signedIn(await givenMember(api, desk.campaign, 'responder')),
      await api.signedIn(await givenMember(api, desk.campaign, 'auditor')),
      await api.signedIn((await givenOrganization(api)).owner),
    ]) {
      expect(await waiting(client)).toEqual([]);
    }
  });

  it('leaves out what a vendor may not see any more', async () => {
    const vendor = await givenOrganization(api, { kind: 'vendor' });
    const { body } = await desk.owner
      .post(`${desk.at}/participants`, { organizationId: vendor.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    const theirs = await api.signedIn(vendor.owner);
    const writer = await api.signedIn(await givenMember(api, vendor, 'analyst'));
    const path = await givenAssessment(desk, { by: writer, submit: true });
    expect((await waiting(theirs)).map(({ id }) => id)).toEqual([idOf(path)]);
    expect(await waiting(desk.owner)).toEqual([]);
    expect((await theirs.get(path).expect(200)).body.mayApprove).toEqual([
      { id: vendor.owner.id, name: vendor.owner.name },
    ]);
    await desk.owner.post(`${desk.at}/participants/${body.id}/endings`, { reason: 'Over.' }).expect(201);
    expect(await waiting(theirs)).toEqual([]);
  });
});
