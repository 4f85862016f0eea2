import { tilePath, type Tile } from '@app/verify';
import { client } from '../api/client';
import type { HistoryEntry, Page } from '../api/shapes';
import type { SentEntry } from './entry-check';
import type { OfferedKey } from './key-check';

// What the API answers (libs/audit/src/http/log.view.ts).

export interface Checkpoint {
  readonly size: number;
  /** b64. */
  readonly root: string;
  readonly signedAt: string;
  readonly note: string;
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
}

export interface LogStatus {
  readonly size: number;
  readonly pending: number;
  readonly checkpoint: Checkpoint | null;
  readonly halted: string | null;
}

export interface IntroducedKey extends OfferedKey {
  readonly introducedAt: string;
  readonly index: number | null;
}

export interface OwnReceipt {
  readonly id: string;
  readonly issuedAt: string;
  readonly note: string;
}

/** An entry that the caller may see, as the entry line of a bundle. */
export interface LogEntry {
  readonly index: number;
  readonly leaf: string;
  readonly salt?: string;
  readonly digests?: readonly string[];
  readonly disclosures?: readonly string[];
  readonly body?: string;
}

/** A change of a case as the log has it. */
export interface SentChange extends SentEntry {
  readonly at: string;
  readonly pending: boolean;
  readonly redaction: HistoryEntry['redaction'];
}

export interface CaseLedgerPage extends Page<SentChange> {
  /** That the proofs are for; null before the first. */
  readonly checkpoint: Checkpoint | null;
}

type Query = Readonly<Record<string, string | number | undefined>>;
interface Asked {
  readonly query?: Query;
  readonly path?: Readonly<Record<string, string>>;
  readonly parseAs?: 'text' | 'arrayBuffer';
  readonly cache?: RequestCache;
}
type Get = (path: string, init: object) => Promise<{ data?: unknown }>;

/** Asked for past every cache, unless told otherwise: an old answer would look like a log that was put back. */
async function read<T>(address: string, { query, path, parseAs, cache = 'no-store' }: Asked = {}): Promise<T> {
  const get = client.GET as unknown as Get;
  return (await get(address, { params: { query, path }, parseAs: parseAs ?? 'json', cache })).data as T;
}

const LEDGER = '/api/v1/ledger';
const TEXT = { parseAs: 'text' } as const;

export const readCheckpoint = async (): Promise<string> => await read(`${LEDGER}/checkpoint`, TEXT);
export const readCheckpointOf = async (size: number): Promise<string> =>
  await read(`${LEDGER}/checkpoint`, { ...TEXT, query: { size } });
export const readPolicy = async (): Promise<string> => await read(`${LEDGER}/policy`, TEXT);
export const readStatus = async (): Promise<LogStatus> => await read(`${LEDGER}/status`);

export const readIntroducedKeys = async (): Promise<readonly IntroducedKey[]> =>
  (await read<{ items: IntroducedKey[] }>(`${LEDGER}/keys`)).items;

export const readConsistency = async (from: number, to: number): Promise<readonly string[]> =>
  (await read<{ proof: string[] }>(`${LEDGER}/proof/consistency`, { query: { from, to } })).proof;

export const readInclusion = async (index: number, size: number): Promise<readonly string[]> =>
  (await read<{ proof: string[] }>(`${LEDGER}/proof/inclusion`, { query: { index, size } })).proof;

export const readCheckpoints = async (cursor: string | undefined, limit: number): Promise<Page<Checkpoint>> =>
  await read(`${LEDGER}/checkpoints`, { query: { limit, cursor } });

export const readReceipts = async (cursor: string | undefined, limit: number): Promise<Page<OwnReceipt>> =>
  await read(`${LEDGER}/receipts`, { query: { limit, cursor } });

/** The changes of a case in the order of the log, with proofs in the tree of the newest checkpoint. */
export const readCaseLedger = async (
  incidentId: string,
  query: { cursor: string | undefined; limit: number },
): Promise<CaseLedgerPage> =>
  await read('/api/v1/incidents/{incidentId}/ledger', { query: { ...query }, path: { incidentId } });

/** The entries that the caller may see, in the order of the log. */
export const readEntries = async (cursor: string | undefined, limit: number): Promise<Page<LogEntry>> =>
  await read(`${LEDGER}/entries`, { query: { limit, cursor } });

/** Leaf hashes of a tile, 32 bytes each. What a tile holds never changes, so it may come from the browser's own store. */
export async function readLeafHashes(tile: Tile): Promise<Uint8Array[]> {
  const asked = { parseAs: 'arrayBuffer', cache: 'default' } as const;
  const bytes = new Uint8Array(await read<ArrayBuffer>(`${LEDGER}/${tilePath({ ...tile, level: 0 })}`, asked));
  return Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.slice(32 * i, 32 * i + 32));
}

/** Where the exported files are. */
export const VERIFIER = `${LEDGER}/verifier`;
export const BUNDLE_OF_ALL = `${LEDGER}/bundle`;
export const caseBundle = (incidentId: string): string => `/api/v1/incidents/${encodeURIComponent(incidentId)}/bundle`;
