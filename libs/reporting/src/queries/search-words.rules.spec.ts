import fc from 'fast-check';
import { searchQuery } from './search-words.rules.js';

test('every word must be there, and the last one may be begun only', () => {
  expect(searchQuery('Grey heron')).toBe('grey & heron:*');
  expect(searchQuery('advisor@mail.example')).toBe('advisor & mail & example:*');
  expect(searchQuery('  INC-2024-0001 ')).toBe('inc & 2024 & 0001:*');
});

test('no operator of the query language can be typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(searchQuery(text)).toMatch(/^(?:'🚫'|[\p{L}\p{N}\p{M}]+(?: & [\p{L}\p{N}\p{M}]+)*:\*)$/u);
    }),
  );
});

test('words are counted, so that a search stays a search', () => {
  expect(searchQuery('x '.repeat(100)).split(' & ')).toHaveLength(12);
});
