import { equal, tilesOf, toBase64, TreeHasher, type PlatformCrypto, type Tile } from '@app/verify';
import type { CheckedLog } from './checked-log';
import { checkEntries, type SentEntry } from './entry-check';
import { Alarm } from './log-check';
import { readEntries, readLeafHashes, type LogEntry } from './source';

/** A log that is larger is for the offline verifier. */
export const WHOLE_MAX = 250_000;
const ENTRIES_PAGE = 200;

/** What was found out about the log as a whole. */
export interface WholeLog {
  readonly size: number;
  /** Entries that the reader may see. */
  readonly shown: number;
  /** Of these, how many tell nothing of their content: withheld, or erased. */
  readonly silent: number;
  /** Indices of those that are not what was logged. */
  readonly wrong: readonly number[];
}

/**
 * Hashes the whole log anew, and holds every entry that the reader may see against it.
 *
 * @param onProgress of the leaves that have been read.
 * @throws {Alarm} where the root is not the signed one.
 */
export async function recompute(
  crypto: PlatformCrypto,
  { checkpoint }: CheckedLog,
  onProgress: (leaves: number) => void,
): Promise<WholeLog> {
  if (!checkpoint) {
    throw new Alarm('There is no checkpoint that could be believed.');
  }
  const tree = new TreeHasher(crypto);
  const hashes: Uint8Array[] = [];
  for (const tile of tilesOf(checkpoint.size, 0)) {
    const row = await leafHashesOf(tile);
    hashes.push(...row);
    await tree.append(row);
    onProgress(hashes.length);
  }
  if (!equal(await tree.root(), checkpoint.root)) {
    throw new Alarm('The hash over all leaves that the server gives is not the root that was signed.');
  }
  return await holdEntries(crypto, checkpoint.size, hashes);
}

async function leafHashesOf(tile: Tile): Promise<Uint8Array[]> {
  const row = await readLeafHashes(tile);
  if (row.length !== tile.width) {
    throw new Alarm('A tile of the log is cut.');
  }
  return row;
}

async function holdEntries(crypto: PlatformCrypto, size: number, hashes: readonly Uint8Array[]): Promise<WholeLog> {
  let [shown, silent, cursor] = [0, 0, undefined as string | undefined];
  const wrong: number[] = [];
  do {
    const page = await readEntries(cursor, ENTRIES_PAGE);
    const entries = page.items.filter(({ index }) => index < size);
    // Their places are proven by the whole tree, which was computed from these very leaf hashes.
    const checks = await checkEntries(crypto, entries.map((one) => sentOf(one, hashes)), null); // prettier-ignore
    checks.forEach(({ steps, fields }, i) => {
      silent += fields.length === 0 ? 1 : 0;
      if (steps.some(({ result }) => result === 'failed')) {
        wrong.push(entries[i]?.index ?? 0);
      }
    });
    shown += entries.length;
    cursor = entries.length < page.items.length ? undefined : (page.nextCursor ?? undefined);
  } while (cursor !== undefined);
  return { size, shown, silent, wrong };
}

const sentOf = (entry: LogEntry, hashes: readonly Uint8Array[]): SentEntry => ({
  id: String(entry.index),
  index: null,
  proof: null,
  leaf: entry.leaf,
  leafHash: toBase64(hashes[entry.index] ?? new Uint8Array()),
  salt: entry.salt ?? null,
  digests: entry.digests ?? null,
  disclosures: entry.disclosures ?? [],
  body: entry.body ?? null,
});
