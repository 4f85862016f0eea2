import fc from 'fast-check';
import { newId } from './ids.js';
import { cursorOf, page, positionOf } from './page.js';
import { Problem } from './problem.js';

const id = newId(new Date(0));

test('a cursor gives back the position that it was made of', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
      fc.nat(999_999_999),
      (at, index) => {
        const position = [at.toISOString(), id, index];
        expect(positionOf(cursorOf(position), ['instant', 'uuid', 'whole'])).toEqual(position.map(String));
      },
    ),
  );
});

test('whatever is no cursor of ours is refused, and never reaches the database', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json().map((json) => Buffer.from(json).toString('base64url')),
  );
  fc.assert(
    fc.property(anything, (cursor) => {
      expect(() => positionOf(cursor, ['instant', 'uuid'])).toThrow(Problem);
    }),
  );
  for (const at of ['2024-02-31T00:00:00Z', '0000-01-01T00:00:00Z', '2024-01-01T24:00:00Z', '2024-1-1', 'infinity']) {
    expect(() => positionOf(cursorOf([at]), ['instant'])).toThrow(Problem);
  }
  for (const whole of [-1, 1.5, 1e21, '9999999999', '']) {
    expect(() => positionOf(cursorOf([whole]), ['whole'])).toThrow(Problem);
  }
});

test('a page tells of the next only where there is one', () => {
  const rows = ['a', 'b', 'c'];
  const paged = (limit: number) =>
    page(
      rows,
      limit,
      (row) => row,
      (row) => [row],
    );
  expect(paged(3)).toEqual({ items: rows, nextCursor: null });
  expect(paged(2)).toEqual({ items: ['a', 'b'], nextCursor: cursorOf(['b']) });
});
