import { randomUUID } from 'node:crypto';
import { StandingClock } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  givenPerson,
  PASSWORD,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';
import { statuses } from './statuses.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const NEW_PASSWORD = 'a password of my own choice';
// Not in the past: a browser drops a session that has expired by its own clock.
const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let theirs: GivenOrganization;
let owner: Client;
let rival: Client;
let members: string;
let invitations: string;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  clock.set(new Date(clock.now().getTime() + DAY_MS));
  ours = await givenOrganization(api);
  theirs = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  rival = await api.signedIn(theirs.owner);
  members = `/organizations/${ours.id}/members`;
  invitations = `/organizations/${ours.id}/invitations`;
});
afterAll(async () => {
  await api.close();
});

const address = (): string => `${randomUUID()}@new.example`;
const tables = ['app_user', 'membership', 'invitation', 'session', 'history_entry'] as const;

describe('An invitation', () => {
  it('makes a member of whoever accepts it with a password of their choice', async () => {
    const email = address();
    const { body } = await owner.post(invitations, { email, name: 'New Colleague', role: 'analyst' }).expect(201);
    expect(body.path).toMatch(/^\/invitations\/[\w-]{43}$/);
    const accept = `/auth${body.path}`;
    const guest = api.anonymous();
    expect((await guest.get(accept).expect(200)).body).toEqual({
      organizationName: ours.name,
      email,
      name: 'New Colleague',
      role: 'analyst',
      expiresAt: body.expiresAt,
      hasPassword: false,
    });
    expect((await owner.get(members)).body.items).toHaveLength(1);

    const { body: me } = await guest.post(accept, { password: NEW_PASSWORD }).expect(201);
    expect(me).toMatchObject({ email, memberships: [{ organizationId: ours.id, role: 'analyst' }] });
    await guest.get('/auth/me').expect(200);
    await api.signedIn({ email }, NEW_PASSWORD);
    expect((await owner.get(members)).body.items).toContainEqual(
      expect.objectContaining({ email, name: 'New Colleague', role: 'analyst' }),
    );
    await guest.get(accept).expect(404);
    await guest.post(accept, { password: NEW_PASSWORD }).expect(404);
  });

  it('gives nothing before it is accepted, and is kept as a hash', async () => {
    const email = address();
    const { body } = await owner.post(invitations, { email, name: 'Waiting', role: 'owner' }).expect(201);
    await api.anonymous().post('/auth/login', { email, password: NEW_PASSWORD }).expect(401);
    const [row] = await api.sql<{ text: string }>('SELECT invitation::text AS text FROM invitation WHERE id = $1', [
      body.id,
    ]);
    expect(row?.text).not.toContain(body.path.split('/').at(-1));
    const { body: list } = await owner.get(invitations).expect(200);
    expect(list.items).toEqual([{ ...body, path: null }]);
  });

  it('tells its link once, also to one who asks again with the same key', async () => {
    const once = owner.with({ 'idempotency-key': randomUUID() });
    const offered = { email: address(), name: 'Once', role: 'lead' };
    const { body: first } = await once.post(invitations, offered).expect(201);
    const { body: second } = await once.post(invitations, offered).expect(201);
    expect(second).toEqual({ ...first, path: null });
  });

  it('lets a person who is known already in by their own password, and not by the link alone', async () => {
    const known = await givenMember(api, theirs, 'lead');
    const { body } = await owner
      .post(invitations, { email: known.email.toUpperCase(), name: 'Not Their Name', role: 'analyst' })
      .expect(201);
    const guest = api.anonymous();
    expect((await guest.get(`/auth${body.path}`).expect(200)).body).toMatchObject({ hasPassword: true, name: null });
    const before = await api.count(...tables);
    await guest.post(`/auth${body.path}`, { password: NEW_PASSWORD }).expect(401);
    expect(await api.count(...tables)).toEqual(before);
    const { body: me } = await guest.post(`/auth${body.path}`, { password: PASSWORD }).expect(201);
    expect(me.name).toBe(known.name);
    expect(me.memberships).toHaveLength(2);
    await api.anonymous().post('/auth/login', { email: known.email, password: NEW_PASSWORD }).expect(401);
  });

  it('lets nobody in who signed up under that address by an invitation of somebody else', async () => {
    const email = address();
    const planted = await rival
      .post(`/organizations/${theirs.id}/invitations`, { email, name: 'Planted', role: 'auditor' })
      .expect(201);
    await api.anonymous().post(`/auth${planted.body.path}`, { password: NEW_PASSWORD }).expect(201);
    await owner.post(invitations, { email, name: 'The Real One', role: 'owner' }).expect(201);
    const impostor = await api.signedIn({ email }, NEW_PASSWORD);
    expect((await impostor.get('/auth/me')).body.memberships).toEqual([{ organizationId: theirs.id, role: 'auditor' }]);
    await impostor.get(`/organizations/${ours.id}`).expect(404);
  });

  it('looks the same to the inviter whether the person is known already', async () => {
    const known = await givenMember(api, theirs, 'lead');
    const shape = async (email: string): Promise<unknown> => {
      const { body } = await owner.post(invitations, { email, name: 'Someone', role: 'analyst' }).expect(201);
      return { ...body, id: '', email: '', path: typeof body.path };
    };
    expect(await shape(known.email)).toEqual(await shape(address()));
  });

  it('expires after seven days', async () => {
    const { body } = await owner.post(invitations, { email: address(), name: 'Late', role: 'analyst' }).expect(201);
    clock.set(new Date(clock.now().getTime() + 7 * DAY_MS));
    await api.anonymous().get(`/auth${body.path}`).expect(404);
    await api.anonymous().post(`/auth${body.path}`, { password: NEW_PASSWORD }).expect(404);
  });

  it('is good no longer once it is replaced or withdrawn', async () => {
    const offered = { email: address(), name: 'Twice', role: 'owner' };
    const { body: first } = await owner.post(invitations, offered).expect(201);
    const { body: second } = await owner.post(invitations, { ...offered, role: 'analyst' }).expect(201);
    await api.anonymous().get(`/auth${first.path}`).expect(404);
    await rival
      .post(`/organizations/${theirs.id}/invitations/${second.id}/withdrawals`, { reason: 'Not theirs.' })
      .expect(404);
    await owner.post(`${invitations}/${second.id}/withdrawals`, { reason: 'Wrong person.' }).expect(201);
    await api.anonymous().post(`/auth${second.path}`, { password: NEW_PASSWORD }).expect(404);
    await owner.post(`${invitations}/${second.id}/withdrawals`, { reason: 'Again.' }).expect(404);
  });

  it('takes no weak password', async () => {
    const email = address();
    const { body } = await owner.post(invitations, { email, name: 'Weak', role: 'analyst' }).expect(201);
    const before = await api.count(...tables);
    for (const password of ['short', 'aaaaaaaaaaaaaaaa', 'passwordpassword', email, 'x'.repeat(201), null, 12]) {
      await api.anonymous().post(`/auth${body.path}`, { password }).expect(422);
    }
    await api.anonymous().post(`/auth${body.path}`, { password: NEW_PASSWORD, role: 'owner' }).expect(422);
    expect(await api.count(...tables)).toEqual(before);
  });

  it('is accepted once, also by two at once', async () => {
    const { body } = await owner.post(invitations, { email: address(), name: 'Race', role: 'analyst' }).expect(201);
    const lock = 'SELECT 1 FROM invitation WHERE id = $1 FOR UPDATE';
    const answers = await whileLocked(api, { lock, values: [body.id], waiting: 2 }, () =>
      [NEW_PASSWORD, `${NEW_PASSWORD} too`].map((password) => api.anonymous().post(`/auth${body.path}`, { password })),
    );
    expect(statuses(answers)).toEqual([201, 404]);
  });

  it('is made by owners, by no key, and for nobody who is a member already', async () => {
    const offered = { email: address(), name: 'Someone', role: 'analyst' };
    const before = await api.count('app_user', 'invitation', 'history_entry');
    await rival.post(invitations, offered).expect(404);
    await rival.get(invitations).expect(404);
    await owner.post(invitations, { ...offered, email: ours.owner.email }).expect(409);
    for (const wrong of [
      { email: 'nobody' },
      { email: null },
      { name: 'A\r\nBcc: b@c.example' },
      { role: 'king' },
      { administrator: true },
    ]) {
      await owner.post(invitations, { ...offered, ...wrong }).expect(422);
    }
    expect(await api.count('app_user', 'invitation', 'history_entry')).toEqual(before);
    for (const role of ['lead', 'responder', 'analyst', 'auditor'] as const) {
      const member = await api.signedIn(await givenMember(api, ours, role));
      await member.post(invitations, offered).expect(403);
      await member.get(invitations).expect(403);
    }
    const { body: key } = await owner.post('/api-keys', { name: 'Robot', scopes: ['read', 'write'] }).expect(201);
    await api.withKey(key.secret).post(invitations, offered).expect(403);
    await api.withKey(key.secret).get(members).expect(200);
  });
});

