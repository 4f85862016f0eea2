import { ATTEMPTS_MAX, nextAttemptAt } from './delivery.rules.js';

const NOW = new Date('2024-08-10T12:00:00Z');

describe('A delivery that failed', () => {
  it('waits longer each time, and is given up in the end', () => {
    const waits = Array.from({ length: ATTEMPTS_MAX }, (_, index) => nextAttemptAt(NOW, index + 1, 0));
    const seconds = waits.map((at) => (at ? (at.getTime() - NOW.getTime()) / 1000 : null));
    expect(seconds).toEqual([30, 120, 600, 1_800, 7_200, 18_000, 43_200, null]);
  });

  it('comes back up to a fifth later, so that not all come at once', () => {
    expect(nextAttemptAt(NOW, 1, 1)?.getTime()).toBe(NOW.getTime() + 36_000);
  });
});
