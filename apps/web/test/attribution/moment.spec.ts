import { dayEnd, dayOf, knownStops, lookedAt, nearestStop, saidStops, stopOf } from '../../src/attribution/moment.js';

const NOW = Date.parse('2024-10-01T00:00:00.000Z');

test('what is looked at is said in one sentence', () => {
  expect(lookedAt({})).toBe('Now: all that has been said, as far as it is known to us.');
  const day = dayEnd('2024-08-11');
  expect(lookedAt({ validAt: day, knownAt: day })).toBe(
    'What had been said, and was known to us, by the end of 11 August 2024.',
  );
  expect(lookedAt({ validAt: day, knownAt: dayEnd('2024-09-28') })).toBe(
    'What had been said by the end of 11 August 2024, as far as it was known to us by the end of 28 September 2024.',
  );
  expect(lookedAt({ validAt: day })).toBe(
    'What had been said by the end of 11 August 2024, as far as it is known to us now.',
  );
  expect(lookedAt({ knownAt: day })).toBe(
    'All that has been said, as far as it was known to us by the end of 11 August 2024.',
  );
});

test('a calendar day is not moved into the zone of the reader', () => {
  expect(dayOf('2024-08-10T00:00:00.000Z')).toBe('10 August 2024');
});

test('a slider stops at the ends of days, or at the instants of recording, and last at now', () => {
  const said = saidStops(['2024-08-10T00:00:00.000Z', '2024-08-10T13:00:00.000Z', '2024-08-12T00:00:00.000Z'], NOW);
  expect(said.map(({ iso }) => iso)).toEqual([dayEnd('2024-08-10'), dayEnd('2024-08-12'), undefined]);
  const known = knownStops(['2024-08-10T13:00:00.000Z'], NOW);
  expect(known.map(({ iso }) => iso)).toEqual(['2024-08-10T13:00:00.000Z', undefined]);
  expect(stopOf(said, undefined)).toBe(2);
  expect(stopOf(said, '2024-08-11T00:00:00.000Z')).toBe(0);
  expect(stopOf(said, '2020-01-01T00:00:00.000Z')).toBe(0);
  expect(nearestStop(said, (ms) => (ms - Date.parse('2024-08-10T00:00:00.000Z')) / 86_400_000, 2.4)).toBe(1);
});
