import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { historyQuery, incidentQuery } from '../api/cases';
import { isProblem } from '../api/problem';
import { everyItem } from '../api/queries';
import type { HistoryEntry, Incident } from '../api/shapes';
import { ability } from './able';
import { checkOther, trustOf, useCheckedLog, type CheckedLog } from './checked-log';
import { Alarm, type CheckedCheckpoint } from './log-check';
import { readCheckpointOf } from './source';
import { momentAt, tallyOf, type Held, type Tally } from './tally';
import { useCaseLedger, type CaseLedger, type CheckedChange } from './use-case-ledger';
import { besideOf } from './beside';
import { alarmInWords } from './case-note';
import { foundOf, verdictOf, type Found, type Verdict } from './verdict';

/** One line of the printed record. */
export interface PrintedLine {
  readonly change: CheckedChange;
  /** Undefined where the history does not show it. */
  readonly entry: HistoryEntry | undefined;
  readonly found: Found | undefined;
  readonly verdict: Verdict;
}

/** Everything that is printed of a case. */
export interface Printed {
  readonly incident: Incident;
  readonly log: CheckedLog;
  readonly size: number;
  /** Of exactly this size where one was signed, else the newest; null where none could be believed. */
  readonly checkpoint: CheckedCheckpoint | null;
  readonly alarm: string | null;
  readonly knownAt: string | null;
  /** In the order of the log. */
  readonly lines: readonly PrintedLine[];
  readonly changes: readonly CheckedChange[];
  readonly tally: Tally;
  readonly ready: boolean;
}

/** @param asked the place in the log; undefined: the newest. */
export function usePrinted(incidentId: string, asked: number | undefined) {
  const present = useQuery(incidentQuery(incidentId));
  const log = useCheckedLog();
  const newest = sizeOf(log.data);
  const size = Math.min(asked ?? newest, newest);
  const record = useRecord(present.data?.id, log.data, size);
  const { knownAt } = record;
  const isPast = size < newest && knownAt !== null;
  const then = useQuery({ ...incidentQuery(incidentId, knownAt ?? undefined), enabled: isPast && record.ready });
  const signed = useSignedAt(log.data, size);
  const incident = isPast ? then.data : present.data;
  const asking = [present, log, record.ledger, ...(isPast ? [then] : []), signed];
  const failed = asking.find(({ error, data }) => error && data === undefined);
  return {
    printed: incident && log.data ? printedOf({ incident, log: log.data, size, record, signed }) : null,
    error: failed?.error,
    again: () => asking.filter(({ error }) => error).forEach((one) => void one.refetch()),
  };
}

const sizeOf = (log: CheckedLog | undefined): number => log?.checkpoint?.size ?? 0;

type CheckedRecord = ReturnType<typeof useRecord>;
interface Parts {
  readonly incident: Incident;
  readonly log: CheckedLog;
  readonly size: number;
  readonly record: CheckedRecord;
  readonly signed: ReturnType<typeof useSignedAt>;
}

function printedOf({ incident, log, size, record, signed }: Parts): Printed {
  const { lines, changes, knownAt, ledger, tally } = record;
  const isNewest = size === sizeOf(log);
  return {
    incident,
    log,
    size,
    checkpoint: (isNewest ? null : signed.data?.checkpoint) ?? log.checkpoint,
    alarm: [log.alarm, ledger.data?.alarm, signed.data?.alarm, alarmInWords(tally)].find(Boolean) ?? null,
    knownAt,
    lines,
    changes,
    tally,
    ready: isFinal(log) || (record.ready && (isNewest || signed.isFetched)),
  };
}

/** The changes below a place in the log, held against the history. */
function useRecord(id: string | undefined, log: CheckedLog | undefined, size: number) {
  const { entries, all } = useWholeHistory(id);
  const { ledger, isBehind, stays } = useCaseLedger(id ?? '', id === undefined ? undefined : log, entries[0]?.id);
  const { data } = ledger;
  const read = useMemo(() => {
    const changes = (data?.changes ?? []).filter(({ check }) => check.index !== null && check.index < size);
    const lines = linesOf(changes, entries, data);
    const tally = tallyOf({ changes, complete: data?.complete === true }, heldOf(lines, entries, data));
    return { changes, lines, tally, knownAt: momentAt(data?.changes ?? [], size).knownAt };
  }, [data, entries, size]);
  return { ...read, ledger, ready: all && data?.complete === true && (stays || !isBehind) };
}

/** Where nothing can be checked, or nothing believed, there is nothing to wait for. */
const isFinal = ({ unable, alarm }: CheckedLog): boolean => unable !== null || alarm !== null;

/** Every page of the history, one after the other. */
function useWholeHistory(incidentId: string | undefined): { entries: HistoryEntry[]; all: boolean } {
  const history = useInfiniteQuery({ ...historyQuery(incidentId ?? ''), enabled: incidentId !== undefined });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data, isSuccess } = history;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, data]);
  return { entries: useMemo(() => everyItem(data), [data]), all: isSuccess && !hasNextPage };
}

function linesOf(
  changes: readonly CheckedChange[],
  entries: readonly HistoryEntry[],
  ledger: CaseLedger | undefined,
): PrintedLine[] {
  // What erased a change may stand beyond the place that is printed.
  const beside = besideOf(ledger ?? { changes: [], complete: false });
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return changes.map((change) => {
    const entry = byId.get(change.sent.id);
    const found = foundOf(entry, change, beside);
    const redacted = (entry?.redaction ?? change.sent.redaction) !== null;
    return { change, entry, found, verdict: verdictOf(found, { redacted, unable: null, complete: true }) };
  });
}

/** The printed record held against the history; of what has no place in the log, all is counted. */
function heldOf(lines: readonly PrintedLine[], entries: readonly HistoryEntry[], ledger: CaseLedger | undefined): Held {
  const inLog = new Set(ledger?.changes.map(({ sent }) => sent.id));
  const failed = lines.filter(({ verdict, found }) => verdict.kind === 'failed' && found?.beside === undefined);
  return {
    wrong: new Set(failed.map(({ change }) => change.sent.id)),
    unproven: entries.filter(({ id }) => !inLog.has(id)).length,
    unshown: lines.filter(({ entry }) => entry === undefined).length,
  };
}

/** The checkpoint of exactly this size, checked; a null checkpoint where none was signed there. */
function useSignedAt(log: CheckedLog | undefined, size: number) {
  return useQuery({
    queryKey: ['ledger', 'signed-at', log?.note, size],
    enabled: log?.checkpoint !== null && log?.checkpoint !== undefined && size < log.checkpoint.size,
    queryFn: async (): Promise<{ checkpoint: CheckedCheckpoint | null; alarm: string | null }> => {
      const able = await ability();
      if ('unable' in able || !log?.checkpoint) {
        return { checkpoint: null, alarm: null };
      }
      try {
        const note = await readCheckpointOf(size);
        return {
          checkpoint: await checkOther(await trustOf(able.crypto, log.keys), note, log.checkpoint),
          alarm: null,
        };
      } catch (error) {
        if (error instanceof Alarm) {
          return { checkpoint: null, alarm: error.message };
        }
        if (isProblem(error, 404)) {
          return { checkpoint: null, alarm: null };
        }
        throw error;
      }
    },
  });
}
