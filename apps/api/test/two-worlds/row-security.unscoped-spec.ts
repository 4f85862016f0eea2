import { sightSql } from '@app/access';
import { givenIncident, givenOrganization } from '@app/testing';
import { startApi } from '../start-api.js';
import { CALLERS } from './cast.js';
import { twoWorlds } from './two-worlds.js';

// Every statement goes without its scope, and everybody is let in everywhere. What is left is the database (ADR 8).
it('runs without the scope of the application', () => {
  expect(sightSql('i', { organizationIds: '$1', userId: '$2', now: '$3' })).toContain('true OR');
});

it('shows a stranger everything, were it not for the database', async () => {
  const api = await startApi();
  try {
    const { id } = await givenIncident(api, await givenOrganization(api), { title: 'A vermilion case' });
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    await stranger.get(`/incidents/${id}`).expect(404);
    const tables = await api.sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace`,
    );
    await api.sql(tables.map(({ name }) => `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`).join(';'));
    expect((await stranger.get(`/incidents/${id}`).expect(200)).body.title).toBe('A vermilion case');
  } finally {
    await api.close();
  }
});

// One person and one key of each viewpoint: the others differ in what the application makes of them.
twoWorlds(startApi, ['stranger', 'member', 'inside', 'contributor', 'observer'], (viewpoint) =>
  CALLERS[viewpoint].filter((name, index) => index === 0 || name.endsWith('key')),
);
