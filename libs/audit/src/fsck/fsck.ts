import { parseVerifierKey, type Policy } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { Ahead } from './ahead.js';
import { CheckpointsCheck, type Believed } from './checkpoints-check.js';
import { EntriesCheck } from './entries-check.js';
import { Erasures } from './erasures.js';
import { Found, type Finding } from './found.js';
import { KeysCheck } from './keys-check.js';
import { LogCheck } from './log-check.js';
import { findReadsAlone } from './reads-check.js';
import { ReceiptsCheck } from './receipts-check.js';
import { RegistersCheck } from './registers-check.js';
import { Snapshot } from './snapshot.query.js';
import { StatesCheck } from './states-check.js';

export interface FsckAsked {
  /** The checkpoint that is remembered in the folder of the log; null where there is none. */
  readonly remembered: string | null;
  /** The key that the log has to be signed by, as the operator knows it; null: the log's own word. */
  readonly vkey: string | null;
  /** Whose cosignatures can be checked; null: nobody's. */
  readonly policy: Policy | null;
  /** Told of what is being done, for people. */
  readonly progress: (words: string) => void;
  /** Findings of one code that are told one by one; 20 unless told. */
  readonly toldMax?: number;
}

export interface FsckAnswer {
  readonly sound: boolean;
  /** Of the log: how many entries have their place. */
  readonly size: number;
  /** Of the history, those that wait for their place among them. */
  readonly entries: number;
  readonly findings: readonly Finding[];
  /** How often each code was found: more than are told, where there are many. */
  readonly totals: Readonly<Partial<Record<string, number>>>;
}

/**
 * Recomputes everything in the database against the log, as it is at one instant, and changes nothing.
 *
 * @param asked.ownerUrl connection of a role that row policies do not hold: the owner's. Reading is enough.
 * @throws {FormatError} `vkey` is no key. @throws what the database says where it cannot be read.
 */
export async function fsck({ ownerUrl, ...asked }: FsckAsked & { readonly ownerUrl: string }): Promise<FsckAnswer> {
  return await Snapshot.of(ownerUrl, async (snapshot) => await checked(snapshot, asked));
}

/** The same of what a transaction sees that was begun already. */
export async function fsckWithin(client: Client, asked: FsckAsked): Promise<FsckAnswer> {
  return await checked(await Snapshot.within(client), asked);
}

type Client = Parameters<typeof Snapshot.within>[0];

async function checked(snapshot: Snapshot, asked: FsckAsked): Promise<FsckAnswer> {
  const { progress, remembered } = asked;
  const found = new Found(asked.toldMax);
  const keys = new KeysCheck(found);
  await keys.read(snapshot);
  progress('The log: leaves, hashes above them, checkpoints, signatures');
  const checkpoints = new CheckpointsCheck(snapshot, found, await believed(asked, keys));
  const signed = new Ahead(checkpoints.signed(remembered));
  const counted = (what: string) => (done: number) => progress(`${what}: ${done}`);
  const size = await new LogCheck(snapshot, found, signed).run(counted('Leaves'));
  await checkpoints.end(size);
  progress('Entries: commitments, columns, chains of cases');
  const erasures = new Erasures();
  const entries = await new EntriesCheck(snapshot, found, { keys, erasures }).run(counted('Entries'));
  await keys.compare();
  erasures.compare(found);
  await findReadsAlone(snapshot, found);
  progress('Records of cases: states, rows, search');
  await new StatesCheck(snapshot, found).run(counted('States'));
  progress('Records of organizations: rows');
  await new RegistersCheck(snapshot, found).run();
  progress('Receipts');
  await new ReceiptsCheck(snapshot, found, keys.receipt).run();
  return { sound: found.isNothing, size, entries, findings: found.findings, totals: found.totals };
}

async function believed({ vkey, policy }: FsckAsked, { log }: KeysCheck): Promise<Believed> {
  const expected = vkey === null ? null : await parseVerifierKey(nodeCrypto, vkey);
  return { keys: expected ? [expected, ...others(log, expected.vkey)] : log, expected, policy };
}

const others = <Key extends { readonly vkey: string }>(keys: readonly Key[], vkey: string): Key[] =>
  keys.filter((key) => key.vkey !== vkey);
