import { sealed, sealedAsItIs, sealOf, type Line } from '../test-bundle.js';
import { TestSigner } from '../test-signer.js';
import { of, put, raised, told, without, type Tampering } from './lines.js';

/** Of checkpoints, keys and the file. */
export const FRAME_OF_A_CASE: Tampering[] = [
  ['shows an older checkpoint', 'checkpoint_order', (lines) => without(lines, of(lines, 'checkpoint')[1])],
  [
    'puts an older checkpoint last',
    'checkpoint_order',
    (lines, log) => (put(of(lines, 'checkpoint')[1], { note: log.checkpoint(4), consistency: [] }), lines),
  ],
  [
    'breaks the way between checkpoints',
    'checkpoints_inconsistent',
    (lines) => (put(of(lines, 'checkpoint')[1], { consistency: [] }), lines),
  ],
  [
    'lets the way begin nowhere',
    'checkpoints_inconsistent',
    (lines) => (
      put(of(lines, 'checkpoint')[0], { consistency: of(lines, 'checkpoint')[1]?.['consistency'] ?? null }),
      lines
    ),
  ],
  [
    'changes a checkpoint',
    'signature_wrong',
    (lines, log) => (
      put(of(lines, 'checkpoint')[1], { note: log.checkpoint().replace(/\n(\d+)\n/, '\n1$1\n') }),
      lines
    ),
  ],
  [
    'leaves out a cosignature',
    'quorum_not_met',
    (lines, log) => (put(of(lines, 'checkpoint')[1], { note: log.checkpoint().replace(/\u2014 w1.*\n/, '') }), lines),
  ],
  [
    'forges a cosignature',
    'signature_wrong',
    (lines, log) => (
      put(of(lines, 'checkpoint')[1], {
        note: log
          .checkpoint()
          .replace(/(\u2014 w1\S* .{30})./, '$1A')
          .replace(/(\u2014 w0\S* .{40})../, '$1AB'),
      }),
      lines
    ),
  ],
  [
    'signs nothing',
    'checkpoint_not_signed',
    (lines, log) => (put(of(lines, 'checkpoint')[1], { note: log.checkpoint().replace(/\u2014 log.*\n/g, '') }), lines),
  ],
  [
    'writes a checkpoint of another form',
    'checkpoint_malformed',
    (lines) => (put(of(lines, 'checkpoint')[1], { note: 'x' }), lines),
  ],
  [
    'adds to a checkpoint',
    'checkpoint_malformed',
    (lines, log) => (
      put(of(lines, 'checkpoint')[1], {
        note: log.logKeys[0]?.signer.note(`${log.checkpoint().split('\n\n')[0]}\nmore\n`) ?? '',
      }),
      lines
    ),
  ],
  [
    'shows a checkpoint of another log',
    'checkpoint_of_another_log',
    (lines, log) => (
      put(of(lines, 'checkpoint')[1], {
        note: log.logKeys[0]?.signer.note(`${log.checkpoint().split('\n\n')[0]?.replace('ascribe', 'other')}\n`) ?? '',
      }),
      lines
    ),
  ],
  [
    'changes a key',
    'key_malformed',
    (lines) => (put(lines[1], { log: [raised(String((lines[1]?.['log'] as string[] | undefined)?.[0]))] }), lines),
  ],
  [
    'gives a key another name',
    'key_malformed',
    (lines) => (put(lines[1], { receipt: lines[1]?.['log'] as string[] }), lines),
  ],
  [
    'swaps the key',
    'checkpoint_not_signed',
    (lines, log) => (put(lines[1], { log: [TestSigner.make(log.origin).vkey] }), lines),
  ],
  ['changes the policy', 'policy_malformed', (lines) => (put(lines[1], { policy: 'quorum w7\n' }), lines)],
  [
    'puts in a line of no type',
    'line_malformed',
    (lines) => [...lines.slice(0, 3), { type: 'more' }, ...lines.slice(3)],
  ],
  ['puts in a member', 'line_malformed', (lines) => (put(told(lines)[0], { more: 1 }), lines)],
  ['leaves out a member', 'line_malformed', (lines) => (delete told(lines)[0]?.['proof'], lines)],
  [
    'puts a line elsewhere',
    'line_out_of_order',
    (lines) => [lines[0], lines[2], lines[1], ...lines.slice(3)] as Line[],
  ],
  ['leaves out the keys', 'line_missing', (lines) => without(lines, lines[1])],
  ['leaves out the checkpoints', 'line_missing', (lines) => lines.filter(({ type }) => type !== 'checkpoint')],
  ['leaves out the report', 'line_missing', (lines, log) => sealedAsItIs(log, lines)],
  [
    'changes the report',
    'report_differs',
    (lines, log) => sealedAsItIs(log, [...lines, { type: 'report', text: 'All is well.\n' }]),
  ],
  [
    'seals by another key',
    'seal_signature_wrong',
    (lines, log) => sealed(log, lines, TestSigner.make(`${log.origin}/receipts`)),
  ],
  [
    'counts the lines wrong',
    'seal_broken',
    (lines, log) => {
      const content = sealed(log, lines)
        .split('\n')
        .slice(0, -2)
        .map((line) => `${line}\n`)
        .join('');
      return content + sealOf(log, Buffer.from(content), 3);
    },
  ],
  [
    'writes a line in another form',
    'line_malformed',
    (lines, log) => {
      const content = sealed(log, lines)
        .split('\n')
        .slice(0, -2)
        .map((line) => `${line.replace(':', ': ')}\n`)
        .join('');
      return content + sealOf(log, Buffer.from(content), lines.length + 1);
    },
  ],
];
