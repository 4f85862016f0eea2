import { folderOf } from '../../test/test-folder.js';
import { TestLog } from '../../test/test-log.js';
import { TestSigner } from '../../test/test-signer.js';
import { TestTree } from '../../test/test-tree.js';
import { codesOf } from '../../test/verifying.js';
import { nodeCrypto } from '../node/index.js';
import type { Trust } from '../trust.js';
import { webCrypto } from '../web-crypto.js';
import { verifyCheckpoint } from './verify-checkpoint.js';
import { verifyLog } from './verify-log.js';

const logOf = (size: number): TestLog => {
  const log = new TestLog();
  for (let i = 0; i < size; i++) {
    log.writeOutsideCases({ action: 'x', subject: { kind: 'x', id: 'x' }, before: null, after: null });
  }
  return log;
};
const log = logOf(600);
const keyOf = (of: TestLog): string => of.logKeys[0]?.signer.vkey ?? '';
const trust = { keys: [keyOf(log)], checkpoints: [log.checkpoint(300), log.checkpoint(600)] };
const verify = async (
  files: Map<string, Uint8Array>,
  given: Trust = trust,
  crypto = nodeCrypto as Parameters<typeof verifyLog>[0],
) => await verifyLog(crypto, (path) => files.get(path), given);
const rest = (bytes: Uint8Array | undefined): Buffer => Buffer.from(bytes ?? []);

describe('The folder of a log', () => {
  it.each([0, 1, 2, 255, 256, 257, 512, 600])('of %i entries is verified, in Node and in a browser', async (size) => {
    const of = size === 600 ? log : logOf(size);
    for (const crypto of [nodeCrypto, webCrypto()]) {
      const given = { keys: [keyOf(of), of.receiptKeys[0]?.vkey ?? ''], checkpoints: [of.checkpoint(size >> 1)] };
      const { verdict, findings, checkpoint } = await verify(folderOf(of), given, crypto);
      expect([verdict, findings.map(({ code }) => code), checkpoint?.size]).toEqual([
        'verified',
        ['own_checkpoint_held'],
        size,
      ]);
    }
  });

  it('needs no tiles of hashes, and takes a full tile of entries for a partial one', async () => {
    const files = folderOf(log);
    [...files.keys()].filter((path) => /^tile\/\d/.test(path)).forEach((path) => files.delete(path));
    const grown = folderOf(logOf(0));
    grown.set('checkpoint', rest(Buffer.from(log.checkpoint(500))));
    grown.set('key', rest(files.get('key')));
    files.forEach((bytes, path) => path.startsWith('tile') && grown.set(path, bytes));
    expect((await verify(files)).verdict).toBe('verified');
    expect((await verify(grown, { keys: [keyOf(log)] })).verdict).toBe('verified');
  });

  it.each<[what: string, code: string, change: (files: Map<string, Uint8Array>) => void, given?: Trust]>([
    ['an entry changed', 'root_differs', (files) => flip(files, 'tile/entries/001', 40)],
    ['two entries swapped', 'root_differs', (files) => swapEntries(files)],
    ['an entry twice', 'entry_repeated', (files) => repeatEntry(files)],
    ['a tile of entries missing', 'entry_missing', (files) => void files.delete('tile/entries/001')],
    [
      'a tile of entries cut',
      'entries_malformed',
      (files) => void files.set('tile/entries/001', rest(files.get('tile/entries/001')).subarray(0, -9)),
    ],
    [
      'a tile of entries shortened',
      'entries_malformed',
      (files) => void files.set('tile/entries/001', rest(files.get('tile/entries/001')).subarray(0, -69)),
    ],
    ['a leaf that says more', 'leaf_malformed', (files) => flip(files, 'tile/entries/000', 5)],
    ['a tile changed', 'tile_differs', (files) => flip(files, 'tile/0/001', 5)],
    ['a tile at the edge changed', 'tile_differs', (files) => flip(files, 'tile/1/000.p/2', 5)],
    [
      'the checkpoint changed',
      'signature_wrong',
      (files) => void files.set('checkpoint', Buffer.from(log.checkpoint().replace('\n600\n', '\n599\n'))),
    ],
    [
      'an older checkpoint',
      'older_than_own_checkpoint',
      (files) => void files.set('checkpoint', Buffer.from(log.checkpoint(599))),
    ],
    ['a checkpoint that is none', 'checkpoint_malformed', (files) => void files.set('checkpoint', Buffer.from('x'))],
    [
      'bytes for a checkpoint',
      'checkpoint_malformed',
      (files) => void files.set('checkpoint', Buffer.from([255, 254, 10])),
    ],
    ['bytes for a key', 'key_malformed', (files) => void files.set('key', Buffer.from([255, 254, 10]))],
    ['too many keys', 'key_malformed', (files) => void files.set('key', Buffer.from(`${keyOf(log)}\n`.repeat(101)))],
    ['no checkpoint', 'not_a_bundle', (files) => void files.delete('checkpoint')],
    ['a key that is none', 'key_malformed', (files) => void files.set('key', Buffer.from('x\n'))],
    ['another key', 'key_not_trusted', () => undefined, { keys: [TestSigner.make(log.origin).vkey] }],
    ['a fork', 'own_checkpoint_contradicted', () => undefined, { keys: [keyOf(log)], checkpoints: [fork(300)] }],
    // Of rest parameters Jest does not think that the last one is its own, for which it would wait.
  ])('with %s fails: %s', async (...[, code, change, given]) => {
    const files = folderOf(log);
    change(files);
    expect(codesOf(await verify(files, given))).toContain(code);
  });

  function flip(files: Map<string, Uint8Array>, path: string, at: number): void {
    const bytes = rest(files.get(path));
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    files.set(path, bytes);
  }
  /** Entries have 67 bytes, and two before them. */
  function swapEntries(files: Map<string, Uint8Array>): void {
    const bytes = rest(files.get('tile/entries/001'));
    files.set('tile/entries/001', Buffer.concat([bytes.subarray(69, 138), bytes.subarray(0, 69), bytes.subarray(138)]));
  }
  function repeatEntry(files: Map<string, Uint8Array>): void {
    const bytes = rest(files.get('tile/entries/001'));
    files.set('tile/entries/001', Buffer.concat([bytes.subarray(69, 138), bytes.subarray(69)]));
  }
  function fork(size: number): string {
    const root = Buffer.from(TestTree.ofNumbers(size).root()).toString('base64');
    return log.logKeys[0]?.signer.note(`${log.origin}\n${size}\n${root}\n`) ?? '';
  }
});

