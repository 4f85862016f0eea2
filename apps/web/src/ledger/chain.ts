import type { EntryCheck } from './entry-check';

/** One place in a case after which something is missing. */
export interface Gap {
  /** Id of the change that names a predecessor which is not here. */
  readonly afterId: string;
}

/**
 * Where each change names the leaf hash of the one before it (docs/formats/ledger.md, "Payload"), none can be taken out
 * between two that are shown. Whoever is not shown everything is not told it, and `told` is false.
 *
 * @param changes in the order of the log, without a hole in what the server listed.
 */
export function checkChain(
  changes: readonly { readonly check: EntryCheck; readonly leafHash: string }[],
  { fromFirst }: { fromFirst: boolean },
): { gaps: readonly Gap[]; told: boolean } {
  const gaps: Gap[] = [];
  let told = changes.length > 0;
  changes.forEach(({ check }, i) => {
    const previous = check.payload?.['previous'];
    if (previous === undefined) {
      // Entries of version 1 name no predecessor; what is withheld tells none.
      told = false;
    } else if (i > 0 ? previous !== changes[i - 1]?.leafHash : fromFirst && previous !== null) {
      gaps.push({ afterId: check.id });
    }
  });
  return { gaps, told };
}
