import fc from 'fast-check';
import { bundleOf, linesOf, sealed, sealOf } from '../../test/test-bundle.js';
import { sampleLog } from '../../test/sample-log.js';
import type { State, TestLog } from '../../test/test-log.js';
import { TestSigner } from '../../test/test-signer.js';
import { TestTree } from '../../test/test-tree.js';
import { codesOf, verify } from '../../test/verifying.js';
import { CONTENT_OF_A_CASE, CONTENT_OF_ALL } from '../../test/tampers/content.js';
import { FALSE_ENTRIES } from '../../test/tampers/false-entries.js';
import { FRAME_OF_A_CASE } from '../../test/tampers/frame.js';
import type { Tamper } from '../../test/tampers/lines.js';
import { FINDINGS } from '../findings.js';

const CASE = { incidentId: 'c1', earlier: [5] };
const ALL = { complete: true, earlier: [5] };
const RUNS = Number(process.env['ASCRIBE_TAMPER_RUNS'] ?? 300);
const seen = new Set<string>();

type Options = Parameters<typeof verify>[1];

/** The codes by which it is named; nothing where it is not seen. */
async function namedBy(
  tamper: Tamper,
  wishes = CASE as Parameters<typeof linesOf>[1],
  options?: (log: TestLog) => Options,
) {
  const log = sampleLog();
  const changed = tamper(linesOf(log, wishes), log);
  const bundle = Array.isArray(changed) ? sealed(log, changed as State[]) : (changed as string | Buffer);
  const verification = await verify(bundle, options?.(log));
  verification.findings.forEach(({ code }) => seen.add(code));
  expect(verification.verdict === 'verified').toBe(codesOf(verification).length === 0);
  return [...codesOf(verification), ...codesOf(verification, 'warning')];
}

it('The sample is honest', async () => {
  const wishes = [CASE, ALL, { ...CASE, complete: true }, { ...CASE, hides: () => false }, { ...CASE, caseVersion: 4 }];
  for (const one of wishes) {
    expect(await namedBy((lines) => lines, one, trustOf)).toEqual([]);
  }
});

const trustOf = (log: TestLog): NonNullable<Options> => ({
  keys: [log.logKeys.at(-1)?.signer.vkey ?? '', log.receiptKeys.at(-1)?.vkey ?? ''],
  policy: log.policy,
  checkpoints: [log.checkpoint(5), log.checkpoint()],
});

// Each is sealed anew, with a report that fits, as a dishonest exporter would: who has the receipt key.
describe('A dishonest exporter is found who', () => {
  it.each([...CONTENT_OF_A_CASE, ...FRAME_OF_A_CASE])('%s: %s', async (_, code, tamper) => {
    expect(await namedBy(tamper)).toContain(code);
  });

  it.each(CONTENT_OF_ALL)('of everything %s: %s', async (_, code, tamper) => {
    expect(await namedBy(tamper, ALL)).toContain(code);
  });
});

