import { TLP, tlpAllows, type Tlp } from '@app/platform';
import { effectiveTlp, requireCleared } from './markings.js';

const MARKINGS: readonly (Tlp | null)[] = [null, ...TLP];

describe('The marking that holds', () => {
  it.each<[Tlp | null, (Tlp | null)[], Tlp, Tlp | null]>([
    [null, [], 'green', null],
    [null, [null, null], 'green', null],
    // Nobody said that it is for everyone.
    [null, ['clear', null], 'green', null],
    [null, ['amber', 'red'], 'green', 'red'],
    ['clear', [null], 'amber', 'clear'],
    ['amber', ['green'], 'green', 'amber'],
    ['amber', ['red'], 'green', 'red'],
  ])('of one marked %s that needs %j in a case of %s is %s', (own, needed, caseTlp, holds) => {
    expect(effectiveTlp(own, needed, caseTlp)).toBe(holds);
  });

  it('shows a record to nobody who is not shown all that it needs', () => {
    for (const own of MARKINGS) {
      for (const one of MARKINGS) {
        for (const other of MARKINGS) {
          for (const caseTlp of TLP) {
            const holds = effectiveTlp(own, [one, other], caseTlp);
            // Whoever sees the case at all is cleared for it.
            const readers = TLP.filter((clearance) => tlpAllows(clearance, caseTlp));
            for (const clearance of readers.filter((reader) => tlpAllows(reader, holds ?? caseTlp))) {
              expect([own, one, other].every((tlp) => tlpAllows(clearance, tlp ?? caseTlp))).toBe(true);
            }
          }
        }
      }
    }
  });
});

test('nobody marks above what they are shown', () => {
  expect(() => requireCleared('amber', 'amber')).not.toThrow();
  expect(() => requireCleared('amber', null)).not.toThrow();
  expect(() => requireCleared('amber', 'amber+strict', 'claims[0].tlp')).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ path: 'claims[0].tlp', code: 'above_clearance' })] }),
  );
});
