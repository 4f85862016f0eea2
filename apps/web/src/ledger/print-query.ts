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
import { momentAt } from './tally';
import { useCaseLedger, type CheckedChange } from './use-case-ledger';
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
  readonly ready: boolean;
}

/** @param asked the place in the log; undefined: the newest. */
export function usePrinted(incidentId: string, asked: number | undefined) {
  const present = useQuery(incidentQuery(incidentId));
  const id = present.data?.id ?? incidentId;
  const log = useCheckedLog();
  const { entries, all } = useWholeHistory(id, present.data !== undefined);
  const ledger = useCaseLedger(id, present.data ? log.data : undefined, entries.at(0)?.id);
  const size = Math.min(asked ?? Number.POSITIVE_INFINITY, log.data?.checkpoint?.size ?? 0);
  const changes = useMemo(
    () => (ledger.data?.changes ?? []).filter(({ check }) => check.index !== null && check.index < size),
    [ledger.data, size],
  );
  const isNewest = size === log.data?.checkpoint?.size;
  const knownAt = useMemo(() => momentAt(ledger.data?.changes ?? [], size).knownAt, [ledger.data, size]);
  const ready = all && ledger.data?.complete === true;
  const then = useQuery({
    ...incidentQuery(incidentId, knownAt ?? undefined),
    enabled: !isNewest && ready && knownAt !== null,
  });
  const signed = useSignedAt(log.data, size);
  const lines = useMemo(() => linesOf(changes, entries), [changes, entries]);
  const incident = isNewest || knownAt === null ? present.data : then.data;
  const asking = [present, log, ledger, ...(isNewest ? [] : [then]), signed.query];
  const failed = asking.find(({ error, data }) => error && data === undefined);
  const printed: Printed | null =
    incident && log.data
      ? {
          incident,
          log: log.data,
          size,
          checkpoint: isNewest ? log.data.checkpoint : (signed.query.data?.checkpoint ?? log.data.checkpoint),
          alarm: log.data.alarm ?? ledger.data?.alarm ?? signed.query.data?.alarm ?? null,
          knownAt,
          lines,
          changes,
          ready: log.data.unable !== null || log.data.alarm !== null || (ready && (isNewest || signed.query.isFetched)),
        }
      : null;
  return {
    printed,
    error: failed?.error,
    again: () => asking.filter(({ error }) => error).forEach((one) => void one.refetch()),
  };
}

/** Every page of the history, one after the other. */
function useWholeHistory(incidentId: string, enabled: boolean): { entries: HistoryEntry[]; all: boolean } {
  const history = useInfiniteQuery({ ...historyQuery(incidentId), enabled });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, data, isSuccess } = history;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, data]);
  return { entries: useMemo(() => everyItem(data), [data]), all: isSuccess && !hasNextPage };
}

function linesOf(changes: readonly CheckedChange[], entries: readonly HistoryEntry[]): PrintedLine[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return changes.map((change) => {
    const entry = byId.get(change.sent.id);
    const found = entry ? foundOf(entry, change) : { check: change.check, shown: { wrong: [], unproven: [] } };
    const redacted = (entry?.redaction ?? change.sent.redaction) !== null;
    return { change, entry, found, verdict: verdictOf(found, { redacted, unable: null, complete: true }) };
  });
}

/** The checkpoint of exactly this size, checked; a null checkpoint where none was signed there. */
function useSignedAt(log: CheckedLog | undefined, size: number) {
  const query = useQuery({
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
  return { query };
}
