import type { Change } from './change.js';
import type { Tx } from './tx.js';

/** Implemented by the ledger, which sits above the platform. */
export abstract class LedgerPort {
  /** Writes the entries of a transaction, inside it. Sends without waiting: {@link Tx.write}. */
  abstract append(tx: Tx, changes: readonly Change[]): void;

  /** Writes the signed promise that this transaction's entries will be in the log, and gives it: a signed note. Null where nothing signs it. */
  abstract promise(tx: Tx): string | null;
}
