import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import { everyItem } from '../api/queries';
import { needsMeQuery } from '../api/told';

/** Where I am, search, and how much needs me. */
export function TopBar({ onSearch }: { onSearch: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const waiting = everyItem(useInfiniteQuery(needsMeQuery).data).filter((one) => !one.acknowledgedAt).length;
  return (
    <header className="top-bar">
      <p className="where">{whereIs(path)}</p>
      <button type="button" className="search-open" onClick={onSearch}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5" />
        </svg>
        <span>Search</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Link to="/" className="needs-me" data-some={waiting > 0 || undefined}>
        {waiting > 0 ? `${waiting} ${waiting === 1 ? 'needs' : 'need'} you` : 'Nothing needs you'}
      </Link>
    </header>
  );
}

const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'Home'],
  [/^\/incidents\/new$/, 'File an incident'],
  [/^\/incidents\/.+/, 'Incidents'],
  [/^\/incidents$/, 'Incidents'],
  [/^\/mailbox/, 'Mailbox'],
  [/^\/deliveries/, 'Deliveries'],
  [/^\/settings/, 'Settings'],
];

function whereIs(path: string): React.ReactNode {
  const name = PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? '';
  return name === 'Incidents' && path !== '/incidents' ? <Link to="/incidents">{name}</Link> : name;
}
