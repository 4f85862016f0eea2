import { linesOf, type Line } from '../test-bundle.js';
import type { State } from '../test-log.js';
import { doing, of, put, retell, swap, told, untell, without, type Tampering } from './lines.js';

/** Of entries, records and evidence. */
export const CONTENT_OF_A_CASE: Tampering[] = [
  ['drops an entry', 'case_gap', (lines) => without(lines, told(lines)[3])],
  ['drops the last entries', 'case_cut', (lines) => without(lines, told(lines).at(-2))],
  ['drops one of two entries of a version', 'case_gap', (lines) => without(lines, doing(lines, 'task.added'))],
  [
    'inserts an entry',
    'not_included',
    (lines) => [...lines.slice(0, 6), { ...(lines[5] as Line), index: 2 }, ...lines.slice(6)],
  ],
  [
    'reorders entries',
    'entry_order',
    (lines) => lines.map((line, i) => (i === 6 ? (lines[7] as Line) : i === 7 ? (lines[6] as Line) : line)),
  ],
  ['repeats an entry', 'entry_repeated', (lines) => lines.flatMap((line, i) => (i === 6 ? [line, line] : [line]))],
  ['moves an entry beyond the log', 'entry_beyond_log', (lines) => (put(told(lines).at(-1), { index: 99 }), lines)],
  [
    'swaps two payloads',
    'commitment_differs',
    (lines) => (swap(told(lines)[0], told(lines)[2], ['salt', 'digests', 'disclosures']), lines),
  ],
  [
    'swaps two payloads of version 1',
    'commitment_differs',
    (lines) => (swap(of(lines, 'entry')[0], of(lines, 'entry')[1], ['salt', 'body']), lines),
  ],
  [
    'swaps two disclosures',
    'disclosure_differs',
    (lines) => (swap(told(lines)[0], told(lines)[2], ['disclosures']), lines),
  ],
  [
    'swaps the places of two entries',
    'not_included',
    (lines) => (swap(told(lines)[0], told(lines)[2], ['leaf', 'salt', 'digests', 'disclosures']), lines),
  ],
  ['swaps two proofs', 'not_included', (lines) => (swap(told(lines)[0], told(lines)[2], ['proof']), lines)],
  [
    'changes a salt',
    'commitment_differs',
    (lines) => (put(told(lines)[0], { salt: Buffer.alloc(32).toString('base64') }), lines),
  ],
  [
    'moves a time',
    'disclosure_differs',
    (lines) => (retell(told(lines)[0] as Line, 'at', '2026-01-01T00:00:00.000Z'), lines),
  ],
  [
    'moves a time of version 1',
    'commitment_differs',
    (lines) => (
      put(of(lines, 'entry')[0], {
        body: ((of(lines, 'entry')[0]?.['body'] ?? '') as string).replace('2026-11', '2026-10'),
      }),
      lines
    ),
  ],
  [
    'says who else did it',
    'disclosure_differs',
    (lines) => (retell(told(lines)[0] as Line, 'by', { purpose: null, userId: 'u2' }), lines),
  ],
  [
    'tells what no entry tells',
    'payload_malformed',
    (lines) => (retell(told(lines)[0] as Line, 'at', 'yesterday'), lines),
  ],
  [
    'tells an entry in the manner of another version',
    'payload_malformed',
    (lines) => (put(of(lines, 'entry')[0], { leaf: told(lines)[0]?.['leaf'] as string }), lines),
  ],
  ['writes a leaf of another form', 'leaf_malformed', (lines) => (put(told(lines)[0], { leaf: '{}' }), lines)],
  [
    'withholds an entry',
    'withheld_unexplained',
    (lines) => (
      delete told(lines)[1]?.['salt'],
      ['digests', 'disclosures'].forEach((name) => delete told(lines)[0]?.[name]),
      lines.map((line) =>
        line['index'] === 4 ? ({ type: 'entry', index: 4, leaf: line['leaf'], proof: line['proof'] } as Line) : line,
      )
    ),
  ],
  ['withholds a reason', 'withheld_unexplained', (lines) => (untell(told(lines)[0], 'reason'), lines)],
  [
    'withholds what a change changed',
    'withheld_unexplained',
    (lines) => (untell(doing(lines, 'incident.amended'), 'after.title'), lines),
  ],
  [
    'withholds what a record was at first',
    'before_differs',
    (lines) => (untell(doing(lines, 'task.added'), 'after.title'), lines),
  ],
  ['removes a tombstone', 'withheld_unexplained', (lines) => without(lines, doing(lines, 'record.redacted'))],
  [
    'changes a state',
    'state_differs',
    (lines) => (put(of(lines, 'state').at(-1), { state: { id: 't2', title: 'Asked' } }), lines),
  ],
  ['drops a state', 'state_missing', (lines) => without(lines, of(lines, 'state').at(-1))],
  [
    'adds a state',
    'state_unknown',
    (lines) => [...lines.slice(0, -1), { type: 'state', kind: 'z', id: 'z', state: {} }, ...lines.slice(-1)],
  ],
  [
    'reorders states',
    'state_order',
    (lines) => (swap(of(lines, 'state')[0], of(lines, 'state')[1], ['kind', 'id', 'state']), lines),
  ],
  [
    'changes the hash of evidence',
    'evidence_differs',
    (lines) => (put(of(lines, 'evidence')[0], { sha256: 'cd'.repeat(32) }), lines),
  ],
  [
    'changes the hash of evidence in its state too',
    'state_differs',
    (lines) => (
      put(of(lines, 'evidence')[0], { sha256: 'cd'.repeat(32) }),
      put(of(lines, 'state')[2], {
        state: { ...(of(lines, 'state')[2]?.['state'] as State), sha256: 'cd'.repeat(32) },
      }),
      lines
    ),
  ],
  ['drops a file from the evidence', 'evidence_differs', (lines) => without(lines, of(lines, 'evidence')[0])],
  [
    'renames the case',
    'header_differs',
    (lines) => (put(lines[0], { scope: { ...(lines[0]?.['scope'] as State), title: 'Nothing' } }), lines),
  ],
  [
    'shows an entry of another case',
    'entry_of_another_case',
    (lines, log) =>
      linesOf(log, { complete: true }).map((line, i) =>
        i === 0 ? { ...(lines[0] as Line), complete: true } : line,
      ) as Line[],
  ],
  ['says that it is of earlier', 'beyond_moment', (lines) => (put(lines[0], { caseVersion: 3 }), lines)],
  [
    'says that it was known earlier',
    'beyond_moment',
    (lines) => (put(lines[0], { knownAt: '2026-11-01T00:00:03.000Z' }), lines),
  ],
];

