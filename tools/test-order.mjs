// The order of test files: those that take minutes begin, so that nothing waits for the last of them at the end. Jest
// knows how long a file takes only where it ran before, and goes by its size on a clean clone.
import TestSequencer from '@jest/test-sequencer';

const LONG = [
  'two-worlds.e2e',
  'row-security.unscoped',
  'two-worlds-inside',
  'access-matrix',
  'pages.browser',
  'tampering.e2e',
];

const rank = ({ path }) => {
  const found = LONG.findIndex((name) => path.includes(name));
  return found < 0 ? LONG.length : found;
};

export default class LongFirst extends (TestSequencer.default ?? TestSequencer) {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((a, b) => rank(a) - rank(b));
  }
}
