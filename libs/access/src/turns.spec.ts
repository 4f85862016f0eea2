import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.js';

async function most(turns: Turns, keys: readonly string[]): Promise<number> {
  let running = 0;
  let peak = 0;
  const work = async (): Promise<void> => {
    running += 1;
    peak = Math.max(peak, running);
    await turn();
    running -= 1;
  };
  await Promise.all(keys.map(async (key) => await turns.take(key, work)));
  return peak;
}

test('no more than the places run at once for a key, and all run', async () => {
  expect(await most(new Turns(1, 50), ['a', 'a', 'a', 'a'])).toBe(1);
  expect(await most(new Turns(3, 50), ['a', 'a', 'a', 'a', 'a'])).toBe(3);
});

test('keys do not wait for each other', async () => {
  expect(await most(new Turns(1, 50), ['a', 'b', 'c'])).toBe(3);
});

test('one that fails leaves its place to the next', async () => {
  const turns = new Turns(1, 50);
  const failing = turns.take('a', async () => await Promise.reject(new Error('failed')));
  const after = turns.take('a', async () => await Promise.resolve('done'));
  await expect(failing).rejects.toThrow('failed');
  expect(await after).toBe('done');
});

test('a flood is refused and leaves the places as they were', async () => {
  const turns = new Turns(1, 50);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, async () => await turns.take('a', async () => await turn())),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toHaveLength(9);
  expect(await most(turns, ['a', 'a'])).toBe(1);
});
