import fc from 'fast-check';
import { cutToSpan, PRECISIONS, startOfSpan } from './partial-time.js';

const instants = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });

test('a time says no more than its precision does', () => {
  const at = '2024-06-17T15:42:10.500Z';
  const cut = (precision: (typeof PRECISIONS)[number]) => cutToSpan({ at, precision }).at;
  expect(PRECISIONS.map(cut)).toEqual([
    '2024-01-01T00:00:00.000Z',
    '2024-06-01T00:00:00.000Z',
    '2024-06-17T00:00:00.000Z',
    '2024-06-17T15:00:00.000Z',
    at,
    null,
  ]);
  expect(cutToSpan(null)).toBeNull();
});

test('the first instant of a span is in it, is not after the instant, and is its own first instant', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom('year', 'month', 'day', 'hour', 'instant'), (at, precision) => {
      const start = startOfSpan(at, precision);
      expect(start?.getTime()).toBeLessThanOrEqual(at.getTime());
      expect(start && startOfSpan(start, precision)).toEqual(start);
    }),
  );
});
