import { isUuid, newId } from './ids.js';

test('an id is a UUID of version 7, and holds its millisecond', () => {
  const at = new Date('2024-08-10T12:34:56.789Z');
  const id = newId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at.getTime());
});

test('ids of one millisecond stand in the order of their making, and differ', () => {
  const at = new Date();
  const ids = Array.from({ length: 1000 }, () => newId(at));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(1000);
});

test('what is nearly a UUID is none', () => {
  const id = newId(new Date());
  for (const text of ['', id.slice(1), `${id}0`, `{${id}}`, id.replaceAll('-', ''), ` ${id}`, `${id}\n`]) {
    expect(isUuid(text)).toBe(false);
  }
  expect(isUuid(id.toUpperCase())).toBe(true);
});
