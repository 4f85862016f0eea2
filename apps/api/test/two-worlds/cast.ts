import type { Role } from '@app/access';
import { givenMember, givenOrganization, givenPerson, PASSWORD, type Client, type Person } from '@app/testing';
import type { Viewpoint, World } from './world.js';

const ROLES: readonly Role[] = ['lead', 'responder', 'analyst', 'auditor'];

/** Organizations from elsewhere, each with its owner. */
export const ORGANIZATIONS = [
  'Rival',
  'Responders',
  'Analysts',
  'Auditors',
  'Contributors',
  'Observers',
  'Former',
  'Below',
] as const;

/** People of no organization. */
export const PEOPLE = ['freelance', 'helper', 'watcher', 'gone', 'administrator'] as const;

/** The kinds of caller who stand at a viewpoint. What ends in `key` comes with an API key. */
export const CALLERS: Readonly<Record<Viewpoint, readonly string[]>> = {
  stranger: [
    'Elsewhere owner',
    'Elsewhere lead',
    'Elsewhere responder',
    'Elsewhere analyst',
    'Elsewhere auditor',
    'Elsewhere key',
    'administrator',
    // Took part once; is below the marking.
    'Former owner',
    'gone',
    'Below owner',
    'anonymous',
  ],
  member: [
    'Campaign owner',
    'Campaign lead',
    'Campaign responder',
    'Campaign analyst',
    'Campaign auditor',
    'Campaign key',
  ],
  inside: ['Responders owner', 'Analysts owner', 'Analysts key', 'Auditors owner', 'freelance'],
  contributor: ['Contributors owner', 'Contributors key', 'helper'],
  observer: ['Observers owner', 'Observers key', 'watcher'],
};

/** Everyone there is: that they exist is no secret, since whoever knows an organization's name finds it. */
export async function givenCast(world: World): Promise<void> {
  for (const name of ['Campaign', 'Elsewhere'] as const) {
    const organization = await founded(world, name);
    for (const role of ROLES) {
      const person = await someone(world, `${name} ${role}`);
      await givenMember(world.api, organization, role, person);
    }
  }
  for (const name of ORGANIZATIONS) {
    await founded(world, name);
  }
  for (const name of PEOPLE) {
    await someone(world, name);
  }
  await signInAll(world);
}

async function founded(
  world: World,
  name: string,
): Promise<{ id: Awaited<ReturnType<typeof givenOrganization>>['id'] }> {
  const owner = await someone(world, `${name} owner`);
  const organization = await givenOrganization(world.api, { name: `${name} Office`, kind: 'campaign', owner });
  world.ids.set(name, organization.id);
  return organization;
}

async function someone(world: World, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@test.example`;
  const person = await givenPerson(world.api, { name: `The ${name}`, email, administrator: name === 'administrator' });
  world.people.set(name, person);
  world.ids.set(`${name} person`, person.id);
  return person;
}

async function signInAll(world: World): Promise<void> {
  for (const [name, person] of world.people) {
    world.callers.set(name, await signedIn(world, name, person));
  }
  for (const name of ['Campaign', 'Elsewhere', 'Analysts', 'Contributors', 'Observers']) {
    const { body } = await world
      .caller(`${name} owner`)
      .post('/api-keys', { name: 'A program', scopes: ['read', 'write'] })
      .expect(201);
    world.ids.set(`${name} key`, body.id as string);
    world.callers.set(`${name} key`, world.api.withKey(body.secret as string));
    world.credentials.set(`${name} key`, { authorization: `Bearer ${body.secret as string}` });
  }
  world.callers.set('anonymous', world.api.anonymous());
  await world.settle(false);
}

/** A browser whose own clock stands with ours: else it would throw the cookie of another year away. */
async function signedIn({ api, credentials }: World, name: string, { email }: Person): Promise<Client> {
  const { body, headers } = await api.anonymous().post('/auth/login', { email, password: PASSWORD }).expect(200);
  const [cookie = ''] = (headers['set-cookie'] as unknown as string[]).map((set) => set.split(';')[0] ?? '');
  credentials.set(name, { cookie });
  return api.anonymous().with({ cookie, 'x-csrf-token': (body as { csrfToken: string }).csrfToken });
}
