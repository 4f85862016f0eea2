import { TECHNIQUES, techniqueName, techniquesLike } from './techniques.js';

test('every technique has an id of ATT&CK and a name of its own, in order', () => {
  const ids = TECHNIQUES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].toSorted());
  expect(ids.every((id) => /^T\d{4}(\.\d{3})?$/.test(id))).toBe(true);
  expect(new Set(TECHNIQUES.map(({ name }) => name)).size).toBe(TECHNIQUES.length);
});

test('a technique under another says which', () => {
  for (const { id, name } of TECHNIQUES.filter((technique) => technique.id.includes('.'))) {
    const parent = techniqueName(id.slice(0, 5));
    expect(name).toContain(parent ? `${parent}: ` : ': ');
  }
});

test('it is found by id and by name, in any case', () => {
  expect(techniquesLike('t1566.002')).toEqual([{ id: 'T1566.002', name: 'Phishing: Spearphishing Link' }]);
  expect(techniquesLike('SPEARPHISHING LINK').map(({ id }) => id)).toEqual(['T1566.002', 'T1598.003']);
  expect(techniquesLike('nothing of the kind')).toEqual([]);
  expect(techniquesLike(undefined)).toHaveLength(TECHNIQUES.length);
});

test('an id that the catalogue does not have has no name', () => {
  expect(techniqueName('T9999')).toBeNull();
  expect(techniqueName('constructor')).toBeNull();
});
