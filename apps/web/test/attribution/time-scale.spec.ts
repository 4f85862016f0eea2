import { foldInWords, spanEnd, ticksOf, timeScale } from '../../src/attribution/time-scale.js';

const day = (text: string): number => Date.parse(`${text}T00:00:00.000Z`);
const DEMO = ['2024-08-09', '2024-08-10', '2024-08-19', '2024-09-05', '2024-09-27', '2025-06-30'].map(day);
const NOW = day('2026-11-22');

test('long silences are folded, and what lies between them is drawn true', () => {
  const scale = timeScale(DEMO, NOW, 1000);
  expect(scale.stretches.map(({ folded }) => folded)).toEqual([false, true, true]);
  const [open] = scale.stretches;
  const perDay = (scale.x(day('2024-08-20')) - scale.x(day('2024-08-10'))) / 10;
  expect(scale.x(day('2024-09-20')) - scale.x(day('2024-08-20'))).toBeCloseTo(perDay * 31);
  expect(open?.x1).toBeGreaterThan(800);
});

test('later is never further left, and a place leads back to its moment', () => {
  const scale = timeScale(DEMO, NOW, 700);
  const places = DEMO.map(scale.x);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const at of [...DEMO, day('2024-08-15'), NOW]) {
    expect(Math.abs(scale.at(scale.x(at)) - at)).toBeLessThan(86_400_000);
  }
});

test('the axis never leaves its width, whatever stands on it', () => {
  for (const events of [[], [day('2024-08-09')], [NOW], [day('1999-01-01'), day('1999-01-02')], DEMO]) {
    const scale = timeScale(events, NOW, 320);
    for (const at of [...events, NOW, day('1990-01-01'), day('2030-01-01')]) {
      expect(scale.x(at)).toBeGreaterThanOrEqual(0);
      expect(scale.x(at)).toBeLessThanOrEqual(320);
    }
  }
});

test('an even record is not folded', () => {
  const events = Array.from({ length: 60 }, (_, index) => day('2026-09-23') + index * 86_400_000);
  expect(timeScale(events, NOW, 1000).stretches.map(({ folded }) => folded)).toEqual([false]);
});

test('marks of the calendar do not run into each other, nor into a fold', () => {
  const scale = timeScale(DEMO, NOW, 1000);
  const ticks = ticksOf(scale);
  expect(ticks.length).toBeGreaterThan(3);
  ticks.slice(1).forEach((tick, index) => expect(tick.x - (ticks[index]?.x ?? 0)).toBeGreaterThan(50));
  expect(ticks.every(({ x }) => x < (scale.stretches[1]?.x0 ?? 0))).toBe(true);
});

test('a fold says how long it is', () => {
  expect(foldInWords({ from: day('2024-09-27'), to: day('2025-06-30') })).toBe('9 months');
  expect(foldInWords({ from: day('2024-09-27'), to: day('2024-10-28') })).toBe('31 days');
});

test('a partial time reaches to the end of what it may have been', () => {
  expect(new Date(spanEnd({ at: '2024-02-01T00:00:00.000Z', precision: 'month' })).toISOString()).toBe(
    '2024-02-29T23:59:59.999Z',
  );
  expect(new Date(spanEnd({ at: '2024-08-10T00:00:00.000Z', precision: 'day' })).toISOString()).toBe(
    '2024-08-10T23:59:59.999Z',
  );
});
