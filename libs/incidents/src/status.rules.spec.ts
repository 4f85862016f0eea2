import fc from 'fast-check';
import { isOpen, mayStep, OPEN_STATUSES, STATUSES, stepsFrom, type Status } from './status.rules.js';

const walk = (steps: readonly Status[]): Status =>
  steps.reduce<Status>((at, to) => (mayStep(at, to) ? to : at), 'reported');

test('the steps of the product page, and no others', () => {
  expect(Object.fromEntries(STATUSES.map((status) => [status, stepsFrom(status)]))).toEqual({
    reported: ['triage', 'rejected'],
    triage: ['investigating', 'rejected'],
    investigating: ['contained', 'rejected'],
    contained: ['remediated', 'investigating', 'rejected'],
    remediated: ['closed', 'investigating', 'rejected'],
    closed: ['investigating'],
    rejected: ['investigating'],
    duplicate: [],
  });
});

test('no sequence of steps makes a duplicate', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STATUSES), { maxLength: 30 }), (steps) => walk(steps) !== 'duplicate'),
  );
});

test('an open case can be rejected, and only an open one', () => {
  expect(STATUSES.filter((status) => mayStep(status, 'rejected'))).toEqual([...OPEN_STATUSES]);
  expect(STATUSES.filter((status) => isOpen(status))).toEqual([...OPEN_STATUSES]);
});
