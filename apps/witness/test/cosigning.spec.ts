import { emptyRoot, parseNote, toBase64, utf8, verifyNote } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { TestSigner } from '../../../libs/verify/test/test-signer.js';
import { originHash } from '../src/cosigned-checkpoints.js';
import { MemoryDisk } from './memory-files.js';
import { FOLDER, NOON_SECONDS, opened, type Opened } from './opened.js';
import { bodyOf, TestLog } from './test-log.js';

const log = TestLog.make('log.example/campaign', 40);
const other = log.branch(10, 40);

async function status(witness: Opened, body: Uint8Array): Promise<number> {
  return (await witness.cosigner.addCheckpoint(body)).status;
}

describe('A witness', () => {
  let disk: MemoryDisk;
  let witness: Opened;

  beforeEach(async () => {
    disk = new MemoryDisk();
    witness = await opened(disk.process(), [log]);
  });

  it('cosigns the first checkpoint of a log without a proof, with its own key and time', async () => {
    const answer = await witness.cosigner.addCheckpoint(log.request({ old: 0, size: 7 }));
    expect(answer).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' });
    const note = log.note({ size: 7 }) + answer.body;
    const { signers } = await verifyNote(nodeCrypto, note, [witness.key.verifier]);
    expect(signers).toMatchObject([{ time: NOON_SECONDS, key: { name: 'counsel.example/witness', type: 4 } }]);
    expect(witness.told).toEqual(['log.example/campaign: cosigned 7']);
  });

  it('cosigns what has only grown, from each size to each other', async () => {
    for (const [old, size] of [
      [0, 1],
      [1, 2],
      [2, 7],
      [7, 8],
      [8, 8],
      [8, 40],
    ] as const) {
      expect(await status(witness, log.request({ old, size }))).toBe(200);
    }
  });

  it('keeps what it cosigned, with the signatures of both, where the log can ask for it', async () => {
    await status(witness, log.request({ old: 0, size: 7 }));
    const kept = (await witness.cosigner.newest(await originHash(log.origin))) ?? '';
    expect(parseNote(kept).text).toBe(log.text({ size: 7 }));
    const both = [(await keyOf(log)).verifier, witness.key.verifier];
    expect((await verifyNote(nodeCrypto, kept, both)).signers).toHaveLength(2);
  });

  it('says 404 of a log that it does not know, and of one that it has not cosigned yet', async () => {
    const stranger = TestLog.make('stranger.example', 3);
    expect(await status(witness, stranger.request({ old: 0, size: 3 }))).toBe(404);
    expect(await witness.cosigner.newest(await originHash('stranger.example'))).toBeUndefined();
    expect(await witness.cosigner.newest(await originHash(log.origin))).toBeUndefined();
  });

  it('says 403 of a checkpoint that the log did not sign, and of one with a wrong signature beside a right one', async () => {
    const thief = TestSigner.make(log.origin);
    expect(await status(witness, log.request({ old: 0, size: 7, signer: thief }))).toBe(403);
    const text = log.text({ size: 7 });
    const wrong = log.signer.signatureLine(log.text({ size: 8 }));
    expect(await status(witness, bodyOf(0, [], log.note({ size: 7 }) + wrong))).toBe(403);
    expect(await status(witness, bodyOf(0, [], `${text}\n${wrong}`))).toBe(403);
  });

  it('passes over signatures of keys that it does not know', async () => {
    const friend = TestSigner.make('friend.example');
    const note = log.note({ size: 7 }) + friend.signatureLine('something else\n');
    expect(await status(witness, bodyOf(0, [], note))).toBe(200);
    const kept = await witness.cosigner.newest(await originHash(log.origin));
    expect(kept).not.toContain('friend.example');
  });

  it('says 400 of an old size beyond the checkpoint', async () => {
    expect(await status(witness, log.request({ old: 8, size: 7, proof: [] }))).toBe(400);
  });

  it('says 409 and the size that it holds where the old size is another, also to one who asks from 0', async () => {
    await status(witness, log.request({ old: 0, size: 7 }));
    for (const old of [0, 6, 8]) {
      expect(await witness.cosigner.addCheckpoint(log.request({ old, size: 20 }))).toEqual({
        status: 409,
        type: 'text/x.tlog.size',
        body: '7\n',
      });
    }
  });

  it('says 409 of another tree of the same size, and keeps both as evidence', async () => {
    await status(witness, log.request({ old: 0, size: 12 }));
    const answer = await witness.cosigner.addCheckpoint(other.request({ old: 12, size: 12 }));
    expect(answer).toEqual({ status: 409, type: 'text/x.tlog.size', body: '12\n' });
    const evidence = disk.files().get(`${FOLDER}/${await originHash(log.origin)}.fork`) ?? '';
    expect(evidence.startsWith(`${other.note({ size: 12 })}\n${log.note({ size: 12 })}`)).toBe(true);
    expect(witness.told.at(-1)).toMatch(/REFUSED, the log signed another tree of the same size: 12 after 12$/);
  });

  it('says 422 of a proof that does not lead from what it holds: forged, cut, too long, of another tree', async () => {
    await status(witness, log.request({ old: 0, size: 12 }));
    const proof = log.tree.consistency(12, 20);
    const asked = { old: 12, size: 20 };
    expect(await status(witness, other.request(asked))).toBe(422);
    expect(await status(witness, log.request({ ...asked, proof: [] }))).toBe(422);
    expect(await status(witness, log.request({ ...asked, proof: proof.slice(1) }))).toBe(422);
    expect(await status(witness, log.request({ ...asked, proof: [...proof, proof[0] as Uint8Array] }))).toBe(422);
    expect(await status(witness, log.request({ ...asked, proof: proof.toReversed() }))).toBe(422);
    expect(await status(witness, log.request({ old: 12, size: 12, proof: [proof[0] as Uint8Array] }))).toBe(422);
    expect(await status(witness, log.request(asked))).toBe(200);
    const evidence = disk.files().get(`${FOLDER}/${await originHash(log.origin)}.unproven`) ?? '';
    expect(evidence.startsWith(other.note({ size: 20 }))).toBe(true);
  });

  it('takes from size 0 an empty proof and nothing else, and of an empty tree only the empty root', async () => {
    expect(await status(witness, log.request({ old: 0, size: 7, proof: [log.tree.root(7)] }))).toBe(422);
    expect(await status(witness, log.request({ old: 0, size: 0, root: log.tree.root(1) }))).toBe(422);
    expect(await status(witness, log.request({ old: 0, size: 0 }))).toBe(200);
    expect(toBase64(await emptyRoot(nodeCrypto))).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('never goes back to a smaller tree', async () => {
    await status(witness, log.request({ old: 0, size: 20 }));
    expect(await status(witness, log.request({ old: 20, size: 12, proof: [] }))).toBe(400);
    expect(await status(witness, log.request({ old: 0, size: 12 }))).toBe(409);
    expect(await status(witness, log.request({ old: 12, size: 12 }))).toBe(409);
  });

  it('never says an earlier time than before, though its clock was set back', async () => {
    let now = NOON_SECONDS * 1000 + 999;
    witness = await opened(disk.process(), [log], { now: () => now });
    const timeOf = async (old: number, size: number): Promise<number | undefined> => {
      const { body } = await witness.cosigner.addCheckpoint(log.request({ old, size }));
      const { signers } = await verifyNote(nodeCrypto, log.note({ size }) + body, [witness.key.verifier]);
      return signers[0]?.time;
    };
    expect(await timeOf(0, 5)).toBe(NOON_SECONDS);
    now -= 3_600_000;
    expect(await timeOf(5, 6)).toBe(NOON_SECONDS);
    witness = await opened(disk.process(), [log], { now: () => now });
    expect(await timeOf(6, 6)).toBe(NOON_SECONDS);
    now += 3_605_000;
    expect(await timeOf(6, 9)).toBe(NOON_SECONDS + 5);
  });

  it('takes either key of a log that replaces its key', async () => {
    const next = TestSigner.make(log.origin);
    witness = await opened(disk.process(), [], { vkeys: [log.signer.vkey, next.vkey] });
    expect(await status(witness, log.request({ old: 0, size: 5 }))).toBe(200);
    expect(await status(witness, log.request({ old: 5, size: 6, signer: next }))).toBe(200);
    const both = log.note({ size: 7 }) + next.signatureLine(log.text({ size: 7 }));
    expect(await status(witness, bodyOf(6, log.tree.consistency(6, 7), both))).toBe(200);
    expect(parseNote((await witness.cosigner.newest(await originHash(log.origin))) ?? '').signatures).toHaveLength(3);
  });

  it('keeps logs apart', async () => {
    const second = TestLog.make('log.example/other', 9);
    witness = await opened(disk.process(), [log, second], { newLogs: true });
    expect(await status(witness, log.request({ old: 0, size: 7 }))).toBe(200);
    expect(await status(witness, second.request({ old: 0, size: 4 }))).toBe(200);
    expect(await status(witness, second.request({ old: 4, size: 9 }))).toBe(200);
    expect(await status(witness, second.request({ old: 0, size: 9, origin: log.origin, signer: log.signer }))).toBe(
      409,
    );
  });

  it('does not let whoever asks often fill its log', async () => {
    let now = NOON_SECONDS * 1000;
    witness = await opened(disk.process(), [log], { now: () => now });
    await status(witness, log.request({ old: 0, size: 10 }));
    for (let size = 11; size <= 20; size++) {
      await status(witness, log.request({ old: size - 1, size }));
      await status(witness, other.request({ old: size, size: 40 }));
    }
    expect(witness.told).toEqual([
      'log.example/campaign: cosigned 10',
      'log.example/campaign: REFUSED, the log did not prove that it only grew: 40 after 11',
    ]);
    now += 60_000;
    await status(witness, other.request({ old: 20, size: 40 }));
    expect(witness.told).toHaveLength(3);
  });

  it('cosigns one of two futures that arrive at once', async () => {
    await status(witness, log.request({ old: 0, size: 10 }));
    const answers = await Promise.all([
      status(witness, log.request({ old: 10, size: 12 })),
      status(witness, other.request({ old: 10, size: 12 })),
      status(witness, log.request({ old: 10, size: 12 })),
    ]);
    expect(answers).toEqual([200, 409, 409]);
  });

  it.each<[string, Uint8Array | string]>([
    ['nothing', ''],
    ['bytes that are not UTF-8', Uint8Array.of(0x6f, 0x6c, 0x64, 0x20, 0xff)],
    ['no old size', log.note({ size: 7 })],
    ['an old size with a leading zero', `old 00\n\n${log.note({ size: 7 })}`],
    ['an old size with a sign', `old +0\n\n${log.note({ size: 7 })}`],
    ['an old size beyond 2^53', `old 9007199254740993\n\n${log.note({ size: 7 })}`],
    ['two blanks', `old  0\n\n${log.note({ size: 7 })}`],
    ['a line feed of two characters', `old 0\r\n\r\n${log.note({ size: 7 })}`],
    ['a proof line that is not Base64', `old 0\n!\n\n${log.note({ size: 7 })}`],
    ['a proof line of 31 bytes', `old 0\n${toBase64(new Uint8Array(31))}\n\n${log.note({ size: 7 })}`],
    ['a proof line with bits left over', `old 0\n${'A'.repeat(42)}B=\n\n${log.note({ size: 7 })}`],
    ['64 proof lines', bodyOf(0, Array<Uint8Array>(64).fill(new Uint8Array(32)), log.note({ size: 7 }))],
    ['no checkpoint', 'old 0\n\n'],
    ['a checkpoint without signatures', `old 0\n\n${log.text({ size: 7 })}`],
    ['a note that is no checkpoint', bodyOf(0, [], log.signer.note('log.example/campaign\nseven\n'))],
    ['a NUL', `old 0\n\n\0${log.note({ size: 7 })}`],
    ['something after the last line feed', `old 0\n\n${log.note({ size: 7 })}more`],
  ])('says 400 of %s', async (_what, body) => {
    expect(await status(witness, typeof body === 'string' ? utf8(body) : body)).toBe(400);
    expect(await status(witness, log.request({ old: 0, size: 7 }))).toBe(200);
  });
});

async function keyOf({ signer }: TestLog) {
  const { parseVerifierKey } = await import('@app/verify');
  return { verifier: await parseVerifierKey(nodeCrypto, signer.vkey) };
}
