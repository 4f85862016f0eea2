import { checkChain } from './chain';
import { tombstonesOf, type Tombstone } from './tally';
import type { CaseLedger, CheckedChange } from './use-case-ledger';

/** What can be said of a change only by looking at all changes of its case. */
export interface Beside {
  /** Ids of changes before which something is missing. */
  readonly gaps: ReadonlySet<string>;
  /** Those that are proven, by the leaf hash of the entry that each is of. */
  readonly tombstones: ReadonlyMap<string, Tombstone>;
  /** Whether everything was read by a reader who is shown everything: then each redaction has its tombstone here. */
  readonly whole: boolean;
}

export function besideOf({ changes, complete }: Pick<CaseLedger, 'changes' | 'complete'>): Beside {
  const { gaps, told } = checkChain(
    changes.map(({ sent, check }) => ({ check, leafHash: sent.leafHash })),
    { fromFirst: true },
  );
  return {
    gaps: new Set(gaps.map(({ afterId }) => afterId)),
    tombstones: tombstonesOf(changes),
    whole: told && complete,
  };
}

/** What is wrong with a change, though its own proof holds; undefined where nothing is. */
export function faultBeside({ sent }: CheckedChange, { gaps, tombstones, whole }: Beside): string | undefined {
  if (gaps.has(sent.id)) {
    return 'It names another change before it than the one that is here: one or more were taken out, or their order was changed.';
  }
  return sent.redaction !== null && whole && !tombstones.has(sent.leafHash)
    ? 'The server says that this was redacted, and no entry of the log says so.'
    : undefined;
}