describe('A receipt', () => {
  const receiptOf = (hashes: string[], signer = log.receiptKeys[0], origin = log.origin): string =>
    signer?.note(`ascribe-receipt/v1\n${origin}\n${hashes.map((hash) => `${hash}\n`).join('')}1800000000\n`) ?? '';
  const honoured = [log.entries[0], log.entries[599]].map((entry) => entry?.leafHash ?? '');
  const broken = Buffer.alloc(32, 1).toString('base64');

  it.each([
    ['receipt_honoured', 'verified', receiptOf(honoured)],
    ['receipt_not_honoured', 'failed', receiptOf([...honoured, broken])],
    ['receipt_not_signed', 'failed', receiptOf(honoured, TestSigner.make(`${log.origin}/receipts`))],
    ['receipt_not_signed', 'failed', receiptOf(honoured, log.logKeys[0]?.signer)],
    ['receipt_malformed', 'failed', receiptOf(honoured, undefined, 'other.example')],
    ['receipt_malformed', 'failed', receiptOf([])],
    ['receipt_malformed', 'failed', receiptOf(['AAAA'])],
    ['receipt_malformed', 'failed', log.receiptKeys[0]?.note('x\n') ?? ''],
    ['receipt_malformed', 'failed', ''],
  ])('is named %s: %s', async (code, verdict, receipt) => {
    const verification = await verify(folderOf(log), { ...trust, receipts: [receipt] });
    expect([verification.verdict, verification.findings.map((one) => one.code)]).toEqual([
      verdict,
      expect.arrayContaining([code]),
    ]);
  });
});

describe('A checkpoint by itself', () => {
  it('is believed by a key that is given, and compared with another of its size', async () => {
    const keys = [keyOf(log)];
    const check = async (given: Trust) => await verifyCheckpoint(nodeCrypto, log.checkpoint(), given);
    expect(codesOf(await check({ keys, checkpoints: [log.checkpoint()] }))).toEqual([]);
    expect(codesOf(await check({ keys, checkpoints: [log.checkpoint(5)] }))).toEqual(['own_checkpoint_not_reached']);
    expect(codesOf(await check({ keys: [TestSigner.make('other').vkey] }))).toEqual(['checkpoint_not_signed']);
    expect(codesOf(await verifyCheckpoint(nodeCrypto, 'x', { keys }))).toEqual(['checkpoint_malformed']);
    await expect(check({ keys: ['x'] })).rejects.toMatchObject({ name: 'FormatError' });
  });
});
