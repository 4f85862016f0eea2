import { MENTIONS_MAX, mentionsIn } from './mentions.rules.js';

describe('Mentions in a text', () => {
  it.each([
    ['Please look, @lead@demo.example.', ['lead@demo.example']],
    ['@Lead@Demo.Example and @lead@demo.example', ['lead@demo.example']],
    ['(@a.b+c@x.example), @d@y.example!', ['a.b+c@x.example', 'd@y.example']],
    ['Write to lead@demo.example.', []],
    ['me@@lead@demo.example', []],
    ['@everyone', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(mentionsIn(text)).toEqual(expected);
  });

  it('are bounded, and found in linear time', () => {
    const many = Array.from({ length: 200 }, (_, index) => `@u${index}@demo.example`).join(' ');
    expect(mentionsIn(many)).toHaveLength(MENTIONS_MAX);
    const began = performance.now();
    mentionsIn('@a'.repeat(10_000));
    mentionsIn(`@a@${'b.'.repeat(10_000)}`);
    expect(performance.now() - began).toBeLessThan(500);
  });
});
