import { useMemo } from 'react';
import type { HistoryEntry } from '../api/shapes';
import type { Unable } from './able';
import { besideOf, type Beside } from './beside';
import type { Line } from './change-rows';
import type { CheckedLog } from './checked-log';
import type { Held } from './tally';
import type { CaseLedger, CheckedChange } from './use-case-ledger';
import { foundOf, verdictOf } from './verdict';

const NOTHING_READ = { changes: [], complete: false } as const;

interface Read {
  readonly ledger: CaseLedger | undefined;
  readonly log: CheckedLog | undefined;
  /** Where the log was at the reader's last visit. */
  readonly before: number | null;
  /** Whether what the ledger does not have was asked for often enough. */
  readonly stays: boolean;
  /** Whether the ledger is being read again. */
  readonly isReading: boolean;
}

/** The changes that the history shows, each with what was found out about it. */
export function useLines(entries: readonly HistoryEntry[], { ledger, log, before, stays, isReading }: Read): Line[] {
  const byId = useMemo(() => new Map(ledger?.changes.map((one) => [one.sent.id, one])), [ledger]);
  const beside = useMemo(() => besideOf(ledger ?? NOTHING_READ), [ledger]);
  const newest = ledger?.changes.at(-1)?.sent.at ?? '';
  return useMemo(
    () =>
      entries.map((entry) => {
        const checked = byId.get(entry.id);
        const isWaiting = isReading && isErasedSince(entry, checked);
        return lineOf(entry, isWaiting ? undefined : checked, {
          unable: log?.unable ?? null,
          // What came after the ledger was read is being asked for.
          complete: !isWaiting && ledger?.complete === true && (stays || entry.at <= newest),
          before,
          beside,
        });
      }),
    [entries, byId, beside, ledger?.complete, newest, log?.unable, before, stays, isReading],
  );
}

/** What was erased a moment ago is not held against what was told of it before: that is being read. */
const isErasedSince = ({ redaction }: HistoryEntry, checked: CheckedChange | undefined): boolean =>
  redaction !== null && checked?.sent.redaction === null;

function lineOf(
  entry: HistoryEntry,
  checked: CheckedChange | undefined,
  {
    unable,
    complete,
    before,
    beside,
  }: { unable: Unable | null; complete: boolean; before: number | null; beside: Beside },
): Line {
  const found = checked && foundOf(entry, checked, beside);
  const redacted = (entry.redaction ?? checked?.sent.redaction ?? null) !== null;
  const isNew = before !== null && found !== undefined && (found.check.index ?? before) >= before;
  return { entry, found, verdict: verdictOf(found, { redacted, unable, complete }), isNew };
}

/**
 * The history held against the log, change by change.
 *
 * @param whole whether these are all lines of the history, so that what the log has besides can be told.
 */
export function heldOf(lines: readonly Line[], { changes }: CaseLedger, whole: boolean): Held {
  const { gaps } = besideOf({ changes, complete: false });
  const shown = new Set(lines.map(({ entry }) => entry.id));
  const newest = lines[0]?.entry.at ?? '';
  return {
    wrong: new Set(
      lines.flatMap(({ entry: { id }, verdict }) => (verdict.kind === 'failed' && !gaps.has(id) ? [id] : [])),
    ),
    unproven: lines.filter(({ verdict }) => verdict.kind === 'missing').length,
    // What came since the history was read is not missing there.
    unshown: whole ? changes.filter(({ sent }) => !shown.has(sent.id) && sent.at <= newest).length : 0,
  };
}
