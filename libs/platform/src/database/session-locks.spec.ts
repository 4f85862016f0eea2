import { SESSION_LOCKS } from './session-locks.js';

test('no two kinds of work wait for the same lock', () => {
  const keys = Object.values(SESSION_LOCKS);
  expect(new Set(keys).size).toBe(keys.length);
});
