import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isProblem } from '../api/problem';
import { meQuery } from '../api/queries';
import { forgetNews, heardOfCases, isLive, setLive } from './live-state';
import { LiveStream, type LiveEvent } from './live-stream';

const ADDRESS = '/api/v1/events';
/** What is heard within this time is asked for once. */
const GATHER_MS = 150;
/** The net under the stream: how often the page looks by itself while no events arrive. */
const LOOK_MS = 30_000;
/** What follows the cases as a whole; lists of cases are not among it, since nothing jumps under the reader. */
const WITH_CASES = new Set(['assessment-reviews']);
const WITH_NOTIFICATIONS = new Set(['notifications', 'mailbox', 'deliveries']);

/** What was heard, and not acted upon yet. */
interface Pending {
  incidentIds: Set<string>;
  notifications: boolean;
  everything: boolean;
}

const nothing = (): Pending => ({ incidentIds: new Set(), notifications: false, everything: false });

/** What the page shows is asked for again when it was changed. */
export function useLive(): void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  useEffect(() => {
    let pending = nothing();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const act = () => {
      timer = undefined;
      const heard = pending;
      pending = nothing();
      void refresh(queries, heard);
    };
    const gather = (name: LiveEvent, data: Record<string, string>) => {
      add(pending, name, data);
      timer ??= setTimeout(act, GATHER_MS);
    };
    const stream = new LiveStream(ADDRESS, {
      event: gather,
      began: () => void catchUp(queries, Date.now()),
      up: setLive,
      refused: () => void leaveIfSignedOut(queries, () => void navigate({ to: '/sign-in', search: here() })),
    });
    stream.start();
    const net = setInterval(() => {
      if (!isLive() && navigator.onLine && document.visibilityState === 'visible') {
        void catchUp(queries, Date.now());
      }
    }, LOOK_MS);
    return () => {
      clearInterval(net);
      stream.stop();
      clearTimeout(timer);
    };
  }, [queries, navigate]);
}

function add(pending: Pending, name: LiveEvent, { incidentId }: Record<string, string>): void {
  if (name === 'incident.changed' && incidentId) {
    pending.incidentIds.add(incidentId);
  } else if (name === 'notification.created') {
    pending.notifications = true;
  } else {
    pending.everything = true;
  }
}

async function refresh(queries: QueryClient, { incidentIds, notifications, everything }: Pending): Promise<void> {
  if (everything) {
    forgetNews();
    await queries.invalidateQueries();
    await forgetRefused(queries);
    return;
  }
  if (incidentIds.size > 0) {
    heardOfCases(incidentIds);
    // The next visit reads the list anew; the reader of this one is told, and decides.
    void queries.invalidateQueries({ queryKey: ['incidents'], refetchType: 'none' });
  }
  const named = namesOf(queries, incidentIds);
  await queries.invalidateQueries({
    predicate: ({ queryKey: [kind, of] }) =>
      (kind === 'incident' && named.has(String(of))) ||
      (incidentIds.size > 0 && WITH_CASES.has(String(kind))) ||
      (notifications && WITH_NOTIFICATIONS.has(String(kind))),
  });
}

/** What was read before events began to arrive may be old. */
async function catchUp(queries: QueryClient, since: number): Promise<void> {
  const old = ({ state }: Query): boolean => state.dataUpdatedAt > 0 && state.dataUpdatedAt < since;
  await queries.invalidateQueries({
    predicate: (query) =>
      old(query) &&
      ['incident', 'incidents', 'notifications', 'assessment-reviews'].includes(String(query.queryKey[0])),
  });
}

/** Pages name a case by its id or by its reference. */
function namesOf(queries: QueryClient, incidentIds: ReadonlySet<string>): Set<string> {
  const names = new Set(incidentIds);
  for (const [[, name], data] of queries.getQueriesData<{ id?: string }>({ queryKey: ['incident'] })) {
    if (data?.id !== undefined && incidentIds.has(data.id)) {
      names.add(String(name));
    }
  }
  return names;
}

/** What is not shown any more must not stay on the screen, as it would where a server is only out of reach. */
async function forgetRefused(queries: QueryClient): Promise<void> {
  await queries.resetQueries({
    predicate: ({ state }) => state.data !== undefined && isProblem(state.error, 403, 404),
  });
}

async function leaveIfSignedOut(queries: QueryClient, leave: () => void): Promise<void> {
  try {
    await queries.fetchQuery({ ...meQuery, staleTime: 0 });
  } catch (error) {
    if (isProblem(error, 401)) {
      leave();
      queries.clear();
    }
  }
}

const here = (): { next?: string } => {
  const { pathname, search } = window.location;
  return pathname === '/' ? {} : { next: pathname + search };
};
