import type { State, TestLog } from '../test-log.js';
import { TestSigner } from '../test-signer.js';

/** What a dishonest operator writes in place of an entry that does something. */
export const FALSE_ENTRIES: [
  what: string,
  code: string,
  when: string,
  falsify: (payload: State, log: TestLog) => State,
][] = [
  [
    'an earlier time',
    'time_before_previous',
    'task.amended',
    (payload) => ({ ...payload, at: '2026-11-01T00:00:02.000Z' }),
  ],
  [
    'a time long past',
    'time_against_log',
    'member.invited',
    (payload) => ({ ...payload, at: '2020-01-01T00:00:00.000Z' }),
  ],
  [
    'another predecessor',
    'previous_differs',
    'task.amended',
    (payload) => ({ ...payload, previous: Buffer.alloc(32).toString('base64') }),
  ],
  ['a version again', 'case_order', 'task.amended', (payload) => ({ ...payload, caseVersion: 3 })],
  ['an entry too few', 'case_gap', 'task.amended', (payload) => ({ ...payload, ordinal: 3 })],
  [
    'an erasure that one person approved',
    'redaction_by_one_person',
    'record.redacted',
    (payload) => ({ ...payload, redaction: { ...(payload['redaction'] as State), approvedById: 'u1' } }),
  ],
  [
    'an erasure without a basis',
    'redaction_malformed',
    'record.redacted',
    (payload) => ({ ...payload, redaction: { fields: [] } }),
  ],
  [
    'an erasure of nothing known',
    'redaction_of_unknown',
    'record.redacted',
    (payload) => ({
      ...payload,
      redaction: {
        ...(payload['redaction'] as State),
        entries: [{ leafHash: Buffer.alloc(32).toString('base64'), fields: [] }],
      },
    }),
  ],
  [
    'a key that nobody endorsed',
    'key_endorsement_wrong',
    'ledger.key_introduced',
    (payload, log) => ({
      ...payload,
      after: { ...(payload['after'] as State), vkey: TestSigner.make(log.origin).vkey },
    }),
  ],
  [
    'a key without its members',
    'key_endorsement_wrong',
    'ledger.key_introduced',
    (payload) => ({ ...payload, after: { id: 'k' } }),
  ],
  [
    'a change of what was not so',
    'before_differs',
    'task.amended',
    (payload) => ({ ...payload, before: { title: 'Was otherwise' } }),
  ],
];
