import { randomUUID } from 'node:crypto';
import { StandingClock } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  givenPerson,
  whileLocked,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const clock = new StandingClock(new Date());
const inDays = (days: number): string => new Date(clock.now().getTime() + days * DAY_MS).toISOString();

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
});
afterAll(async () => {
  await api.close();
});

const asked = { name: 'Scanner', scopes: ['read'] };

describe('An API key', () => {
  it('acts as its owner, is told once, and kept as a hash', async () => {
    const { body } = await owner.post('/api-keys', asked).expect(201);
    expect(body.secret).toMatch(/^ask_[\w-]{43}$/);
    expect(body).toMatchObject({
      ...asked,
      organizationId: ours.id,
      hint: body.secret.slice(-4),
      expiresAt: inDays(90),
      revokedAt: null,
    });
    const { body: me } = await api.withKey(body.secret).get('/auth/me').expect(200);
    expect(me).toMatchObject({
      id: ours.owner.id,
      csrfToken: null,
      memberships: [{ organizationId: ours.id, role: 'owner' }],
    });
    const { secret, ...rest } = body;
    const used = { ...rest, lastUsedAt: clock.now().toISOString() };
    expect((await owner.get('/api-keys').expect(200)).body.items).toEqual([used]);
    const [row] = await api.sql<{ text: string }>('SELECT api_key::text AS text FROM api_key WHERE id = $1', [body.id]);
    expect(row?.text).not.toContain(secret);
    expect(
      await api.sql(`SELECT 1 FROM history_payload WHERE position(convert_to($1, 'UTF8') IN body) > 0`, [secret]),
    ).toEqual([]);
  });

  it('is told once, also to one who asks again with the same key of idempotency', async () => {
    const once = owner.with({ 'idempotency-key': randomUUID() });
    const { body: first } = await once.post('/api-keys', asked).expect(201);
    const { body: second } = await once.post('/api-keys', asked).expect(201);
    expect(second).toEqual({ ...first, secret: null });
    expect(await api.sql('SELECT 1 FROM idempotency_key WHERE position($1 IN answer) > 0', [first.secret])).toEqual([]);
  });

  it('does what its scopes say', async () => {
    const incident = await givenIncident(api, ours);
    const participants = `/incidents/${incident.id}/participants`;
    const guest = await givenPerson(api);
    const invitation = { userId: guest.id, capacity: 'observer', maxTlp: 'clear' };
    const key = async (scopes: string[]): Promise<Client> =>
      api.withKey((await owner.post('/api-keys', { ...asked, scopes }).expect(201)).body.secret);
    const reader = await key(['read']);
    const writer = await key(['write']);
    await reader.get(participants).expect(200);
    await reader.post(participants, invitation).expect(403);
    await writer.get(participants).expect(403);
    await writer.post(participants, invitation).expect(201);
    const { body } = await reader.get(`/organizations/${ours.id}`).expect(200);
    expect(body.abilities).toEqual({
      amend: false,
      manageMembers: false,
      manageStakeholders: false,
      fileIncidents: false,
      addParties: false,
    });
    expect((await reader.get(participants)).body.items[0].abilities).toEqual({
      amend: false,
      end: false,
      viewAs: false,
    });
  });

  it('acts in its own organization only', async () => {
    const elsewhere = await givenOrganization(api);
    const person = await givenMember(api, elsewhere, 'lead');
    await givenMember(api, ours, 'lead', person);
    const client = await api.signedIn(person);
    await client.post('/api-keys', asked).expect(422);
    const { body } = await client.post('/api-keys', { ...asked, organizationId: ours.id }).expect(201);
    const program = api.withKey(body.secret);
    await program.get(`/organizations/${ours.id}`).expect(200);
    await program.get(`/organizations/${elsewhere.id}`).expect(404);
    const incident = await givenIncident(api, elsewhere);
    await client.get(`/incidents/${incident.id}/participants`).expect(200);
    await program.get(`/incidents/${incident.id}/participants`).expect(404);
  });

  it('makes no keys, no members and no organizations', async () => {
    const administrator = await givenPerson(api, { administrator: true });
    await givenMember(api, ours, 'owner', administrator);
    const session = await api.signedIn(administrator);
    const { body } = await session.post('/api-keys', { ...asked, scopes: ['read', 'write'] }).expect(201);
    const program = api.withKey(body.secret);
    const before = await api.count('api_key', 'invitation', 'organization', 'history_entry');
    await program.post('/api-keys', asked).expect(403);
    await program.delete(`/api-keys/${body.id}`).expect(403);
    await program.post('/organizations', { name: 'By a program', kind: 'other' }).expect(403);
    await program
      .post(`/organizations/${ours.id}/invitations`, { email: 'a@b.example', name: 'A', role: 'owner' })
      .expect(403);
    await program.post(`/organizations/${ours.id}/members/${ours.owner.id}/endings`, { reason: 'No.' }).expect(403);
    expect(await api.count('api_key', 'invitation', 'organization', 'history_entry')).toEqual(before);
    expect((await program.get('/auth/me')).body.administrator).toBe(false);
  });

  it('is refused once it is revoked', async () => {
    const { body } = await owner.post('/api-keys', asked).expect(201);
    await owner.delete(`/api-keys/${body.id}`).expect(204);
    await api.withKey(body.secret).get('/auth/me').expect(401);
    await owner.delete(`/api-keys/${body.id}`).expect(204);
    expect((await owner.get('/api-keys')).body.items[0]).toMatchObject({
      revokedAt: clock.now().toISOString(),
      abilities: { revoke: false },
    });
  });

  it('is refused once it has expired', async () => {
    const { body } = await owner.post('/api-keys', { ...asked, expiresAt: inDays(2) }).expect(201);
    const expiry = inDays(2);
    await api.withKey(body.secret).get('/auth/me').expect(200);
    clock.set(new Date(expiry));
    await api.withKey(body.secret).get('/auth/me').expect(401);
  });

  it('that is made while the membership ends does not outlive it', async () => {
    const person = await givenMember(api, ours, 'lead');
    const session = await api.signedIn(person);
    const lock = 'SELECT 1 FROM membership WHERE organization_id = $1 AND user_id = $2 FOR UPDATE';
    const [made, ended] = await whileLocked(api, { lock, values: [ours.id, person.id], waiting: 2 }, () => [
      session.post('/api-keys', asked),
      owner.post(`/organizations/${ours.id}/members/${person.id}/endings`, { reason: 'Left.' }),
    ]);
    expect(ended?.status).toBe(201);
    expect([201, 403]).toContain(made?.status);
    expect(await api.sql('SELECT 1 FROM api_key WHERE user_id = $1 AND revoked_at IS NULL', [person.id])).toEqual([]);
  });

  it('of somebody else cannot be seen or revoked', async () => {
    const { body } = await owner.post('/api-keys', asked).expect(201);
    const colleague = await api.signedIn(await givenMember(api, ours, 'owner'));
    expect((await colleague.get('/api-keys')).body.items).toEqual([]);
    await colleague.delete(`/api-keys/${body.id}`).expect(404);
    await colleague.delete('/api-keys/nonsense').expect(404);
    await api.withKey(body.secret).get('/auth/me').expect(200);
  });

  it('is asked for in full', async () => {
    const strangers = await givenOrganization(api);
    const before = await api.count('api_key', 'history_entry');
    for (const wrong of [
      { organizationId: strangers.id },
      { organizationId: randomUUID() },
      { organizationId: null },
      { name: '' },
      { name: 'x'.repeat(101) },
      { scopes: [] },
      { scopes: ['admin'] },
      { scopes: ['read', 'read'] },
      { scopes: 'read' },
      { expiresAt: inDays(-1) },
      { expiresAt: inDays(0) },
      { expiresAt: inDays(366) },
      { expiresAt: null },
      { userId: ours.owner.id },
      { secret: 'ask_mine' },
    ]) {
      await owner.post('/api-keys', { ...asked, ...wrong }).expect(422);
    }
    const nobody = await api.signedIn(await givenPerson(api));
    await nobody.post('/api-keys', asked).expect(403);
    expect(await api.count('api_key', 'history_entry')).toEqual(before);
  });

  it.each(['', 'ask_', 'ask_short', `ask_${'x'.repeat(43)}`, `ask_${'x'.repeat(300)}`, "ask_' OR 1=1 --aaaaaaaaaaaa"])(
    'that is none (%j) is refused',
    async (secret) => {
      await api.withKey(secret).get('/auth/me').expect(401);
    },
  );

  it('beside a session decides: a wrong key is not made good by a cookie', async () => {
    await owner
      .with({ authorization: `Bearer ask_${'x'.repeat(43)}` })
      .get('/auth/me')
      .expect(401);
  });
});
