import { givenOrganization, givenPerson } from '@app/testing';
import {
  account,
  comeBack,
  givenAccountAt,
  givenLinked,
  givenProvider,
  MAPPED,
  problemOf,
  roles,
  signInBy,
  TRACES,
  type OidcGround,
} from './oidc-ground.js';

let ground: OidcGround;

beforeAll(async () => {
  ground = await givenProvider({});
});
afterAll(async () => {
  await ground.api.close();
  await ground.provider.stop();
});

describe('An account at a provider', () => {
  it('is linked by whoever is signed in, whatever its e-mail, and signs them in from then on', async () => {
    await ground.provider.account('own', account('private@elsewhere.example', [], { verified: false }));
    const person = await givenPerson(ground.api);
    const client = await ground.api.signedIn(person);
    const { body } = await client.post('/auth/oidc/campaign/links').expect(201);
    expect(new URL(body.location).searchParams.get('prompt')).toBe('login');
    const back = await ground.provider.signIn(body.location, 'own');
    expect((await comeBack(client, back).expect(302)).headers['location']).toBe('/settings/security');
    const { body: list } = await client.get('/auth/identities').expect(200);
    expect(list.items).toEqual([
      expect.objectContaining({
        provider: { id: 'campaign', name: 'Campaign directory' },
        email: 'private@elsewhere.example',
        abilities: { unlink: true },
      }),
    ]);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, 'own');
    expect((await browser.get('/auth/me').expect(200)).body.id).toBe(person.id);
  });

  it('is unlinked by its person and nobody else, and its groups take what they gave', async () => {
    const given = await givenAccountAt(ground, ['it']);
    const person = await givenLinked(ground, given);
    const client = await ground.api.signedIn(person);
    expect(await roles(client)).toEqual({ [MAPPED]: 'responder' });
    const [identity] = (await client.get('/auth/identities').expect(200)).body.items;
    const stranger = await ground.api.signedIn(await givenPerson(ground.api));
    await stranger.delete(`/auth/identities/${identity.id}`).expect(404);
    await client.delete(`/auth/identities/${identity.id}`).expect(204);
    const events = await ground.api.sql('SELECT kind, reason FROM sign_in_event WHERE user_id = $1 ORDER BY id', [
      person.id,
    ]);
    expect(events).toEqual(
      ['identity_linked', 'identity_unlinked'].map((kind) => ({ kind, reason: 'Campaign directory' })),
    );
    await client.delete(`/auth/identities/${identity.id}`).expect(404);
    expect(await roles(client)).toEqual({});
    const before = await ground.api.count(...TRACES);
    expect(problemOf((await signInBy(ground, ground.api.anonymous(), given.id)).location)).toBe('link_required');
    expect(await ground.api.count(...TRACES)).toEqual(before);
  });

  it('is the only way to accept an invitation of a person without a password: its link takes nobody over', async () => {
    const { id, email } = await givenAccountAt(ground, ['it']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    const hostile = await givenOrganization(ground.api);
    const inviter = await ground.api.signedIn(hostile.owner);
    const offer = { email, name: 'Another name', role: 'auditor' };
    const { body } = await inviter.post(`/organizations/${hostile.id}/invitations`, offer).expect(201);
    await ground.api.anonymous().post(`/auth${body.path}`, { password: 'chosen by the attacker' }).expect(401);
    await ground.api.anonymous().post('/auth/login', { email, password: 'chosen by the attacker' }).expect(401);
    expect((await browser.get('/auth/me').expect(200)).body.name).toBe(`Name of ${email}`);
  });

  it('stays where it is the only way in', async () => {
    const { id } = await givenAccountAt(ground, ['it']);
    const browser = ground.api.anonymous();
    await signInBy(ground, browser, id);
    const { body: me } = await browser.get('/auth/me');
    const signed = browser.with({ 'x-csrf-token': me.csrfToken });
    const { body: mine } = await browser.get('/auth/identities').expect(200);
    expect(mine.hasPassword).toBe(false);
    const [identity] = mine.items;
    expect(identity.abilities).toEqual({ unlink: false });
    const { body } = await signed.delete(`/auth/identities/${identity.id}`).expect(409);
    expect(body.code).toBe('last_way_in');
    expect((await browser.get('/auth/identities')).body.items).toHaveLength(1);
  });
});
