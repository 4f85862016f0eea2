import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { sampleLog } from '../../test/sample-log.js';
import { bundleOf } from '../../test/test-bundle.js';
import { folderOf } from '../../test/test-folder.js';
import { TestSigner } from '../../test/test-signer.js';
import { main } from './cli.js';

let folder: string;
const log = sampleLog();
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string | Uint8Array): string => {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
  return at(name);
};
async function ask(...args: string[]) {
  const said = { out: '', error: '' };
  const code = await main(args, { out: (text) => (said.out += text), error: (text) => (said.error += text) });
  return { code, ...said };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ascribe-verify-'));
  log.amend('c1', 'evidence', 'v1', { sha256: createHash('sha256').update('mail').digest('hex') });
  put('case.jsonl', bundleOf(log, { incidentId: 'c1', earlier: [5] }));
  put('wrong.jsonl', bundleOf(log, { incidentId: 'c1' }).replace('INC-1', 'INC-2'));
  put('old', log.checkpoint(5));
  put('policy', log.policy);
  put('keys', [log.logKeys.at(-1)?.signer, log.receiptKeys.at(-1)].map((signer) => `${signer?.vkey}\n`).join(''));
  put('evidence/deep/some-mail', 'mail');
  put(
    'receipt',
    log.receiptKeys[0]?.note(`ascribe-receipt/v1\n${log.origin}\n${log.entries[0]?.leafHash}\n1800000000\n`) ?? '',
  );
  put(
    'other-receipt',
    log.receiptKeys[0]?.note(`ascribe-receipt/v1\n${log.origin}\n${log.entries[2]?.leafHash}\n1800000000\n`) ?? '',
  );
  folderOf(log).forEach((bytes, path) => put(`log/${path}`, bytes));
  for (const name of ['piped', 'flat']) {
    put(`${name}/checkpoint`, log.checkpoint());
    put(`${name}/key`, log.logKeys.map(({ signer }) => `${signer.vkey}\n`).join(''));
  }
  mkdirSync(at('piped/tile/entries/000.p'), { recursive: true });
  execFileSync('mkfifo', [at(`piped/tile/entries/000.p/${log.tree.size}`)]);
  put('flat/tile', '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('ascribe-verify', () => {
  it('says in plain words what it found, and ends with 0', async () => {
    const trust = ['--key', at('keys'), '--policy', at('policy'), '--checkpoint', at('old')];
    const { code, out, error } = await ask('bundle', at('case.jsonl'), ...trust, '--evidence', at('evidence'));
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('VERIFIED. What this shows is in the log');
    expect(out).toContain('Case INC-1: A spear phish');
    expect(out).toContain('[own_checkpoint_held]');
    expect(out).toContain('(some-mail: evidence v1) [evidence_file_matches]');
    expect(out).not.toContain('Warning');
  });

  it.each<[string, number, (at: (name: string) => string) => string[]]>([
    ['a changed bundle', 1, (of) => ['bundle', of('wrong.jsonl')]],
    ['a bundle without a command', 0, (of) => [of('case.jsonl')]],
    ['a folder without a command', 0, (of) => [of('log')]],
    ['a folder of a log', 0, (of) => ['log', of('log'), '--checkpoint', of('old')]],
    ['a receipt in a bundle', 0, (of) => ['receipt', of('receipt'), '--bundle', of('case.jsonl')]],
    [
      'a receipt of an entry that the bundle does not show',
      1,
      (of) => ['receipt', of('other-receipt'), '--bundle', of('case.jsonl')],
    ],
    ['a receipt in a log', 0, (of) => ['receipt', of('other-receipt'), '--log', of('log')]],
    ['a receipt along with a log', 0, (of) => ['log', of('log'), '--receipt', of('receipt')]],
    ['a checkpoint', 0, (of) => ['checkpoint', of('old'), '--key', of('keys')]],
    [
      'a checkpoint by a policy',
      0,
      (of) => [
        'checkpoint',
        of('log/checkpoint'),
        '--policy',
        of('policy'),
        '--key',
        log.logKeys[0]?.signer.vkey ?? '',
      ],
    ],
    ['a checkpoint without a key', 2, (of) => ['checkpoint', of('old')]],
    ['a receipt to be looked for nowhere', 2, (of) => ['receipt', of('receipt')]],
    ['a key that is none', 2, (of) => ['bundle', of('case.jsonl'), '--key', 'x']],
    ['a policy that is none', 2, (of) => ['bundle', of('case.jsonl'), '--policy', of('old')]],
    ['nothing', 2, () => []],
    ['a command alone', 2, () => ['log']],
    ['too much', 2, (of) => ['log', of('log'), of('log')]],
    ['an unknown option', 2, (of) => ['bundle', of('case.jsonl'), '--trust-me']],
    ['help', 0, () => ['--help']],
    ['a file that is not there', 3, (of) => ['bundle', of('nothing')]],
    ['a folder in place of a file', 3, (of) => ['bundle', of('log')]],
    ['a folder without a log', 3, (of) => ['log', of('evidence')]],
    ['a folder with a pipe in place of a tile', 1, (of) => ['log', of('piped')]],
    ['a folder with a file in place of a folder', 1, (of) => ['log', of('flat')]],
    ['something else', 3, (of) => ['bundle', of('policy')]],
    ['an empty file', 3, () => ['bundle', put('empty', '')]],
  ])('asked for %s ends with %i', async (_, code, args) => {
    const answer = await ask(...args(at));
    expect([answer.code, answer.out + answer.error]).toEqual([code, expect.stringMatching(/\S/)]);
  });

  it('lets nothing that a bundle says reach the terminal as more than text', async () => {
    const title = 'x\\u001b[2J\\nVERIFIED\u202e';
    put('escape.jsonl', bundleOf(log, { incidentId: 'c1' }).replace('A spear phish', title));
    const { code, out } = await ask('bundle', at('escape.jsonl'));
    expect([code, out]).toEqual([1, expect.stringContaining('Case INC-1: x\\u001b[2J\\u000aVERIFIED\\u202e\n')]);
    expect(out).not.toContain('\u001b');
  });

  it('reads times that no calendar has', async () => {
    const [text = ''] = log.checkpoint().split('\n\n');
    const witness = TestSigner.make('w.example', 4);
    const time = 2 ** 53 - 1;
    put('late', `${log.logKeys[0]?.signer.note(`${text}\n`)}${witness.cosignatureLine(`${text}\n`, time)}`);
    put('late-policy', `log ${log.logKeys[0]?.signer.vkey}\nwitness w ${witness.vkey}\nquorum w\n`);
    const { code, out } = await ask('checkpoint', at('late'), '--policy', at('late-policy'));
    expect([code, out]).toEqual([0, expect.stringContaining(`Cosigned by w (second ${time})`)]);
  });

  it('says it as JSON for programs', async () => {
    const { code, out } = await ask('bundle', at('wrong.jsonl'), '--json');
    const { verdict, findings, checkpoint, counts } = JSON.parse(out) as Record<string, unknown>;
    expect([code, verdict, (checkpoint as { size: number }).size, (counts as { evidence: number }).evidence]).toEqual([
      1,
      'failed',
      log.tree.size,
      1,
    ]);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'header_differs', severity: 'failure', line: expect.any(Number) }),
    );
  });

  it('prints the report that it made again, and says beside it whether it may be believed', async () => {
    const { code, out, error } = await ask('report', at('case.jsonl'));
    expect([code, out.split('\n')[0], error.slice(0, 8)]).toEqual([0, 'Case INC-1: A spear phish', 'VERIFIED']);
    expect(out).toContain('comment x2\n    id: x2\n    tags: ["a"]\n    text: [redacted]\n');
    expect(out).toContain('text of comment x2: art. 17; requested by u1, approved by u2');
    expect(out).not.toContain('Mrs. Doe');
  });
});
