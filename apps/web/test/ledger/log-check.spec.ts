import { webCrypto } from '@app/verify';
import { TestSigner } from '../../../../libs/verify/test/test-signer.js';
import { Alarm, checkCheckpoint, checkContinues, comparedWith, readKeys } from '../../src/ledger/log-check.js';
import { judgeKeys, believed, endorsementText, type OfferedKey } from '../../src/ledger/key-check.js';
import { checkChain } from '../../src/ledger/chain.js';
import { checkEntries } from '../../src/ledger/entry-check.js';
import { checkReceipt, isDue } from '../../src/ledger/receipt-check.js';
import { ORIGIN, SampleLog } from './sample-log.js';

const crypto = webCrypto();
const log = new SampleLog();
for (let i = 0; i < 12; i += 1) {
  log.add(String(i), [['action', 'comment.added']]);
}
const keysOf = async (...signers: TestSigner[]) =>
  await readKeys(
    crypto,
    signers.map(({ vkey }) => vkey),
  );

describe('A checkpoint', () => {
  const witness = TestSigner.make('counsel.example/witness', 4);

  test('is believed by its signature, and says who else saw it and when', async () => {
    const note = log.checkpoint();
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const stranger = TestSigner.make('stranger.example', 4);
    const cosigned =
      note + witness.cosignatureLine(text, 1_700_000_000) + stranger.cosignatureLine(text, 1_700_000_000);
    const keys = { log: await keysOf(log.signer), witnesses: await keysOf(witness) };
    const checked = await checkCheckpoint(crypto, cosigned, keys);
    expect(checked).toMatchObject({ origin: ORIGIN, size: 12, unknown: ['stranger.example'] });
    expect(checked.signers.map(({ vkey }) => vkey)).toEqual([log.signer.vkey]);
    expect(checked.cosigners).toMatchObject([{ name: 'counsel.example/witness', at: '2023-11-14T22:13:20.000Z' }]);
  });

  test('of which a character was changed is not', async () => {
    const keys = { log: await keysOf(log.signer), witnesses: [] };
    const changed = log.checkpoint().replace('\n12\n', '\n13\n');
    await expect(checkCheckpoint(crypto, changed, keys)).rejects.toThrow(Alarm);
    await expect(checkCheckpoint(crypto, 'no note', keys)).rejects.toThrow(Alarm);
  });

  test('by an unknown key, or by a witness alone, is not', async () => {
    const other = TestSigner.make(ORIGIN);
    const keys = { log: await keysOf(log.signer), witnesses: await keysOf(witness) };
    await expect(checkCheckpoint(crypto, log.checkpoint(12, other), keys)).rejects.toThrow(Alarm);
    const note = log.checkpoint(12, other);
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    await expect(checkCheckpoint(crypto, note + witness.cosignatureLine(text, 1), keys)).rejects.toThrow(
      'not signed by a key of the log',
    );
  });
});

describe('A log that was seen before', () => {
  const proofOf = async (from: number, to: number): Promise<string[]> =>
    await Promise.resolve(log.consistency(from, to));

  test.each([
    [0, 12],
    [1, 12],
    [7, 11],
    [8, 12],
    [12, 12],
  ])('of %i entries is continued by that of %i', async (from, to) => {
    const earlier = from === 0 ? { size: 0, root: log.tree64(0).root } : log.tree64(from);
    await expect(checkContinues(crypto, [earlier, log.tree64(to)], proofOf)).resolves.toBeUndefined();
  });

  test('is not continued by a shorter one, by another one of its size, or by one that was rewritten', async () => {
    const other = new SampleLog();
    for (let i = 0; i < 12; i += 1) {
      other.add(String(i), [['action', 'comment.added']]);
    }
    await expect(checkContinues(crypto, [log.tree64(), log.tree64(7)], proofOf)).rejects.toThrow('missing at its end');
    await expect(checkContinues(crypto, [log.tree64(), other.tree64()], proofOf)).rejects.toThrow('two different logs');
    await expect(checkContinues(crypto, [log.tree64(7), other.tree64()], proofOf)).rejects.toThrow('was rewritten');
    const lie = async () => await Promise.resolve(['?']);
    await expect(checkContinues(crypto, [log.tree64(7), log.tree64()], lie)).rejects.toThrow(Alarm);
  });

  test('is compared with the nearest checkpoint that is not larger', () => {
    const seen = [3, 7, 12].map((size) => ({ ...log.tree64(size), note: '', seenAt: '' }));
    expect([2, 3, 9, 40].map((size) => comparedWith(seen, size)?.size)).toEqual([3, 3, 7, 12]);
    expect(comparedWith([], 3)).toBeNull();
  });
});

