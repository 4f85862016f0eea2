import { webCrypto } from '@app/verify';
import { checkEntries, type EntryCheck, type SentEntry } from '../../src/ledger/entry-check.js';
import { SampleLog } from './sample-log.js';

const log = new SampleLog();
for (let i = 0; i < 11; i += 1) {
  log.add(`entry ${i}`, [
    ['action', 'comment.added'],
    ['after.body', `Comment ${i}`],
    ['reason', null],
  ]);
}
log.addOld('an old one', '{"action":"incident.reported","v":1}');
const SIZE = log.tree.size;
const tree = { size: SIZE, root: log.tree.root() };

const check = async (change: (entry: SentEntry) => SentEntry = (entry) => entry): Promise<EntryCheck[]> =>
  await checkEntries(webCrypto(), log.sent().map(change), tree);

/** Steps that failed, of all entries. */
const failed = (checks: readonly EntryCheck[]): string[] => [
  ...new Set(checks.flatMap(({ steps }) => steps.filter(({ result }) => result === 'failed').map(({ name }) => name))),
];

/** The same text with one character of Base64 exchanged. */
const flipped = (text: string, at = 5): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);

test('what was written and is in the log is proven, step by step', async () => {
  const checks = await check();
  expect(checks.every(({ held }) => held)).toBe(true);
  expect(checks[3]?.payload).toEqual({ action: 'comment.added', after: { body: 'Comment 3' }, reason: null });
  expect(checks[3]?.steps.map(({ result }) => result)).toEqual(['held', 'held', 'held', 'held']);
  expect(checks.at(-1)?.payload).toEqual({ action: 'incident.reported', v: 1 });
  expect(checks.at(-1)?.fields).toEqual(['*']);
});

test('what is withheld is in the log all the same, and says nothing', async () => {
  const [one] = await check((entry) => ({ ...entry, salt: null, digests: null, disclosures: [], body: null }));
  expect(one).toMatchObject({ held: true, payload: null, fields: [] });
  expect(one?.steps.map(({ result }) => result)).toEqual(['none', 'none', 'held', 'held']);
});

test('a field that is withheld or erased leaves the others proven', async () => {
  const [one] = await check((entry) => ({ ...entry, disclosures: entry.disclosures.slice(0, 1) }));
  expect(one).toMatchObject({ held: true, payload: { action: 'comment.added' }, fields: ['action'] });
});

test('what waits for its place is no fault, and no proof either', async () => {
  const [one] = await check((entry) => ({ ...entry, index: null, proof: null }));
  expect(one?.held).toBe(true);
  expect(one?.steps.at(-1)).toMatchObject({ name: 'place', result: 'none' });
});

test.each<[string, (entry: SentEntry) => SentEntry, string[]]>([
  ['another leaf', (entry) => ({ ...entry, leaf: entry.leaf.replace('"v":', '"v": ') }), ['leaf', 'place']],
  ['a flipped leaf', (entry) => ({ ...entry, leaf: flipped(entry.leaf, 20) }), ['commitment', 'leaf', 'place']],
  ['another leaf hash', (entry) => ({ ...entry, leafHash: flipped(entry.leafHash) }), ['leaf']],
  ['another salt', (entry) => ({ ...entry, salt: flipped(entry.salt ?? '') }), ['commitment']],
  ['another place', (entry) => ({ ...entry, index: ((entry.index ?? 0) + 1) % SIZE }), ['place']],
  ['a flipped proof', (entry) => ({ ...entry, proof: [flipped(entry.proof?.[0] ?? '')] }), ['place']],
  ['a shorter proof', (entry) => ({ ...entry, proof: entry.proof?.slice(1) ?? null }), ['place']],
  ['a proof that is none', (entry) => ({ ...entry, proof: ['?'] }), ['place']],
  ['no proof', (entry) => ({ ...entry, proof: null }), ['place']],
])('%s is found', async (_, change, steps) => {
  const checks = await check(change);
  expect(checks.some(({ held }) => held)).toBe(false);
  expect(failed(checks)).toEqual(steps);
});

test('content that was rewritten is found, and is not given out as proven', async () => {
  const other = Buffer.from(JSON.stringify(['AAAAAAAAAAAAAAAAAAAAAA', 'reason', 'Not what was said'])).toString(
    'base64url',
  );
  const rewritten = await check((entry) =>
    entry.digests
      ? { ...entry, disclosures: [...entry.disclosures.slice(0, 2), other] }
      : { ...entry, body: '{"v":1}' },
  );
  expect(failed(rewritten)).toEqual(['fields', 'commitment']);
  expect(rewritten.every(({ payload }) => payload === null)).toBe(true);
});

test('a field that is told twice is found', async () => {
  const checks = await check((entry) => ({ ...entry, disclosures: [...entry.disclosures, ...entry.disclosures] }));
  expect(checks[0]).toMatchObject({ held: false, payload: null });
});

test('without a checkpoint that could be believed no place is proven', async () => {
  const checks = await checkEntries(webCrypto(), log.sent(), null);
  expect(failed(checks)).toEqual(['place']);
  expect(checks.some(({ held }) => held)).toBe(false);
});

test('a proof for one tree proves nothing in another one', async () => {
  const checks = await checkEntries(webCrypto(), log.sent(), { ...tree, root: log.tree.root(SIZE - 1) });
  expect(failed(checks)).toEqual(['place']);
});
