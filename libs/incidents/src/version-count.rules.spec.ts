import fc from 'fast-check';
import { VersionCount } from './version-count.rules.js';

const at = (version: number) => ({ version, recordedAt: `2024-08-10T12:00:00.${String(version).padStart(3, '0')}Z` });
const count = new VersionCount([2, 3, 7].map(at), 9);

test('only what is shown counts', () => {
  expect([1, 2, 3, 4, 6, 7, 9].map((version) => count.counted(version))).toEqual([0, 1, 2, 2, 2, 3, 3]);
  expect(count.recordedAt(6)).toBe('2024-08-10T12:00:00.003Z');
  expect(count.recordedAt(1)).toBeUndefined();
});

test('a count means the version that was shown, and holds until the next', () => {
  expect([1, 2, 3].map((number) => count.versionOf(number))).toEqual([2, 3, 7]);
  expect([1, 2, 3].map((number) => count.lastVersionOf(number))).toEqual([2, 6, 9]);
});

test('what was not counted yet is no version of the case', () => {
  for (const number of [0, 4, 100]) {
    expect(count.versionOf(number)).toBeGreaterThan(9);
  }
  expect(count.lastVersionOf(4)).toBeGreaterThan(9);
});

const versions = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1 })
  .map((all) => all.toSorted((a, b) => a - b));

test('there and back is the same, and later versions change no count', () => {
  fc.assert(
    fc.property(versions, fc.integer({ min: 1, max: 500 }), (shown, version) => {
      const whole = new VersionCount(shown.map(at), 500);
      const earlier = new VersionCount(shown.filter((one) => one <= version).map(at), version);
      expect(earlier.counted(version)).toBe(whole.counted(version));
      shown.forEach((one, index) => {
        expect(whole.counted(one)).toBe(index + 1);
        expect(whole.versionOf(index + 1)).toBe(one);
        expect(whole.counted(whole.lastVersionOf(index + 1))).toBe(index + 1);
      });
    }),
  );
});