describe('A role', () => {
  it('is changed by an owner who read it', async () => {
    const person = await givenMember(api, ours, 'analyst');
    const find = async (): Promise<{ version: number; role: string }> =>
      (await owner.get(members)).body.items.find((one: { id: string }) => one.id === person.id);
    const { version } = await find();
    await owner.patch(`${members}/${person.id}`, { role: 'lead' }).expect(428);
    const { body, headers } = await owner.patch(`${members}/${person.id}`, { role: 'lead' }, version).expect(200);
    expect(body).toMatchObject({ id: person.id, role: 'lead' });
    expect(headers['etag']).toBe(`"${body.version}"`);
    await owner.patch(`${members}/${person.id}`, { role: 'owner' }, version).expect(412);
    expect((await find()).role).toBe('lead');
    await owner.patch(`${members}/${person.id}`, { role: null }, body.version).expect(422);
    await owner.patch(`${members}/${person.id}`, { role: 'lead', userId: ours.owner.id }, body.version).expect(422);
  });

  it('of the last owner stays', async () => {
    await owner.patch(`${members}/${ours.owner.id}`, { role: 'lead' }, 1).expect(409);
    await owner.post(`${members}/${ours.owner.id}/endings`, { reason: 'Enough.' }).expect(409);
    await givenMember(api, ours, 'owner');
    await owner.patch(`${members}/${ours.owner.id}`, { role: 'lead' }, 1).expect(200);
    await owner.patch(`${members}/${ours.owner.id}`, { role: 'owner' }, 2).expect(403);
  });

  it('is nothing that other organizations, other roles or strangers can change', async () => {
    const person = await givenMember(api, ours, 'analyst');
    const stranger = await givenMember(api, theirs, 'analyst');
    await rival.patch(`${members}/${person.id}`, { role: 'owner' }, 4).expect(404);
    await rival.patch(`/organizations/${theirs.id}/members/${person.id}`, { role: 'owner' }, 4).expect(404);
    await owner.patch(`${members}/${stranger.id}`, { role: 'owner' }, 4).expect(404);
    await owner.patch(`${members}/nonsense`, { role: 'owner' }, 4).expect(404);
    const self = await api.signedIn(person);
    await self.patch(`${members}/${person.id}`, { role: 'owner' }, 4).expect(403);
    await rival.post(`${members}/${person.id}/endings`, { reason: 'Mischief.' }).expect(404);
    await self.post(`${members}/${person.id}/endings`, { reason: 'Mischief.' }).expect(403);
  });

  it('of two owners who end each other at once, one is left', async () => {
    const other = await givenMember(api, ours, 'owner');
    const second = await api.signedIn(other);
    const lock = 'SELECT 1 FROM organization WHERE id = $1 FOR UPDATE';
    const answers = await whileLocked(api, { lock, values: [ours.id], waiting: 2 }, () => [
      owner.post(`${members}/${other.id}/endings`, { reason: 'Race.' }),
      second.post(`${members}/${ours.owner.id}/endings`, { reason: 'Race.' }),
    ]);
    expect(statuses(answers)).toEqual([201, 403]);
    expect((await (answers[0]?.status === 201 ? owner : second).get(members)).body.items).toHaveLength(1);
  });
});

