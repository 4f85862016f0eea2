import { sightSql } from '@app/access';
import { startApi } from '../start-api.js';
import { twoWorlds } from './two-worlds.js';

// Every statement goes without its scope, and everybody is let in everywhere. What is left is the database (ADR 8).
it('runs without the scope of the application', () => {
  expect(sightSql('i', { organizationIds: '$1', userId: '$2', now: '$3' })).toContain('true OR');
});

twoWorlds(startApi, ['stranger', 'member', 'inside', 'contributor', 'observer']);
