import type { JsonObject } from '@app/verify';
import { checkShown } from '../../src/ledger/shown-check.js';

const shown = {
  action: 'account.edited',
  subject: { kind: 'affected_account', id: '1' },
  before: { status: 'suspected' },
  after: { status: 'confirmed', tags: ['a', 'b'] },
  reason: null,
  requestId: 'r',
  at: '2024-08-10T00:00:00.000Z',
  by: { id: 'u', name: 'Ines Ortega', purpose: null },
  caseVersion: 3,
};
const payload: JsonObject = {
  action: 'account.edited',
  subject: { id: '1', kind: 'affected_account' },
  before: { status: 'suspected' },
  after: { tags: ['a', 'b'], status: 'confirmed' },
  reason: null,
  requestId: 'r',
  at: '2024-08-10T00:00:00.000Z',
  by: { purpose: null, userId: 'u' },
};

test('what is read on the page is what was committed to', () => {
  expect(checkShown(shown, payload)).toEqual({ wrong: [], unproven: [] });
});

test.each([
  ['the time', { at: '2024-08-09T00:00:00.000Z' }, 'at'],
  ['who it was', { by: { id: 'v', name: 'Ines Ortega', purpose: null } }, 'by'],
  ['the value after', { after: { ...shown.after, status: 'contained' } }, 'after.status'],
  ['the order in a list', { after: { ...shown.after, tags: ['b', 'a'] } }, 'after.tags'],
  ['the reason', { reason: 'Because' }, 'reason'],
  ['a value that is left out', { before: {} }, 'before.status'],
  ['a side that is left out', { before: null }, 'before.status'],
  ['the action, left out', { action: null }, 'action'],
])('another text of %s is found', (_, change, field) => {
  expect(checkShown({ ...shown, ...change }, payload).wrong).toEqual([field]);
});

test('what is shown and not told by the log is named', () => {
  const { after: _, ...told } = payload;
  expect(checkShown(shown, told)).toEqual({ wrong: [], unproven: ['after.status', 'after.tags'] });
  expect(checkShown(shown, null).unproven).toContain('action');
});
