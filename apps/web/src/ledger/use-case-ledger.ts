import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CheckedLog } from './checked-log';
import { checkPage } from './page-check';
import { readCaseLedger, type CaseLedgerPage, type SentChange } from './source';
import type { EntryCheck } from './entry-check';
import { tombstonesOf } from './tally';

const PAGE = 200;
/** More changes than a case has. What is beyond is said to be not checked. */
const PAGES_MAX = 100;
/** How soon is looked again while something waits for its place; the more often, the later. A read may be an entry itself. */
const WAIT_MS = 1500;
const WAIT_MAX_MS = 60_000;
const TRIES_MAX = 4;

/** A change, and what was found out about it. */
export interface CheckedChange {
  readonly sent: SentChange;
  readonly check: EntryCheck;
}

/** The changes of a case that have been read and checked, in the order of the case. */
export interface CaseLedger {
  readonly changes: readonly CheckedChange[];
  /** Why the checkpoint that an answer came with is not believed. */
  readonly alarm: string | null;
  /** Whether every change that is shown has been read. */
  readonly complete: boolean;
  /** Pages that were read, by the cursor that led to each: what is new stands behind the last one. */
  readonly pages: readonly { readonly cursor: string | undefined; readonly count: number }[];
}

const EMPTY: CaseLedger = { changes: [], alarm: null, complete: false, pages: [] };

const keyOf = (incidentId: string) => ['incident', incidentId, 'ledger'] as const;

/**
 * Reads page after page, and checks each in this browser. What is in the log stays as it is: asked again, it only reads
 * on from the last page.
 */
const caseLedgerQuery = (queries: QueryClient, incidentId: string, log: CheckedLog | undefined) =>
  queryOptions({
    queryKey: keyOf(incidentId),
    enabled: log !== undefined && log.unable === null,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<CaseLedger> => {
      const readOn = async (from: CaseLedger): Promise<CaseLedger> => {
        let held = withoutLastPage(from);
        for (;;) {
          const cursor = held.next;
          const page = await readCaseLedger(incidentId, { cursor, limit: PAGE });
          signal.throwIfAborted();
          const { changes, alarm } = await checkPage(page, log as CheckedLog);
          const ledger = added(held.ledger, { page, cursor, changes, alarm });
          if (page.nextCursor === null || ledger.pages.length >= PAGES_MAX) {
            return ledger;
          }
          queries.setQueryData<CaseLedger>(keyOf(incidentId), ledger);
          held = { ledger, next: page.nextCursor };
        }
      };
      const ledger = await readOn(queries.getQueryData<CaseLedger>(keyOf(incidentId)) ?? EMPTY);
      return isErasedSince(ledger) ? await readOn(EMPTY) : ledger;
    },
    refetchInterval: ({ state }) =>
      state.data?.changes.some(({ check }) => check.index === null)
        ? Math.min(WAIT_MAX_MS, WAIT_MS * 1.3 ** state.dataUpdateCount)
        : false,
  });

/** Whether something that was read was erased afterwards, as an entry of the log says: then it is told otherwise now. */
function isErasedSince({ changes }: CaseLedger): boolean {
  const tombstones = tombstonesOf(changes);
  return changes.some(({ sent }) => sent.redaction === null && tombstones.has(sent.leafHash));
}

/** The last page is read again: there may be more of it, and what waited may have its place. */
function withoutLastPage(ledger: CaseLedger): { ledger: CaseLedger; next: string | undefined } {
  const last = ledger.pages.at(-1);
  if (!last) {
    return { ledger: EMPTY, next: undefined };
  }
  const changes = ledger.changes.slice(0, ledger.changes.length - last.count);
  return { ledger: { ...ledger, alarm: null, changes, pages: ledger.pages.slice(0, -1) }, next: last.cursor };
}

function added(
  ledger: CaseLedger,
  {
    page,
    cursor,
    changes,
    alarm,
  }: { page: CaseLedgerPage; cursor: string | undefined; changes: readonly CheckedChange[]; alarm: string | null },
): CaseLedger {
  return {
    changes: [...ledger.changes, ...changes],
    alarm: ledger.alarm ?? alarm,
    complete: page.nextCursor === null,
    pages: [...ledger.pages, { cursor, count: changes.length }],
  };
}

/**
 * @param newestId the newest change that the page shows: where the ledger does not have it yet, it is read on.
 * @returns with `isBehind`, whether the ledger does not have it yet, and `stays`, whether it was asked for often enough: what the ledger does not have by then has no proof.
 */
export function useCaseLedger(incidentId: string, log: CheckedLog | undefined, newestId: string | undefined) {
  const queries = useQueryClient();
  const query = useQuery(caseLedgerQuery(queries, incidentId, log));
  const { data, isFetching, refetch } = query;
  const isBehind =
    newestId !== undefined && data?.complete === true && !data.changes.some(({ sent }) => sent.id === newestId);
  // A change that is shown and has no proof stays without one: it is not asked for for ever.
  const [tries, setTries] = useState({ of: newestId, count: 0 });
  const count = tries.of === newestId ? tries.count : 0;
  useEffect(() => {
    if (!isBehind || isFetching || count >= TRIES_MAX) {
      return undefined;
    }
    const timer = setTimeout(() => {
      setTries({ of: newestId, count: count + 1 });
      void refetch();
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [isBehind, isFetching, refetch, newestId, count]);
  return { ledger: query, isBehind, stays: isBehind && !isFetching && count >= TRIES_MAX };
}
