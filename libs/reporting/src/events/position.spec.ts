import { randomBytes } from 'node:crypto';
import { newId } from '@app/platform';
import { firstIdAt, KEY_BYTES, SEALED_LENGTH, sealed, unsealed, type Position } from './position.js';

const key = randomBytes(KEY_BYTES);
const POSITION: Position = {
  at: new Date('2024-08-10T12:00:00.500Z'),
  floor: new Date('2024-08-10T11:59:00.000Z'),
  snapshot: '1204:1207:1204,1206',
  access: 'd41d8cd98f00b204e9800998ecf8427e',
};
const busy = (transactions: number): Position => ({
  ...POSITION,
  snapshot: `90000:99999:${Array.from({ length: transactions }, (_, index) => 90_000 + index).join(',')}`,
});

describe('A position', () => {
  it('comes back as it was', () => {
    expect(unsealed(key, 'me', sealed(key, 'me', POSITION))).toEqual(POSITION);
  });

  it('is as long whatever goes on, and never the same twice', () => {
    const ids = [POSITION, POSITION, busy(1), busy(30), busy(400)].map((position) => sealed(key, 'me', position));
    expect(new Set(ids.map((id) => id.length))).toEqual(new Set([SEALED_LENGTH]));
    expect(new Set(ids).size).toBe(5);
    expect(ids.filter((id) => Buffer.from(id, 'base64url').includes('1204'))).toEqual([]);
  });

  it('with more in flight than it can name, begins with the oldest of them', () => {
    expect(unsealed(key, 'me', sealed(key, 'me', busy(400)))?.snapshot).toBe('90000:90000:');
  });

  it.each([
    ['nothing', ''],
    ['something else', 'abc'],
    ['a number', '17'],
    ['something as long', 'A'.repeat(SEALED_LENGTH)],
    ['something long', 'A'.repeat(5000)],
    ['other characters', '\u0000'.repeat(SEALED_LENGTH)],
    ["another's", sealed(key, 'them', POSITION)],
    ["another installation's", sealed(randomBytes(KEY_BYTES), 'me', POSITION)],
    ['a changed one', `${sealed(key, 'me', POSITION).slice(0, -4)}AAAA`],
  ])('is not made of %s', (_, id) => {
    expect(unsealed(key, 'me', id)).toBeUndefined();
  });
});

it('no id of that time or later comes before the first one', () => {
  const at = new Date('2024-08-10T12:00:00.500Z');
  expect(newId(at) > firstIdAt(at)).toBe(true);
  expect(newId(new Date(at.getTime() - 1)) < firstIdAt(at)).toBe(true);
});