describe('Who holds a key or a checkpoint from elsewhere finds', () => {
  const other = (): TestLog => {
    const log = sampleLog();
    log.add('c1', 'comment', 'x9', { text: 'more' });
    return log;
  };
  it.each<[string, string, (log: TestLog) => Options]>([
    ['a fork', 'own_checkpoint_contradicted', (log) => ({ checkpoints: [forkOf(log, 5)] })],
    [
      'a checkpoint to which nothing leads',
      'own_checkpoint_not_reached',
      (log) => ({ checkpoints: [log.checkpoint(6)] }),
    ],
    [
      'a rollback',
      'older_than_own_checkpoint',
      (log) => {
        log.add('c1', 'comment', 'x9', { text: 'more' });
        return { checkpoints: [log.checkpoint()] };
      },
    ],
    ['a checkpoint of another log', 'own_checkpoint_not_of_this_log', () => ({ checkpoints: [other().checkpoint()] })],
    ['a checkpoint that is none', 'own_checkpoint_malformed', () => ({ checkpoints: ['x\n'] })],
    ['another key', 'key_not_trusted', (log) => ({ keys: [TestSigner.make(log.origin).vkey] })],
    ['a key that is known from the bundle alone', 'key_taken_on_trust', () => ({})],
    ['a policy that is known from the bundle alone', 'policy_taken_on_trust', () => ({})],
    [
      'too few witnesses of theirs',
      'quorum_not_met',
      () => ({ policy: `witness w ${TestSigner.make('w', 4).vkey}\nquorum w\n` }),
    ],
    [
      'a file that is another',
      'evidence_file_differs',
      () => ({ files: [{ name: 'm.eml', sha256: '00'.repeat(32) }] }),
    ],
    [
      'a file that is no evidence',
      'evidence_file_unknown',
      () => ({ files: [{ name: 'x', sha256: '00'.repeat(32) }] }),
    ],
  ])('%s: %s', async (_, code, options) => {
    expect(await namedBy((lines) => lines, CASE, options)).toContain(code);
  });

  it('a fork in everything, at any size', async () => {
    for (const size of [3, 6]) {
      expect(
        await namedBy(
          (lines) => lines,
          ALL,
          (log) => ({ checkpoints: [forkOf(log, size)] }),
        ),
      ).toEqual(expect.arrayContaining(['own_checkpoint_contradicted']));
    }
  });

  it('a swapped key with everything signed anew', async () => {
    const [honest, forger] = [sampleLog(), sampleLog()];
    const keys = [honest.logKeys.at(-1)?.signer.vkey ?? '', honest.receiptKeys.at(-1)?.vkey ?? ''];
    const verification = await verify(bundleOf(forger, CASE), { keys });
    expect(codesOf(verification)).toContain('key_not_trusted');
  });

  it('a swapped key behind an honest checkpoint', async () => {
    const log = sampleLog();
    const key = log.logKeys.at(-1)?.signer.vkey ?? '';
    const forger = TestSigner.make(log.origin);
    const lines = linesOf(log, { ...CASE, earlier: [4] });
    const [text = ''] = log.checkpoint().split('\n\n');
    lines[1] = { ...lines[1], type: 'keys', log: [forger.vkey, key] };
    lines[3] = { ...lines[3], type: 'checkpoint', note: forger.note(`${text}\n`) };
    expect(codesOf(await verify(sealed(log, lines), { keys: [key], policy: 'quorum none\n' }))).toEqual([
      'key_not_trusted',
    ]);
  });

  it('their own file among the evidence, and says which', async () => {
    const files = [{ name: 'from-the-disk', sha256: 'ab'.repeat(32) }];
    const { verdict, findings } = await verify(bundleOf(sampleLog(), CASE), { files });
    expect([verdict, findings.find(({ code }) => code === 'evidence_file_matches')?.text]).toEqual([
      'verified',
      'A file is the evidence that the bundle names. (from-the-disk: evidence v1)',
    ]);
  });

  /** What a log signed that has the same keys and another history. */
  function forkOf(log: TestLog, size: number): string {
    const tree = TestTree.ofNumbers(size);
    return (
      log.logKeys.at(-1)?.signer.note(`${log.origin}\n${size}\n${Buffer.from(tree.root()).toString('base64')}\n`) ?? ''
    );
  }
});

describe('A dishonest operator is found who writes into the log', () => {
  it.each(FALSE_ENTRIES)('%s: %s', async (_, code, when, falsify) => {
    const log = sampleLog();
    log.falsify = (payload) => (payload['action'] === when ? falsify(payload, log) : payload);
    log.redact('c1', 'task', 't2', 'title');
    log.rotate('log');
    log.writeOutsideCases({
      action: 'member.invited',
      subject: { kind: 'member', id: 'm' },
      before: null,
      after: null,
    });
    log.amend('c1', 'task', 't1', { title: 'Called again' });
    const verification = await verify(bundleOf(log, { complete: true }));
    verification.findings.forEach((finding) => seen.add(finding.code));
    expect([...codesOf(verification), ...codesOf(verification, 'warning')]).toContain(code);
  });

  it('a checkpoint by a key that comes later: key_used_too_early', async () => {
    const log = sampleLog();
    const [newest] = log.logKeys;
    log.logKeys.splice(0, 1, { signer: newest?.signer as TestSigner, from: 0 });
    const verification = await verify(bundleOf(log, { ...CASE, earlier: [3] }));
    verification.findings.forEach((finding) => seen.add(finding.code));
    expect(codesOf(verification)).toEqual(['key_used_too_early']);
  });
});

