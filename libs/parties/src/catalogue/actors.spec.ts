import { CATALOGUE_ACTORS } from './actors.js';
import { CATALOGUE_PARTIES } from './parties.js';

const parties = new Set(CATALOGUE_PARTIES.map(({ name }) => name));
const called = (name: string): string[] =>
  CATALOGUE_ACTORS.filter((actor) => actor.names.some((used) => used.name === name)).map((actor) => actor.name);

test('every name of every actor has a party of the catalogue that uses it', () => {
  for (const { name, names } of CATALOGUE_ACTORS) {
    expect(names.map((used) => used.name)).toContain(name);
    expect(names.filter(({ usedBy }) => !parties.has(usedBy))).toEqual([]);
    expect(new Set(names.map((used) => `${used.usedBy} ${used.name}`)).size).toBe(names.length);
  }
});

test('an actor is there once', () => {
  const names = CATALOGUE_ACTORS.map(({ name }) => name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
});

test('a party uses a name for one actor only', () => {
  const used = CATALOGUE_ACTORS.flatMap(({ names }) => names.map(({ name, usedBy }) => `${usedBy} ${name}`));
  expect(new Set(used).size).toBe(used.length);
});

test('Mint Sandstorm and APT42 are two actors: that they are one is for somebody to claim', () => {
  expect(called('Mint Sandstorm')).toHaveLength(1);
  expect(called('APT42')).toEqual(['APT42']);
  expect(called('Mint Sandstorm')).not.toEqual(called('APT42'));
  expect(called('Storm-2035')).toEqual(['Storm-2035']);
});
