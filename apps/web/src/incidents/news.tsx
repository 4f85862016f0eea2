import { useNewsSince } from '../frame/live-state';
import './news.css';

/** What was filed or changed since the list was read. Nothing moves until it is pressed. */
export function News({ query }: { query: { dataUpdatedAt: number; refetch: () => unknown } }) {
  const count = useNewsSince(query.dataUpdatedAt);
  return (
    <div role="status" className="news">
      {count > 0 ? (
        <button type="button" className="button" onClick={() => void query.refetch()}>
          Show {count} new or changed
        </button>
      ) : null}
    </div>
  );
}
