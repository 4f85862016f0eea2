import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Clock, Config } from '@app/platform';
import { ClearContent } from './clear-content.js';
import { ContentStore } from './content-store.js';
import type { EvidenceContent } from './evidence-content.repository.js';

let dataDir: string;
let store: ContentStore;
let upkeep: ClearContent;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ascribe-store-'));
  store = new ContentStore(new Config({ ASCRIBE_DATA_DIR: dataDir }));
  upkeep = new ClearContent(
    store,
    { folderName: async () => await Promise.resolve('ours') } as EvidenceContent,
    new Clock(),
  );
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const arrival = (bytes: Buffer) => ({ stream: Readable.from([bytes], { objectMode: false }), declaredBytes: null });
const keep = async (bytes: Buffer): Promise<string> => (await store.receive(arrival(bytes), () => undefined)).sha256;
const old = (sha256: string): void => utimesSync(store.pathOf(sha256), 1, 1);
const nothing = async (): Promise<ReadonlySet<string>> => await Promise.resolve(new Set<string>());

test('bytes are kept under their hash and read again', async () => {
  const bytes = randomBytes(200_000);
  const kept = await store.receive(arrival(bytes), () => undefined);
  expect(kept).toEqual({ sha256: hashOf(bytes), sizeBytes: bytes.length });
  expect(Buffer.concat(await (await store.read(kept)).toArray())).toEqual(bytes);
});

test('what a check refuses, or what breaks off, leaves nothing', async () => {
  await expect(
    store.receive(arrival(Buffer.from('x')), () => {
      throw new Error('Refused.');
    }),
  ).rejects.toThrow('Refused.');
  const broken = new Readable({ read: () => undefined });
  broken.push('x');
  setImmediate(() => broken.destroy(new Error('gone')));
  await expect(store.receive({ stream: broken, declaredBytes: null }, () => undefined)).rejects.toThrow('half way');
  expect(readdirSync(dataDir, { recursive: true }).map(String).toSorted()).toEqual(['evidence', 'evidence/incoming']);
});

test('a file that is uploaded again while upkeep removes it stays', async () => {
  const bytes = randomBytes(100);
  const sha256 = await keep(bytes);
  old(sha256);
  let looked = 0;
  await upkeep.clear(async () => {
    looked += 1;
    if (looked === 1) {
      // Over the old file, in the moment after upkeep found that nobody names it.
      await keep(bytes);
    }
    return new Set();
  });
  expect(readFileSync(store.pathOf(sha256))).toEqual(bytes);
  expect(readdirSync(store.leaving)).toEqual([]);
});

test('what an upkeep that was killed had taken out goes back where a record names it', async () => {
  const [named, unnamed] = [await keep(randomBytes(100)), await keep(randomBytes(100))];
  old(named);
  old(unnamed);
  const killed = upkeep.clear(async (hashes) => {
    if (hashes.length === 1 && existsSync(join(store.leaving, hashes[0] ?? ''))) {
      throw new Error('Killed.');
    }
    return await nothing();
  });
  await expect(killed).rejects.toThrow('Killed.');
  await upkeep.clear(async (hashes) => await Promise.resolve(new Set(hashes.filter((hash) => hash === named))));
  expect(existsSync(store.pathOf(named))).toBe(true);
  expect(existsSync(store.pathOf(unnamed))).toBe(false);
  expect(readdirSync(store.leaving)).toEqual([]);
});

test('the folder of another database is not cleared', async () => {
  await store.belongTo('theirs');
  await store.belongTo('ours');
  const sha256 = await keep(randomBytes(100));
  old(sha256);
  await upkeep.clearUnnamed();
  expect(existsSync(store.pathOf(sha256))).toBe(true);
});
