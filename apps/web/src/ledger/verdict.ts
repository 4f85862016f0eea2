import type { HistoryEntry } from '../api/shapes';
import type { Unable } from './able';
import { faultBeside, type Beside } from './beside';
import type { EntryCheck } from './entry-check';
import { checkShown, type ShownCheck } from './shown-check';
import type { CheckedChange } from './use-case-ledger';

export type VerdictKind = 'checking' | 'proved' | 'waiting' | 'withheld' | 'redacted' | 'missing' | 'failed' | 'unable';
export interface Verdict {
  readonly kind: VerdictKind;
  /** What the seal says. */
  readonly words: string;
}

/** Everything that was found out about one change. */
export interface Found {
  readonly check: EntryCheck;
  readonly shown: ShownCheck;
  /** What is wrong beside that, in words. */
  readonly beside: string | undefined;
}

const CHECKED = 'proof checked in this browser';

/** @param beside what the other changes of the case say of it. */
export const foundOf = (shown: HistoryEntry | undefined, change: CheckedChange, beside: Beside): Found => ({
  check: change.check,
  shown: shown ? checkShown(shown, change.check.payload) : { wrong: [], unproven: [] },
  beside: faultBeside(change, beside),
});

/** What the seal beside a change says. Nothing is sealed that was not checked here. */
export function verdictOf(
  found: Found | undefined,
  { redacted, unable, complete }: { redacted: boolean; unable: Unable | null; complete: boolean },
): Verdict {
  if (unable) {
    return { kind: 'unable', words: 'Not checked: this browser cannot' };
  }
  if (!found) {
    return complete
      ? { kind: 'missing', words: 'No proof is given for this' }
      : { kind: 'checking', words: 'Checking' };
  }
  const fault = faultOf(found);
  if (fault) {
    return { kind: 'failed', words: fault };
  }
  const { index } = found.check;
  if (index === null) {
    return { kind: 'waiting', words: 'Waiting for its place in the log' };
  }
  const place = `In the log at ${index.toLocaleString('en')}`;
  if (redacted) {
    return { kind: 'redacted', words: `${place}, ${CHECKED}; redacted since` };
  }
  if (found.check.fields.length === 0) {
    return { kind: 'withheld', words: `${place}, ${CHECKED}; its content is withheld from you` };
  }
  return { kind: 'proved', words: `${place}, ${CHECKED}${masked(found.shown.unproven.length)}` };
}

const masked = (count: number): string =>
  count === 0 ? '' : `; ${count === 1 ? 'one field is' : `${count} fields are`} shown without proof`;

/** The first thing that is wrong, in words; undefined where nothing is. */
export function faultOf({ check, shown, beside }: Found): string | undefined {
  const failed = check.steps.find(({ result }) => result === 'failed');
  if (failed) {
    return failed.fault ?? 'The proof does not hold.';
  }
  return shown.wrong.length > 0 ? `What is shown is not what was committed to: ${shown.wrong.join(', ')}.` : beside;
}
