import { dependentsOf, type Drawing } from './reliance.js';

const drawing = (id: string, ...on: string[]): Drawing => ({
  kind: 'claim',
  id,
  title: id,
  on: on.map((name) => ({ kind: 'claim', id: name })),
  userIds: [],
  tlp: null,
  organizationId: null,
});
const fallen = { kind: 'claim', id: 'a' };
const found = (...drawings: Drawing[]) =>
  dependentsOf(fallen, drawings).map(({ id, via, distance }) => [id, via.id, distance]);

describe('What rests on a record that falls', () => {
  it('is found through others, nearest first', () => {
    expect(found(drawing('c', 'b'), drawing('b', 'a'), drawing('d', 'x'))).toEqual([
      ['b', 'a', 1],
      ['c', 'b', 2],
    ]);
  });

  it('is named once, by its shortest way', () => {
    expect(found(drawing('b', 'a'), drawing('c', 'b', 'a'), drawing('d', 'b', 'c'))).toEqual([
      ['b', 'a', 1],
      ['c', 'a', 1],
      ['d', 'b', 2],
    ]);
  });

  it('ends where the links go round in a circle, and never names what fell itself', () => {
    expect(found(drawing('a', 'c'), drawing('b', 'a'), drawing('c', 'b'))).toEqual([
      ['b', 'a', 1],
      ['c', 'b', 2],
    ]);
  });

  it('tells records of one id and different kinds apart', () => {
    const onFinding: Drawing = { ...drawing('b'), on: [{ kind: 'finding', id: 'a' }] };
    expect(found(onFinding)).toEqual([]);
  });
});
