import { highestTlp, mayLeaveByMail, TLP, tlpAllows } from './tlp.js';

test('what is made of parts is marked as the highest of them, in whatever order; unmarked parts ask for nothing', () => {
  expect(highestTlp(['green'])).toBe('green');
  expect(highestTlp(['green', null, undefined])).toBe('green');
  for (const one of TLP) {
    for (const other of TLP) {
      const highest = highestTlp([one, other]);
      expect(highest).toBe(highestTlp([other, null, one]));
      expect([one, other]).toContain(highest);
      expect(tlpAllows(highest, one) && tlpAllows(highest, other)).toBe(true);
    }
  }
});

test('AMBER+STRICT and RED never leave by mail', () => {
  expect(TLP.filter(mayLeaveByMail)).toEqual(['clear', 'green', 'amber']);
});
