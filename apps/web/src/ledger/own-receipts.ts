import { fromBase64, tilesOf, toBase64, verifyInclusion, type PlatformCrypto } from '@app/verify';
import type { CheckedLog } from './checked-log';
import { believed } from './key-check';
import { Alarm, readKeys, type CheckedCheckpoint } from './log-check';
import { checkReceipt, isDue } from './receipt-check';
import { readInclusion, readLeafHashes, type OwnReceipt } from './source';

/** How far back a place is looked for: tiles of 256 leaves. */
const TILES_MAX = 40;

export type Honour = 'honoured' | 'waiting' | 'broken' | 'not found' | 'no receipt';
export interface HonouredReceipt {
  readonly id: string;
  readonly issuedAt: string;
  readonly count: number;
  readonly honour: Honour;
  /** Places of what was promised. */
  readonly places: readonly number[];
  readonly fault: string | null;
}

/** Holds receipts against the log: each leaf that was promised has to be in it, proven. */
export async function honour(
  crypto: PlatformCrypto,
  log: CheckedLog & { readonly checkpoint: CheckedCheckpoint },
  receipts: readonly OwnReceipt[],
): Promise<HonouredReceipt[]> {
  const keys = await readKeys(crypto, believed(log.keys, 'receipt'));
  const read = await Promise.all(
    receipts.map(async ({ id, issuedAt, note }) => {
      try {
        return { id, receipt: await checkReceipt(crypto, note, keys), issuedAt, fault: null };
      } catch (error) {
        return { id, receipt: null, issuedAt, fault: error instanceof Alarm ? error.message : 'It cannot be read.' };
      }
    }),
  );
  const promised = new Set(read.flatMap(({ receipt }) => receipt?.leafHashes ?? []));
  const { found, all } = await find(log.checkpoint.size, promised);
  return await Promise.all(
    read.map(async ({ id, receipt, issuedAt, fault }): Promise<HonouredReceipt> => {
      if (!receipt) {
        return { id, issuedAt, count: 0, honour: 'no receipt', places: [], fault };
      }
      const places = receipt.leafHashes.flatMap((hash) => found.get(hash) ?? []);
      const base = { id, issuedAt: receipt.issuedAt, count: receipt.leafHashes.length, places, fault: null };
      if (places.length < receipt.leafHashes.length) {
        const due = isDue(receipt, Date.parse(log.checkedAt));
        return { ...base, honour: !due ? 'waiting' : all ? 'broken' : 'not found' };
      }
      const proven = await Promise.all(
        receipt.leafHashes.map(async (hash, i) => await isProven(crypto, log.checkpoint, hash, places[i] as number)),
      );
      return { ...base, honour: proven.every(Boolean) ? 'honoured' : 'broken' };
    }),
  );
}

/** Looks for leaf hashes from the end of the log. What is found so is no proof yet. */
async function find(
  size: number,
  promised: ReadonlySet<string>,
): Promise<{ found: ReadonlyMap<string, number>; all: boolean }> {
  const found = new Map<string, number>();
  const tiles = [...tilesOf(size, 0)].toReversed();
  for (const tile of tiles.slice(0, TILES_MAX)) {
    if (found.size === promised.size) {
      break;
    }
    (await readLeafHashes(tile)).forEach((hash, i) => {
      const text = toBase64(hash);
      if (promised.has(text)) {
        found.set(text, tile.index * 256 + i);
      }
    });
  }
  return { found, all: tiles.length <= TILES_MAX };
}

async function isProven(
  crypto: PlatformCrypto,
  { size, root }: CheckedCheckpoint,
  hash: string,
  index: number,
): Promise<boolean> {
  const proof = await readInclusion(index, size);
  try {
    return await verifyInclusion(crypto, {
      index,
      size,
      root,
      leafHash: fromBase64(hash),
      proof: proof.map(fromBase64),
    });
  } catch {
    return false;
  }
}
