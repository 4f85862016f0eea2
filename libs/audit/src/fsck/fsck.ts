import { parseVerifierKey, type Policy } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { Ahead } from './ahead.js';
import { CheckpointsCheck } from './checkpoints-check.js';
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
  /** Connection of the role that owns the tables: row policies do not hold it. */
  readonly ownerUrl: string;
  /** The checkpoint that is remembered in the folder of the log; null where there is none. */
  readonly remembered: string | null;
  /** The key that the log has to be signed by, as the operator knows it; null: the log's own word. */
  readonly vkey: string | null;
  /** Whose cosignatures can be checked; null: nobody's. */
  readonly policy: Policy | null;
  /** Told of what is being done, for people. */
  readonly progress: (words: string) => void;
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
 * @throws {FormatError} `vkey` is no key. @throws what the database says where it cannot be read.
 */
export async function fsck(asked: FsckAsked): Promise<FsckAnswer> {
  const expected = asked.vkey === null ? null : await parseVerifierKey(nodeCrypto, asked.vkey);
  return await Snapshot.of(asked.ownerUrl, async (snapshot) => {
    const found = new Found();
    const counted = (what: string) => (done: number) => asked.progress(`${what}: ${done}`);
    const keys = new KeysCheck(found);
    await keys.read(snapshot);
    asked.progress('The log: leaves, hashes above them, checkpoints, signatures');
    const believed = {
      keys: expected ? [expected, ...others(keys.log, expected.vkey)] : keys.log,
      expected,
      policy: asked.policy,
    };
    const checkpoints = new CheckpointsCheck(snapshot, found, believed);
    const signed = new Ahead(checkpoints.signed(asked.remembered));
    const size = await new LogCheck(snapshot, found, signed).run(counted('Leaves'));
    await checkpoints.end(size);
    asked.progress('Entries: commitments, columns, chains of cases');
    const erasures = new Erasures();
    const entries = await new EntriesCheck(snapshot, found, { keys, erasures }).run(counted('Entries'));
    await keys.compare();
    erasures.compare(found);
    await findReadsAlone(snapshot, found);
    asked.progress('Records of cases: states, rows, search');
    await new StatesCheck(snapshot, found).run(counted('States'));
    asked.progress('Records of organizations: rows');
    await new RegistersCheck(snapshot, found).run();
    asked.progress('Receipts');
    await new ReceiptsCheck(snapshot, found, keys.receipt).run();
    return { sound: found.isNothing, size, entries, findings: found.findings, totals: found.totals };
  });
}

const others = <Key extends { readonly vkey: string }>(keys: readonly Key[], vkey: string): Key[] =>
  keys.filter((key) => key.vkey !== vkey);