describe('Ending a membership', () => {
  it('takes at once what it gave, keys too, and leaves the session to what other memberships give', async () => {
    const person = await givenMember(api, ours, 'lead');
    await givenMember(api, theirs, 'analyst', person);
    const incident = await givenIncident(api, ours);
    const session = await api.signedIn(person);
    const asked = { name: 'Robot', scopes: ['read'], organizationId: ours.id };
    const { body: key } = await session.post('/api-keys', asked).expect(201);
    await session.get(`/incidents/${incident.id}/participants`).expect(200);
    await api.withKey(key.secret).get('/auth/me').expect(200);

    const { body } = await owner.post(`${members}/${person.id}/endings`, { reason: 'Left the campaign.' }).expect(201);
    expect(body).toEqual({
      organizationId: ours.id,
      userId: person.id,
      role: 'lead',
      reason: 'Left the campaign.',
      endedAt: clock.now().toISOString(),
    });
    await session.get(`/incidents/${incident.id}/participants`).expect(404);
    await session.get(`/organizations/${ours.id}`).expect(404);
    expect((await session.get('/auth/me').expect(200)).body.memberships).toEqual([
      { organizationId: theirs.id, role: 'analyst' },
    ]);
    await api.withKey(key.secret).get('/auth/me').expect(401);
    await owner.post(`${members}/${person.id}/endings`, { reason: 'Again.' }).expect(404);
    expect((await owner.get(members)).body.items).toHaveLength(1);
  });

  it('ends the sessions of a person who is left with no membership', async () => {
    const person = await givenMember(api, ours, 'lead');
    const sessions = [await api.signedIn(person), await api.signedIn(person)];
    await owner.post(`${members}/${person.id}/endings`, { reason: 'Left.' }).expect(201);
    for (const session of sessions) {
      await session.get('/auth/me').expect(401);
    }
    expect((await (await api.signedIn(person)).get('/auth/me').expect(200)).body.memberships).toEqual([]);
  });

  it('can be followed by another invitation, and the keys stay dead', async () => {
    const person = await givenMember(api, ours, 'lead');
    const session = await api.signedIn(person);
    const { body: key } = await session.post('/api-keys', { name: 'Robot', scopes: ['read'] }).expect(201);
    await owner.post(`${members}/${person.id}/endings`, { reason: 'Left.' }).expect(201);
    const { body: again } = await owner
      .post(invitations, { email: person.email, name: 'Back', role: 'auditor' })
      .expect(201);
    await session.get(`/organizations/${ours.id}`).expect(401);
    await api.anonymous().post(`/auth${again.path}`, { password: PASSWORD }).expect(201);
    const back = await api.signedIn(person);
    expect((await back.get(`/organizations/${ours.id}`).expect(200)).body.role).toBe('auditor');
    await api.withKey(key.secret).get('/auth/me').expect(401);
  });

  it('says why', async () => {
    const person = await givenMember(api, ours, 'lead');
    const before = await api.count('history_entry');
    for (const reason of [undefined, null, '', ' ', 7, 'x'.repeat(4001)]) {
      await owner.post(`${members}/${person.id}/endings`, { reason }).expect(422);
    }
    expect(await api.count('history_entry')).toEqual(before);
  });
});

it('Nobody sees the members of another organization', async () => {
  await rival.get(members).expect(404);
  const nobody = await api.signedIn(await givenPerson(api));
  await nobody.get(members).expect(404);
  await api.anonymous().get(members).expect(401);
});
