import { byHypothesis, causeInWords, changeInWords } from '../../src/attribution/changes.js';
import type { StandingChange } from '../../src/attribution/shapes.js';

const change = (given: Partial<StandingChange>): StandingChange => ({
  hypothesisId: 'h',
  label: 'An actor',
  field: 'independentLines',
  of: null,
  from: null,
  to: null,
  ids: [],
  ...given,
});

const names: Record<string, string> = { o: 'Meridian', p: 'The mission' };
const told = (given: Partial<StandingChange>) => changeInWords(change(given), (id) => names[id]);

test('each kind of change is told in words', () => {
  expect(told({ from: 1, to: 4 })).toEqual({ what: 'Independent lines', from: '1', to: '4' });
  expect(told({ field: 'claimsByStance', of: 'denies', to: 2 })).toEqual({
    what: 'Claims that deny it',
    from: '0',
    to: '2',
  });
  expect(told({ field: 'disputedBy', of: 'p', to: 'disputes' })).toEqual({
    what: 'Disputed by',
    from: null,
    to: 'The mission',
  });
  expect(told({ field: 'likelihood', of: 'o', to: 'very-likely (85 %)' })).toEqual({
    what: 'Likelihood, by Meridian',
    from: 'not assessed',
    to: 'very likely (85 %)',
  });
});

test('that it was not assessed is not told twice', () => {
  const likelihood = change({ field: 'likelihood', of: 'o', to: 'likely' });
  const gap = change({ field: 'gaps', of: 'not_assessed', from: 'Not assessed.' });
  expect(byHypothesis([gap, likelihood])[0]?.changes).toEqual([likelihood]);
  expect(byHypothesis([gap])[0]?.changes).toEqual([gap]);
});

test('a cause is told by what was done', () => {
  const subject = { kind: 'claim', id: 'c' };
  expect(causeInWords({ action: 'claim.recorded', subject })).toBe('Claim recorded');
  expect(causeInWords({ action: 'ach.rated', subject: { kind: 'ach_column', id: 'a' } })).toBe(
    'A column of competing hypotheses rated',
  );
});