/** Of a bundle of everything. */
export const CONTENT_OF_ALL: Tampering[] = [
  ['drops an entry', 'entry_missing', (lines) => without(lines, told(lines)[3])],
  [
    'drops an entry and lets the others move up',
    'root_differs',
    (lines) =>
      without(lines, told(lines)[3]).map((line, i) => (line.type === 'entry' ? { ...line, index: i - 4 } : line)),
  ],
  ['drops the last entry', 'entry_missing', (lines) => without(lines, told(lines).at(-1))],
  [
    'swaps two entries',
    'root_differs',
    (lines) => (swap(told(lines)[0], told(lines)[2], ['leaf', 'salt', 'digests', 'disclosures']), lines),
  ],
  [
    'repeats a leaf',
    'entry_repeated',
    (lines) => (
      put(told(lines)[3], { leaf: told(lines)[2]?.['leaf'] as string, salt: told(lines)[2]?.['salt'] as string }),
      lines
    ),
  ],
  [
    'withholds an entry',
    'withheld_unexplained',
    (lines) =>
      lines.map((line) => (line['index'] === 5 ? ({ type: 'entry', index: 5, leaf: line['leaf'] } as Line) : line)),
  ],
  [
    'says an entry is of no case',
    'disclosure_differs',
    (lines) => (retell(told(lines)[0] as Line, 'incidentId', null), lines),
  ],
  ['gives a state no case', 'state_order', (lines) => (delete of(lines, 'state')[0]?.['incidentId'], lines)],
];