describe('The keys of the log', () => {
  const first = TestSigner.make(ORIGIN);
  const second = TestSigner.make(ORIGIN);
  const offer = (signer: TestSigner, replaced?: TestSigner, by = replaced): OfferedKey => ({
    role: 'log',
    vkey: signer.vkey,
    replaces: replaced?.vkey ?? null,
    endorsement: by?.note(endorsementText(ORIGIN, { role: 'log', vkey: signer.vkey })) ?? null,
  });
  const since = '2026-01-01T00:00:00.000Z';

  test('are believed when they are seen first, and remembered from then on', async () => {
    const judged = await judgeKeys(crypto, ORIGIN, [offer(first)], []);
    expect(judged.map(({ ground }) => ground)).toEqual(['first']);
    const again = await judgeKeys(crypto, ORIGIN, [offer(first)], [{ vkey: first.vkey, since }]);
    expect(again).toMatchObject([{ ground: 'remembered', since }]);
  });

  test('may follow each other where each is signed by the one before', async () => {
    const third = TestSigner.make(ORIGIN);
    const offered = [offer(third, second), offer(second, first), offer(first)];
    const judged = await judgeKeys(crypto, ORIGIN, offered, [{ vkey: first.vkey, since }]);
    expect(judged.map(({ ground }) => ground)).toEqual(['endorsed', 'endorsed', 'remembered']);
    expect(believed(judged, 'log')).toHaveLength(3);
  });

  test('are not swapped unseen: an endorsement by another key, or none, is no reason', async () => {
    const swaps = [[offer(second)], [offer(second, first, second), offer(first)], [offer(second), offer(first)]];
    for (const offered of swaps) {
      const judged = await judgeKeys(crypto, ORIGIN, offered, [{ vkey: first.vkey, since }]);
      expect(judged[0]?.ground).toBe('none');
      expect(believed(judged, 'log')).not.toContain(second.vkey);
    }
  });

  test('for receipts are judged by themselves', async () => {
    const receipts = TestSigner.make(`${ORIGIN}/receipts`);
    const offered: OfferedKey[] = [offer(first), { ...offer(receipts), role: 'receipt' }];
    const judged = await judgeKeys(crypto, ORIGIN, offered, [{ vkey: first.vkey, since }]);
    expect(judged.map(({ ground }) => ground)).toEqual(['remembered', 'first']);
  });
});

describe('The changes of a case', () => {
  const chained = async (omit: number | null, told = true) => {
    const one = new SampleLog();
    let previous: string | null = null;
    for (let i = 0; i < 5; i += 1) {
      previous = one.add(String(i), [['action', 'x'], ...(told ? [['previous', previous] as const] : [])]);
    }
    const checks = await checkEntries(crypto, one.sent(), { size: 5, root: one.tree.root() });
    return one
      .sent()
      .map(({ leafHash }, i) => ({ leafHash, check: checks[i] as (typeof checks)[number] }))
      .filter((_, i) => i !== omit);
  };

  test('name each the one before it, so that none can be taken out between', async () => {
    expect(checkChain(await chained(null), { fromFirst: true })).toEqual({ gaps: [], told: true });
    expect(checkChain(await chained(2), { fromFirst: true })).toEqual({ gaps: [{ afterId: '3' }], told: true });
    expect(checkChain(await chained(0), { fromFirst: true })).toEqual({ gaps: [{ afterId: '1' }], told: true });
    expect(checkChain(await chained(0), { fromFirst: false })).toEqual({ gaps: [], told: true });
  });

  test('do not name it to whoever is not shown everything', async () => {
    expect(checkChain(await chained(null, false), { fromFirst: true })).toEqual({ gaps: [], told: false });
  });
});

describe('A receipt', () => {
  const signer = TestSigner.make(`${ORIGIN}/receipts`);
  const text = `ascribe-receipt/v1\n${ORIGIN}\n${log.sent()[0]?.leafHash}\n${log.sent()[1]?.leafHash}\n1700000000\n`;

  test('promises entries within a minute', async () => {
    const receipt = await checkReceipt(crypto, signer.note(text), await keysOf(signer));
    expect(receipt.leafHashes).toHaveLength(2);
    expect(receipt.issuedAt).toBe('2023-11-14T22:13:20.000Z');
    const issued = Date.parse(receipt.issuedAt);
    expect([isDue(receipt, issued + 60_000), isDue(receipt, issued + 60_001)]).toEqual([false, true]);
  });

  test('is none by another key, and none where it promises nothing', async () => {
    const keys = await keysOf(signer);
    await expect(checkReceipt(crypto, TestSigner.make(signer.name).note(text), keys)).rejects.toThrow(Alarm);
    const empty = signer.note(`ascribe-receipt/v1\n${ORIGIN}\n1700000000\n`);
    await expect(checkReceipt(crypto, empty, keys)).rejects.toThrow('not a receipt');
    await expect(checkReceipt(crypto, log.checkpoint(), await keysOf(log.signer))).rejects.toThrow('not a receipt');
  });
});
