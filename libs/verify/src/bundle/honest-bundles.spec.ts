import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { bundleOf } from '../../test/test-bundle.js';
import { TestLog, type TestEntry } from '../../test/test-log.js';
import { codesOf, verify } from '../../test/verifying.js';

const RUNS = 1000;
const CASES = ['c1', 'c2', 'c3'];

type Step = { does: string; of: number; record: number; member: number; version: 1 | 2 };
const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(
    'add',
    'add',
    'amend',
    'amend',
    'evidence',
    'redact',
    'outside',
    'rotate log',
    'rotate receipt',
  ),
  of: fc.nat({ max: CASES.length - 1 }),
  record: fc.nat({ max: 3 }),
  member: fc.nat({ max: 2 }),
  version: fc.constantFrom(1, 2),
});
const wishes = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  olderSteps: fc.nat({ max: 5 }),
  witnesses: fc.nat({ max: 2 }),
  ofCase: fc.boolean(),
  complete: fc.boolean(),
  hiding: fc.option(fc.nat({ max: 1000 })),
  asOf: fc.nat({ max: 100 }),
  earlier: fc.nat({ max: 100 }),
  pieceBytes: fc.integer({ min: 7, max: 5000 }),
});

function take(log: TestLog, { does, of, record, member, version }: Step, n: number): void {
  const incidentId = CASES[of] as string;
  if (log.caseOf(incidentId).version === 0) {
    log.add(
      incidentId,
      'incident',
      incidentId,
      { reference: `INC-${of}`, title: `Title ${n} \u00e9\u{1f600}` },
      version,
    );
  }
  const id = `x${record}`;
  const member_ = `m${member}`;
  const exists = log.caseOf(incidentId).records.has(`comment ${id}`);
  if (does === 'rotate log' || does === 'rotate receipt') {
    log.rotate(does === 'rotate log' ? 'log' : 'receipt');
  } else if (does === 'outside') {
    log.writeOutsideCases({ action: 'member.invited', subject: { kind: 'membership', id }, before: null, after: null });
  } else if (does === 'evidence') {
    const file = { stored: true, sha256: 'ab'.repeat(32), sizeBytes: n, fileName: `f${n}.bin` };
    log.add(incidentId, 'evidence', `v${n}`, { title: 'Mail', ...file }, version);
  } else if (does === 'redact' && exists) {
    log.redact(incidentId, 'comment', id, member_);
  } else if (exists) {
    log.amend(incidentId, 'comment', id, { [member_]: `changed ${n}`, tags: [n, null, true] }, version);
  } else {
    log.add(incidentId, 'comment', id, { m0: `a ${n}`, m1: null, m2: { deep: ['\u2028', n] }, tags: [] }, version);
  }
}

/** Some fields of some entries, by a rule that looks like none; `before` and `after` of a member go together. */
const hider =
  (seed: number) =>
  ({ index }: TestEntry, name: string): boolean => {
    const member = name.replace(/^(before|after)\./, '');
    // By these one knows what is of later than the moment.
    const isStructure = ['at', 'action', 'incidentId'].includes(name);
    return !isStructure && createHash('sha256').update(`${seed} ${index} ${member}`).digest().readUInt8() < 80;
  };

it('none of 1,000 honest bundles is rejected', async () => {
  await fc.assert(
    fc.asyncProperty(
      wishes,
      async ({ steps, olderSteps, witnesses, ofCase, complete, hiding, asOf, earlier, pieceBytes }) => {
        const log = new TestLog('log.example/ascribe', witnesses);
        // What was written before version 2 comes first.
        steps.forEach((one, i) => take(log, { ...one, version: i < olderSteps ? 1 : 2 }, i));
        const first = earlier % (log.tree.size + 1);
        const [incidentId = ''] = log.cases.keys();
        const bundle = bundleOf(log, {
          ...(ofCase && incidentId !== '' && { incidentId, caseVersion: asOf % (log.caseOf(incidentId).version + 1) }),
          complete,
          earlier: first < log.tree.size ? [first] : [],
          ...(hiding !== null && { hides: hider(hiding) }),
        });
        // The oldest keys suffice where the log shows how the others followed.
        const oldest = hiding === null ? -1 : 0;
        const keys = [...log.logKeys.slice(oldest).map(({ signer }) => signer), ...log.receiptKeys.slice(oldest)].map(
          ({ vkey }) => vkey,
        );
        const verification = await verify(bundle, { keys, checkpoints: [log.checkpoint(first)] }, pieceBytes);
        expect(codesOf(verification)).toEqual([]);
        expect(verification.verdict).toBe('verified');
        expect(codesOf(verification, 'warning').filter((code) => code !== 'policy_taken_on_trust')).toEqual([]);
      },
    ),
    { numRuns: RUNS },
  );
}, 120_000);
