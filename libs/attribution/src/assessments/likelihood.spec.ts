import fc from 'fast-check';
import { LIKELIHOODS, likelihoodOf, rangeOf, termOfPercent } from './likelihood.js';

test('each whole percent from 1 to 99 has one degree, within its range', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99 }), (percent) => {
      const { term, min, max } = likelihoodOf({ percent });
      expect(percent).toBeGreaterThanOrEqual(min);
      expect(percent).toBeLessThanOrEqual(max);
      expect(rangeOf(term)).toEqual({ min, max });
      expect(LIKELIHOODS.filter((degree) => percent >= degree.min && percent < degree.max).length).toBe(
        percent < 99 ? 1 : 0,
      );
    }),
  );
});

test.each([
  [1, 'almost-no-chance'],
  [4, 'almost-no-chance'],
  [5, 'very-unlikely'],
  [19, 'very-unlikely'],
  [20, 'unlikely'],
  [45, 'roughly-even-chance'],
  [54, 'roughly-even-chance'],
  [55, 'likely'],
  [80, 'very-likely'],
  [94, 'very-likely'],
  [95, 'almost-certain'],
  [99, 'almost-certain'],
])('%d percent belongs to %s: a degree takes its lower bound', (percent, term) => {
  expect(termOfPercent(percent)).toBe(term);
});

test.each([0, 100, -1, 50.5, Number.NaN])('%d percent cannot be said', (percent) => {
  expect(() => termOfPercent(percent)).toThrow(RangeError);
});

test('a degree is kept with its range and without a number', () => {
  expect(likelihoodOf({ term: 'likely' })).toEqual({ term: 'likely', min: 55, max: 80, percent: null });
  expect(likelihoodOf({ percent: 60 })).toEqual({ term: 'likely', min: 55, max: 80, percent: 60 });
});
