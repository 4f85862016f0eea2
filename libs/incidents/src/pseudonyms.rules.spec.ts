import { nameKey, pseudonymAt, withoutHolderName, withoutName } from './pseudonyms.rules.js';

test('letters go from A to Z, and on with two', () => {
  expect([1, 2, 26, 27, 28, 52, 53, 702, 703].map(pseudonymAt)).toEqual(
    ['A', 'B', 'Z', 'AA', 'AB', 'AZ', 'BA', 'ZZ', 'AAA'].map((letters) => `Official ${letters}`),
  );
});

test('a name is the same however it is typed', () => {
  const same = ['Zoë Example', ' zoë   EXAMPLE ', 'Zoe\u0308 Example', 'ＺＯË Example', 'Zoë\u00a0Example'];
  expect(new Set(same.map(nameKey)).size).toBe(1);
  expect(nameKey('Zoe Example')).not.toBe(nameKey('Zoë Example'));
});

test('what was recorded earlier is shown without the name, unless it is disclosed', () => {
  const holder = { name: 'Ada Example', role: 'aide', disclosed: false };
  expect(withoutName(holder)).toEqual({ ...holder, name: null });
  expect(withoutName({ name: 'Ada Example', role: null })).toEqual({ name: null, role: null });
  expect(withoutName({ ...holder, disclosed: true })).toEqual({ ...holder, disclosed: true });
  expect(withoutName(null)).toBeNull();
  expect(withoutHolderName({ note: 'x', holder })).toEqual({ note: 'x', holder: { ...holder, name: null } });
  expect(withoutHolderName({ holder: null })).toEqual({ holder: null });
  expect(withoutHolderName(null)).toBeNull();
});