describe('A file', () => {
  const honest = bundleOf(sampleLog(), CASE);
  const lines = honest.split('\n').slice(0, -1);
  it.each<[string, string, string, string | Buffer]>([
    ['that is empty', 'unreadable', 'not_a_bundle', ''],
    ['that is something else', 'unreadable', 'not_a_bundle', '{"type":"state"}\n'],
    ['that is a picture', 'unreadable', 'not_a_bundle', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['of another version', 'unreadable', 'not_a_bundle', honest.replace('"v":1', '"v":2')],
    [
      'with a line without end',
      'unreadable',
      'not_a_bundle',
      Buffer.concat([Buffer.from(`${lines[0]}\n`), Buffer.alloc(17 * 1024 * 1024, 97)]),
    ],
    ['with a wrong head', 'failed', 'line_malformed', honest.replace('"complete":false', '"complete":0')],
    ['that is cut', 'failed', 'seal_missing', `${lines.slice(0, -1).join('\n')}\n`],
    ['that is cut in a line', 'failed', 'seal_missing', honest.slice(0, -700)],
    ['without its last line feed', 'failed', 'seal_missing', honest.slice(0, -1)],
    ['with something after its end', 'failed', 'line_out_of_order', `${honest}${lines[3]}\n`],
    ['with an empty line', 'failed', 'line_malformed', `${honest}\n`],
  ])('%s is %s: %s', async (_, verdict, code, bytes) => {
    const verification = await verify(bytes);
    verification.findings.forEach((finding) => seen.add(finding.code));
    expect([verification.verdict, codesOf(verification)]).toEqual([verdict, expect.arrayContaining([code])]);
  });
});

describe('A single bit, flipped anywhere', () => {
  const log = sampleLog();
  const bundles = [CASE, ALL].map((wishes) => Buffer.from(bundleOf(log, wishes)));
  /** Every line as likely as another, long or short. */
  const place = fc.record({
    bundle: fc.nat({ max: 1 }),
    line: fc.nat({ max: 1000 }),
    at: fc.nat(),
    bit: fc.nat({ max: 7 }),
  });
  const startsOf = (bytes: Buffer): number[] => [
    0,
    ...[...bytes.entries()].filter(([, byte]) => byte === 10).map(([i]) => i + 1),
  ];
  const starts = bundles.map(startsOf);
  const flipped = (
    { bundle, line, at, bit }: { bundle: number; line: number; at: number; bit: number },
    without_ = 0,
  ) => {
    const bytes = Buffer.from(bundles[bundle] as Buffer);
    const lines = (starts[bundle] as number[]).length - 1 - without_;
    const [from = 0, to = 0] = (starts[bundle] as number[]).slice(line % lines);
    const index = from + (at % (to - from));
    bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index);
    return { bytes, sealAt: (starts[bundle] as number[]).at(-2) as number };
  };

  it('breaks the seal', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (one) => {
        const { verdict } = await verify(flipped(one).bytes);
        expect(verdict).not.toBe('verified');
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('is found by what it is in, where the file is sealed anew', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (one) => {
        const { bytes, sealAt } = flipped(one, 1);
        const content = bytes.subarray(0, sealAt);
        const again = Buffer.concat([
          content,
          Buffer.from(sealOf(log, content, content.toString('latin1').split('\n').length - 1)),
        ]);
        const verification = await verify(again);
        expect(verification.verdict).not.toBe('verified');
        expect(codesOf(verification).filter((code) => !code.startsWith('seal_'))).not.toEqual([]);
      }),
      { numRuns: RUNS },
    );
  }, 60_000);
});

it('Whatever the verifier can say of a bundle, it was seen to say', async () => {
  await namedBy(
    (lines) => lines,
    CASE,
    (log) => ({ ...trustOf(log), files: [{ name: 'a', sha256: 'ab'.repeat(32) }] }),
  );
  await namedBy((lines, log) => bundleOf(log, { ...CASE, hides: (_, name) => name === 'reason' }));
  const ofOthers = /^(receipt_|entries_malformed|tile_differs)/;
  expect(Object.keys(FINDINGS).filter((code) => !seen.has(code) && !ofOthers.test(code))).toEqual([]);
});
