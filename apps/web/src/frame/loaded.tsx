import type { ReactNode } from 'react';
import { inWords, isProblem } from '../api/problem';

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  refetch: () => unknown;
}

/** Waits quietly, fails in words, and keeps showing what it has while offline. */
export function Loaded<T>({
  query,
  lines = 4,
  children,
}: {
  query: Asked<T>;
  lines?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) {
    return <>{children(query.data)}</>;
  }
  if (query.error) {
    return <CouldNotLoad error={query.error} again={() => void query.refetch()} />;
  }
  return <Waiting lines={lines} />;
}

export function CouldNotLoad({ error, again }: { error: unknown; again: () => void }) {
  const words = isProblem(error, 403, 404)
    ? 'This part of the record is not shown to you.'
    : isProblem(error, 'unreachable')
      ? 'Ascribe cannot be reached. Nothing is lost; try again when you are connected.'
      : inWords(error);
  return (
    <div className="could-not" role="alert">
      <p>{words}</p>
      {isProblem(error, 403, 404) ? null : (
        <button type="button" className="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Waiting({ lines = 4 }: { lines?: number }) {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} aria-hidden="true" />
      ))}
    </div>
  );
}

/** What will be here, and the one act that fills it. */
export function Nothing({ children, act }: { children: ReactNode; act?: ReactNode }) {
  return (
    <div className="nothing">
      <p>{children}</p>
      {act}
    </div>
  );
}

/** The rest of a list that is read page by page. */
export function More({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  return query.hasNextPage ? (
    <p className="more">
      <button
        type="button"
        className="button"
        disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {query.isFetchingNextPage ? 'Loading more' : 'Load more'}
      </button>
    </p>
  ) : null;
}
