import {
  CHECKPOINTS_MAX,
  KEYS_MAX,
  lookedThrough,
  newest,
  NOTHING,
  VISITS_MAX,
  visited,
  visitOf,
  withCheckpoint,
  withKeys,
  withVisit,
  type LogMemory,
} from '../../src/ledger/memory.js';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(Date.UTC(2026, 0, 1) + minutes * MINUTE).toISOString();
const seen = (size: number, minutes: number) => ({ size, root: `root ${size}`, note: '', seenAt: at(minutes) });

describe('What this browser remembers of a log', () => {
  test('is the first checkpoint and the latest ones, by rising size, and no more than its limit', () => {
    let memory: LogMemory = NOTHING;
    for (let i = 0; i < 3 * CHECKPOINTS_MAX; i += 1) {
      memory = withCheckpoint(memory, seen(i + 1, i * 20));
    }
    expect(memory.checkpoints).toHaveLength(CHECKPOINTS_MAX);
    expect(memory.checkpoints[0]?.size).toBe(1);
    expect(newest(memory)?.size).toBe(3 * CHECKPOINTS_MAX);
  });

  test('is one sight where checkpoints follow each other closely, but never loses the first', () => {
    const memory = [seen(1, 0), seen(2, 1), seen(3, 2), seen(4, 30)].reduce(withCheckpoint, NOTHING);
    expect(memory.checkpoints.map(({ size }) => size)).toEqual([1, 3, 4]);
  });

  test('does not go back, and is the same where nothing is new', () => {
    const memory = withCheckpoint(NOTHING, seen(5, 0));
    expect(withCheckpoint(memory, seen(4, 60))).toBe(memory);
    expect(withCheckpoint(memory, seen(5, 60))).toBe(memory);
  });

  test('keeps the keys that it knew first', () => {
    const memory = withKeys(NOTHING, ['a', 'b'], at(0));
    expect(withKeys(memory, ['b', 'a'], at(9))).toBe(memory);
    const many = withKeys(
      memory,
      Array.from({ length: 2 * KEYS_MAX }, (_, i) => `key ${i}`),
      at(9),
    );
    expect(many.keys).toHaveLength(KEYS_MAX);
    expect(many.keys.slice(0, 2)).toEqual(memory.keys);
  });
});

describe('A visit', () => {
  const first = visited(undefined, { size: 10, at: at(0) });

  test('is the first one where none was before', () => {
    expect(first).toEqual({ before: null, now: { size: 10, at: at(0) } });
  });

  test('goes on where the page is loaded again soon', () => {
    expect(visited(first, { size: 12, at: at(10) })).toEqual({ before: null, now: { size: 12, at: at(10) } });
  });

  test('is another one after a pause, and begins where the last one ended', () => {
    const second = visited(visited(first, { size: 12, at: at(10) }), { size: 20, at: at(600) });
    expect(second).toEqual({ before: { size: 12, at: at(10) }, now: { size: 20, at: at(600) } });
    const again = visited(second, { size: 21, at: at(601) });
    expect(again.before).toEqual(second.before);
    expect(lookedThrough(again).before).toEqual(again.now);
  });

  test('is kept for each person and case, and the oldest are forgotten', () => {
    let memory: LogMemory = NOTHING;
    for (let i = 0; i < VISITS_MAX + 5; i += 1) {
      memory = withVisit(memory, 'me', `case ${i}`, visited(undefined, { size: i, at: at(i) }));
    }
    expect(Object.keys(memory.visits)).toHaveLength(VISITS_MAX);
    expect(visitOf(memory, 'me', 'case 0')).toBeUndefined();
    expect(visitOf(memory, 'me', `case ${VISITS_MAX}`)?.now.size).toBe(VISITS_MAX);
    expect(visitOf(memory, 'somebody else', `case ${VISITS_MAX}`)).toBeUndefined();
  });
});
