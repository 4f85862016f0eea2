import { parseVerifierKey } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { originHash } from '../src/cosigned-checkpoints.js';
import { KEY_FILE, openKey } from '../src/open-witness.js';
import { readSigningKey, signingKeyText } from '../src/witness-key.js';
import { MemoryDisk } from './memory-files.js';
import { FOLDER, opened } from './opened.js';
import { TestLog } from './test-log.js';

const log = TestLog.make('log.example/campaign', 20);
const further = TestLog.make('log.example/further', 20);
const key = `${FOLDER}/${KEY_FILE}`;

/** A witness that has cosigned, and where it wrote that. */
async function used(): Promise<{ disk: MemoryDisk; state: string }> {
  const disk = new MemoryDisk();
  const { cosigner } = await opened(disk.process(), [log]);
  await cosigner.addCheckpoint(log.request({ old: 0, size: 7 }));
  return { disk, state: `${FOLDER}/${await originHash(log.origin)}.1.checkpoint` };
}

describe('The folder of a witness', () => {
  it('gets a key at the first start, as other witnesses write theirs, and keeps it', async () => {
    const disk = new MemoryDisk();
    const { key: first } = await opened(disk.process(), [log]);
    const text = disk.files().get(key) ?? '';
    expect(text).toMatch(/^PRIVATE\+KEY\+counsel\.example\/witness\+[0-9a-f]{8}\+A[A-Za-z0-9+/]+\n$/);
    expect((await readSigningKey(text)).verifier.vkey).toBe(first.verifier.vkey);
    expect((await parseVerifierKey(nodeCrypto, first.verifier.vkey)).type).toBe(4);
    expect((await opened(disk.process(), [log])).key.verifier.vkey).toBe(first.verifier.vkey);
  });

  it('names its key as the Go note package does', async () => {
    // Ed25519 of RFC 8032, section 7.1, test 1; the ids were computed in Python.
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const text = await signingKeyText('example.com/w', seed);
    expect(text).toBe('PRIVATE+KEY+example.com/w+0a72a4a4+AZ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g');
    const { verifier } = await readSigningKey(text);
    expect(verifier.vkey).toBe('example.com/w+604b4881+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea');
  });

  it('holds one generation after the other, and of the old ones a few', async () => {
    const { disk } = await used();
    const { cosigner } = await opened(disk.process(), [log]);
    for (let again = 0; again < 40; again++) {
      expect((await cosigner.addCheckpoint(log.request({ old: 7, size: 7 }))).status).toBe(200);
    }
    const names = [...disk.files().keys()].filter((path) => path.endsWith('.checkpoint'));
    expect(names).toHaveLength(16);
    expect(names.at(-1)).toMatch(/\.41\.checkpoint$/);
    expect([...disk.files().keys()].filter((path) => path.endsWith('.tmp'))).toEqual([]);
  });

  it('is left as it was by one who died while writing', async () => {
    const { disk } = await used();
    disk.put(`${FOLDER}/0123456789abcdef.tmp`, 'half a ');
    const { cosigner } = await opened(disk.process(), [log]);
    expect((await cosigner.addCheckpoint(log.request({ old: 7, size: 8 }))).status).toBe(200);
    expect(disk.files().has(`${FOLDER}/0123456789abcdef.tmp`)).toBe(false);
  });

  it.each([
    ['is empty', () => ''],
    ['is cut', (text: string) => text.slice(0, -20)],
    ['says another size', (text: string) => text.replace('\n7\n', '\n6\n')],
    ['was cosigned by another key', (text: string) => text.replace(/— counsel\.example\/witness .*\n/, '')],
    ['is of another log', (text: string) => text.replace('log.example', 'log.example.org')],
  ])('does not let the witness start where a checkpoint %s', async (_what, damaged) => {
    const { disk, state } = await used();
    disk.put(state, damaged(disk.files().get(state) ?? ''));
    await expect(opened(disk.process(), [log])).rejects.toThrow('is not a checkpoint that this witness cosigned');
  });

  it('does not let it go on where a checkpoint is damaged while it runs', async () => {
    const { disk, state } = await used();
    const { cosigner } = await opened(disk.process(), [log]);
    disk.put(state, '');
    await expect(cosigner.addCheckpoint(log.request({ old: 7, size: 8 }))).rejects.toThrow('must not cosign any more');
  });

  it('does not let it start where the file of one log stands under the name of another', async () => {
    const { disk, state } = await used();
    disk.put(`${FOLDER}/${await originHash(further.origin)}.1.checkpoint`, disk.files().get(state) ?? '');
    await expect(opened(disk.process(), [log])).rejects.toThrow('has the name of another log');
    disk.drop(`${FOLDER}/${await originHash(further.origin)}.1.checkpoint`);
    disk.put(`${FOLDER}/copy.checkpoint`, '');
    await expect(opened(disk.process(), [log])).rejects.toThrow('copy.checkpoint is no name of a file');
  });

  it('does not let it begin anew with a log whose state is gone', async () => {
    const { disk } = await used();
    for (const path of disk.files().keys()) {
      if (path.endsWith('.checkpoint')) {
        disk.drop(path);
      }
    }
    await expect(opened(disk.process(), [log])).rejects.toThrow('start once with --new');
  });

  it('does not let it make a new key beside checkpoints of the old one', async () => {
    const { disk } = await used();
    disk.drop(key);
    await expect(opened(disk.process(), [log])).rejects.toThrow('witness.key is not');
  });

  it('takes a further log when it is told that it is new, and is told so only once', async () => {
    const { disk } = await used();
    await expect(opened(disk.process(), [log, further])).rejects.toThrow('log.example/further');
    const { cosigner } = await opened(disk.process(), [log, further], { newLogs: true });
    expect((await cosigner.addCheckpoint(further.request({ old: 0, size: 3 }))).status).toBe(200);
    await expect(opened(disk.process(), [log, further], { newLogs: true })).rejects.toThrow('leave it out');
  });

  it('lets a key that was made beforehand begin with its logs', async () => {
    const disk = new MemoryDisk();
    const made = await openKey({ files: disk.process(), folder: FOLDER }, 'counsel.example/witness');
    const { cosigner, key: kept } = await opened(disk.process(), [log]);
    expect(kept.verifier.vkey).toBe(made.verifier.vkey);
    expect((await cosigner.addCheckpoint(log.request({ old: 0, size: 3 }))).status).toBe(200);
  });

  it('refuses a damaged key, and a name that is not the key’s, without showing the key', async () => {
    const { disk } = await used();
    const open = async (name?: string) => await openKey({ files: disk.process(), folder: FOLDER }, name);
    await expect(open('another.example')).rejects.toThrow('is named counsel.example/witness');
    const secret = disk.files().get(key) ?? '';
    disk.put(key, secret.replace('counsel', 'council'));
    const refused = open();
    await expect(refused).rejects.toThrow('witness.key is damaged');
    await expect(refused).rejects.not.toThrow(secret.slice(-30).trim());
  });
});
