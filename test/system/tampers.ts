import type { BundleOptions } from '@app/verify';
import type { Line } from '../../libs/verify/test/test-bundle.js';
import { jcs, type State } from '../../libs/verify/test/test-log.js';
import { of, put, retell, swap, told, without } from '../../libs/verify/test/tampers/lines.js';

/** Bundles that a running product made. */
export interface Bundles {
  /** Signed checkpoints, cosigned. */
  readonly older: string;
  readonly newer: string;
  /** A case at the older one, and at the newer one with the way between them; another case; everything. */
  readonly before: string;
  readonly whole: string;
  readonly other: string;
  readonly all: string;
}
export interface Forger {
  /** By a key that was stolen. */
  note(role: 'log' | 'receipt', text: string): string;
  /** By a key of the same name. */
  stranger(role: 'log' | 'receipt', text: string): string;
  readonly strangersKey: string;
}
export interface RealTamper {
  readonly what: string;
  readonly code: string;
  /** Lines are to be sealed anew, text is taken as it is. */
  readonly bundle: string | State[];
  readonly options?: BundleOptions;
}

export const linesOfText = (bundle: string): Line[] =>
  bundle
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

/** What an operator may do who holds every key but the auditor's checkpoint and the witness's key. */
export function tampersOf(bundles: Bundles, forger: Forger): RealTamper[] {
  const { whole, other, all, before, newer, older } = bundles;
  const changed = (bundle: string, change: (lines: Line[]) => Line[] | void): Line[] => {
    const lines = linesOfText(bundle);
    return change(lines) ?? lines;
  };
  const middle = (lines: Line[]): Line => told(lines)[told(lines).length >> 1] as Line;
  const next = (lines: Line[]): Line => told(lines)[(told(lines).length >> 1) + 1] as Line;
  const move = (lines: Line[], from: number, to: number): void => void lines.splice(to, 0, ...lines.splice(from, 1));
  const [origin = '', size = '', root = ''] = older.split('\n');
  const forged = `${origin}\n${size}\n${Buffer.from(root, 'base64').reverse().toString('base64')}\n`;
  const receiptOf = (hash: string): string => `ascribe-receipt/v1\n${origin}\n${hash}\n1800000000\n`;
  const unknown = Buffer.alloc(32, 7).toString('base64');
  return [
    { what: 'drop', code: 'case_gap', bundle: changed(whole, (lines) => without(lines, middle(lines))) },
    { what: 'drop of all', code: 'entry_missing', bundle: changed(all, (lines) => without(lines, middle(lines))) },
    {
      what: 'drop the last ones',
      code: 'case_cut',
      bundle: changed(whole, (lines) => lines.filter((line) => !told(lines).slice(-9).includes(line))),
    },
    {
      what: 'insert what is of another case',
      code: 'entry_of_another_case',
      bundle: changed(whole, (lines) => {
        const foreign = told(linesOfText(other)).find((line) => !lines.some(({ index }) => index === line['index']));
        lines.splice(
          lines.findIndex((line) => Number(line['index']) > Number(foreign?.['index'])),
          0,
          foreign as Line,
        );
      }),
    },
    {
      what: 'insert what is in no log',
      code: 'not_included',
      bundle: changed(whole, (lines) => {
        const { leaf: _, ...line } = middle(lines);
        const leaf = jcs({ commitment: unknown, v: 2 });
        lines.splice(lines.indexOf(next(lines)), 1, {
          type: 'entry',
          index: next(lines)['index'] ?? 0,
          leaf,
          proof: line['proof'] ?? [],
        });
      }),
    },
    {
      what: 'reorder',
      code: 'entry_order',
      bundle: changed(whole, (lines) => move(lines, lines.indexOf(middle(lines)), lines.indexOf(next(lines)))),
    },
    {
      what: 'duplicate',
      code: 'entry_repeated',
      bundle: changed(whole, (lines) => void lines.splice(lines.indexOf(middle(lines)), 0, middle(lines))),
    },
    {
      what: 'swap two payloads',
      code: 'commitment_differs',
      bundle: changed(whole, (lines) => swap(middle(lines), next(lines), ['salt', 'digests', 'disclosures'])),
    },
    {
      what: 'swap two fields',
      code: 'disclosure_differs',
      bundle: changed(all, (lines) => swap(middle(lines), next(lines), ['disclosures'])),
    },
    {
      what: 'move a time',
      code: 'disclosure_differs',
      bundle: changed(whole, (lines) => retell(middle(lines), 'at', '2024-01-01T00:00:00.000Z')),
    },
    {
      what: 'say something else',
      code: 'disclosure_differs',
      bundle: changed(whole, (lines) => retell(middle(lines), 'reason', 'Asked by counsel')),
    },
    {
      what: 'change a record',
      code: 'state_differs',
      bundle: changed(whole, (lines) =>
        put(of(lines, 'state').at(-1), { state: { ...(of(lines, 'state').at(-1)?.['state'] as State), more: 1 } }),
      ),
    },
    {
      what: 'leave out a record',
      code: 'state_missing',
      bundle: changed(whole, (lines) => without(lines, of(lines, 'state')[3])),
    },
    {
      what: 'invent evidence',
      code: 'evidence_differs',
      bundle: changed(whole, (lines) => {
        const file = { id: 'x', sha256: '00'.repeat(32), bytes: 1, name: 'proof.eml' };
        return [...without(lines.slice(0, -1), of(lines, 'report')[0]), { type: 'evidence', ...file }];
      }),
    },
    { what: 'roll back', code: 'older_than_own_checkpoint', bundle: before, options: { checkpoints: [newer] } },
    {
      what: 'put an older checkpoint last',
      code: 'checkpoint_order',
      bundle: changed(whole, (lines) => put(of(lines, 'checkpoint').at(-1), { note: older })),
    },
    {
      what: 'fork before what the auditor holds',
      code: 'own_checkpoint_contradicted',
      bundle: whole,
      options: { checkpoints: [forger.note('log', forged)] },
    },
    {
      what: 'fork in the bundle',
      code: 'checkpoints_inconsistent',
      bundle: changed(whole, (lines) => put(of(lines, 'checkpoint')[0], { note: forger.note('log', forged) })),
    },
    {
      what: 'sign another history without the witness',
      code: 'quorum_not_met',
      bundle: changed(whole, (lines) =>
        put(of(lines, 'checkpoint').at(-1), { note: forger.note('log', `${newer.split('\n\n')[0]}\n`) }),
      ),
    },
    {
      what: 'forge a receipt',
      code: 'receipt_not_signed',
      bundle: all,
      options: { receipts: [forger.stranger('receipt', receiptOf(unknown))] },
    },
    {
      what: 'break what a receipt promised',
      code: 'receipt_not_honoured',
      bundle: all,
      options: { receipts: [forger.note('receipt', receiptOf(unknown))] },
    },
    {
      what: 'swap the key of the log',
      code: 'checkpoint_not_signed',
      bundle: changed(whole, (lines) => put(lines[1], { log: [forger.strangersKey] })),
      options: { keys: [], policy: 'quorum none\n' },
    },
    {
      what: 'sign by another key than the auditor has',
      code: 'key_not_trusted',
      bundle: whole,
      options: { keys: [forger.strangersKey], policy: 'quorum none\n' },
    },
    {
      what: 'change the report',
      code: 'report_differs',
      bundle: whole.replace('"text":"Case ', '"text":"Closed case '),
    },
  ];
}
