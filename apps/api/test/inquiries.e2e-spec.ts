import { StandingClock } from '@app/platform';
import { givenOrganization, type ApplicationUnderTest } from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { givenDesk, type Desk } from './given-assessment.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let desk: Desk;
let party: string;
/** The cookies of a session that began long ago would not be sent. */
const NOW = new Date();
const HOUR = 3_600_000;
const hours = (after: number): Date => new Date(NOW.getTime() + after * HOUR);
const clock = new StandingClock(NOW);
const DUE = hours(2);

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(NOW);
  desk = await givenDesk(api);
  party = (await desk.owner.post('/parties', { name: `A mission ${desk.incidentId}`, kind: 'government' })).body.id;
});
afterAll(async () => {
  await api.close();
});

const asked = () => ({
  partyId: party,
  question: 'Was it you?',
  askedAt: { at: '2024-08-10T12:00:00Z', precision: 'day' },
  answerDueAt: DUE.toISOString(),
});
const ask = async (more: object = {}) =>
  (await desk.analyst.post(`${desk.at}/inquiries`, { ...asked(), ...more }).expect(201)).body;
const listed = async (query = '') => (await desk.owner.get(`${desk.at}/inquiries${query}`).expect(200)).body.items;

async function claimOf(claimantId: string): Promise<string> {
  const claim = {
    hypothesisId: desk.hypothesis,
    claimantId,
    stance: 'denies',
    statement: 'It was not us.',
    saidAt: { at: null, precision: 'unknown' },
  };
  return (await desk.owner.post(`${desk.at}/claims`, claim).expect(201)).body.id;
}

async function another(): Promise<string> {
  const { body } = await desk.owner.get('/parties?limit=2').expect(200);
  return body.items.find(({ id }: { id: string }) => id !== party).id;
}

it('An inquiry is open until its time, and silent from then on, without anybody saying so', async () => {
  const body = await ask();
  expect(body).toMatchObject({
    party: { id: party },
    question: 'Was it you?',
    askedAt: { at: '2024-08-10T00:00:00.000Z', precision: 'day' },
    answerDueAt: DUE.toISOString(),
    status: 'open',
    answerClaimId: null,
    recordedBy: { id: desk.analystPerson.id, name: desk.analystPerson.name },
    abilities: { answer: true },
  });
  expect(await listed()).toEqual([body]);
  clock.set(new Date(DUE.getTime() - 1));
  expect((await listed())[0].status).toBe('open');
  clock.set(DUE);
  expect((await listed())[0]).toMatchObject({ status: 'silent', abilities: { answer: true } });
  expect((await listed(`?knownAt=${hours(1).toISOString()}`))[0].status).toBe('open');
});

it('An inquiry without a time is never silent', async () => {
  await ask({ answerDueAt: undefined });
  clock.set(hours(23));
  expect((await listed())[0].status).toBe('open');
});

it('An inquiry is answered once, by a claim of the party that was asked, also when it is late', async () => {
  const { id } = await ask();
  const answers = `${desk.at}/inquiries/${id}/answers`;
  const [ours, theirs] = [await claimOf(await another()), await claimOf(party)];
  const elsewhere = await givenDesk(api);
  const before = await traces(api);
  for (const claimId of [ours, desk.disclosure, elsewhere.hypothesis]) {
    expectProblem(await desk.owner.post(answers, { claimId }), { status: 422, code: 'invalid', path: 'claimId' });
  }
  expect(await traces(api)).toEqual(before);
  clock.set(hours(4));
  const { body } = await desk.owner.post(answers, { claimId: theirs }).expect(201);
  expect(body).toMatchObject({ status: 'answered', answerClaimId: theirs, abilities: { answer: false } });
  expect(await listed()).toEqual([body]);
  expect((await listed(`?knownAt=${hours(3).toISOString()}`))[0]).toMatchObject({
    status: 'silent',
    answerClaimId: null,
  });
  expectProblem(await desk.owner.post(answers, { claimId: theirs }), { status: 409, code: 'already_answered' });
});

it('An inquiry is to a party that is known, and is not due before it was asked', async () => {
  const before = await traces(api);
  for (const [more, path] of [
    [{ partyId: desk.incidentId }, 'partyId'],
    [{ answerDueAt: '2024-08-09T23:59:59Z' }, 'answerDueAt'],
    [{ question: ' ' }, 'question'],
  ] as const) {
    expectProblem(await desk.analyst.post(`${desk.at}/inquiries`, { ...asked(), ...more }), {
      status: 422,
      code: 'invalid',
      path,
    });
  }
  expect(await traces(api)).toEqual(before);
});

it('An inquiry is shown to those inside the case only', async () => {
  const vendor = await givenOrganization(api, { kind: 'vendor' });
  await desk.owner
    .post(`${desk.at}/participants`, { organizationId: vendor.id, capacity: 'contributor', maxTlp: 'red' })
    .expect(201);
  await ask();
  const contributor = await api.signedIn(vendor.owner);
  expect((await contributor.get(`${desk.at}/inquiries`).expect(200)).body.items).toEqual([]);
});
