import { StandingClock } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { historyOf } from './organization-history.js';
import { codeAt, givenSecondFactor, signedInWith } from './second-factor.js';
import { startApi } from './start-api.js';

const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let theirs: GivenOrganization;
let incident: { id: string; reference: string };
/** A member of both organizations, with no second factor. */
let member: Person;
let session: Client;
let owner: Client;
let ownersSecret: string;

const pass = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
const demand = async (client: Client, requiresSecondFactor: boolean, version: number) =>
  await client.patch(`/organizations/${ours.id}`, { requiresSecondFactor }, version);

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  pass(20 * 60_000);
  [ours, theirs] = [await givenOrganization(api), await givenOrganization(api)];
  incident = await givenIncident(api, ours);
  member = await givenMember(api, ours, 'lead');
  await givenMember(api, theirs, 'analyst', member);
  session = await api.signedIn(member);
  ({ client: owner, secret: ownersSecret } = await givenSecondFactor(api, ours.owner, clock.now()));
});
afterAll(async () => {
  await api.close();
});

describe('An organization that demands a second factor', () => {
  it('is nothing to a session without one, and the others stay', async () => {
    await session.get(`/incidents/${incident.id}`).expect(200);
    const { body: key } = await session
      .post('/api-keys', { name: 'Robot', scopes: ['read'], organizationId: ours.id })
      .expect(201);
    expect((await demand(owner, true, 1)).body).toMatchObject({ requiresSecondFactor: true, version: 2 });

    for (const path of [
      `/incidents/${incident.id}`,
      `/incidents/${incident.reference}`,
      `/incidents/${incident.id}/history`,
      `/organizations/${ours.id}`,
      `/organizations/${ours.id}/members`,
    ]) {
      await session.get(path).expect(404);
    }
    expect((await session.get('/incidents').expect(200)).body.items).toEqual([]);
    expect((await session.get('/organizations').expect(200)).body.items).toHaveLength(1);
    await session.post('/incidents', { title: 'Mine', organizationId: ours.id }).expect(422);
    await session.post('/api-keys', { name: 'Way in', scopes: ['read'], organizationId: ours.id }).expect(422);
    const { body: me } = await session.get('/auth/me').expect(200);
    expect(me.memberships).toEqual([{ organizationId: theirs.id, role: 'analyst' }]);
    expect(me.secondFactor).toEqual({
      enrolled: false,
      passed: false,
      requiredBy: [{ organizationId: ours.id, name: ours.name }],
    });
    await owner.get(`/incidents/${incident.id}`).expect(200);
    await api
      .withKey(key.secret as string)
      .get(`/incidents/${incident.id}`)
      .expect(200);
  });

  it('opens to the session that sets one up, and to every later one that passes it', async () => {
    await demand(owner, true, 1);
    await session.get(`/incidents/${incident.id}`).expect(404);
    const { secret, client } = await givenSecondFactor(api, member, clock.now());
    await client.get(`/incidents/${incident.id}`).expect(200);
    const later = await signedInWith(api, member, codeAt(secret, clock.now()));
    await later.get(`/incidents/${incident.id}`).expect(200);
    expect((await later.get('/auth/me').expect(200)).body.memberships).toHaveLength(2);
  });

  it('opens to a session that began elsewhere once it passes the code', async () => {
    await demand(owner, true, 1);
    const { secret } = await givenSecondFactor(api, member, clock.now());
    const client = await signedInWith(api, member, codeAt(secret, clock.now()));
    await api.sql('UPDATE session SET second_factor_at = NULL WHERE user_id = $1', [member.id]);
    await client.get(`/incidents/${incident.id}`).expect(404);
    const code = codeAt(secret, new Date(clock.now().getTime() + 30_000));
    const { body } = await client.post('/auth/totp/verifications', { code }).expect(201);
    expect(body.secondFactor.passed).toBe(true);
    expect(body.memberships).toHaveLength(2);
    await client.get(`/incidents/${incident.id}`).expect(200);
  });

  it('keeps its members from removing theirs', async () => {
    await demand(owner, true, 1);
    const code = codeAt(ownersSecret, clock.now());
    const answer = await owner.post('/auth/totp/removals', { code });
    expectProblem(answer, { status: 409, code: 'second_factor_required_here' });
    expect(answer.body.detail).toContain(ours.name);
    await demand(owner, false, 2);
    await owner.post('/auth/totp/removals', { code }).expect(201);
  });

  it('writes into its history that it does', async () => {
    await demand(owner, true, 1);
    const [last] = await historyOf(api, ours.id);
    expect(last).toMatchObject({
      action: 'organization.amended',
      before: { requiresSecondFactor: false },
      after: { requiresSecondFactor: true },
    });
  });
});

describe('Demanding a second factor', () => {
  it('is refused to an owner who has none, and would lock themselves out', async () => {
    const other = await api.signedIn(await givenMember(api, ours, 'owner'));
    expectProblem(await demand(other, true, 1), { status: 422, code: 'invalid', path: 'requiresSecondFactor' });
    await other.patch(`/organizations/${ours.id}`, { requiresSecondFactor: 'yes' }, 1).expect(422);
    expect((await owner.get(`/organizations/${ours.id}`).expect(200)).body.requiresSecondFactor).toBe(false);
  });

  it('is refused to a session of theirs that passed none', async () => {
    await api.sql('UPDATE session SET second_factor_at = NULL WHERE user_id = $1', [ours.owner.id]);
    expectProblem(await demand(owner, true, 1), { status: 422, code: 'invalid', path: 'requiresSecondFactor' });
  });

  it('is for owners', async () => {
    await session.patch(`/organizations/${ours.id}`, { requiresSecondFactor: false }, 1).expect(403);
    const { client } = await givenSecondFactor(api, member, clock.now());
    await client.patch(`/organizations/${ours.id}`, { requiresSecondFactor: true }, 1).expect(403);
  });
});
