import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import '../form/form.css';
import './frame.css';
import { DemandedNote } from './demanded-note';
import { EarlySearch } from './early-search';
import { useLive } from './live';
import { OfflineNote } from './offline-note';
import { PhoneBar } from './phone-bar';
import { Rail } from './rail';
import { TopBar } from './top-bar';
import { Waiting } from './loaded';

const SearchPalette = lazy(async () => ({ default: (await import('./search-palette')).SearchPalette }));

/** Everything around a page, once somebody is signed in. */
export function Frame() {
  const [searching, setSearching] = useState(false);
  const [early, setEarly] = useState('');
  const main = useRef<HTMLElement>(null);
  const close = () => {
    setSearching(false);
    setEarly('');
  };
  useLive();
  useSearchKey(() => setSearching(true));
  useFocusOnArrival(main);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <Rail />
      <div className="frame-body">
        <TopBar onSearch={() => setSearching(true)} />
        <OfflineNote />
        <DemandedNote />
        <main id="main" ref={main} tabIndex={-1}>
          <Suspense fallback={<Waiting lines={6} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <PhoneBar />
      {searching ? (
        <Suspense fallback={<EarlySearch text={early} onType={setEarly} />}>
          <SearchPalette early={early} onClose={close} />
        </Suspense>
      ) : null}
    </div>
  );
}

function useSearchKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}

/** A new page is read out from its top: focus goes to it, unless the page itself took it. */
function useFocusOnArrival(main: React.RefObject<HTMLElement | null>): void {
  const place = useRouterState({
    select: (state) => state.resolvedLocation?.pathname.split('/').slice(0, 3).join('/'),
  });
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
    } else if (!main.current?.contains(document.activeElement)) {
      main.current?.focus({ preventScroll: true });
    }
  }, [main, place]);
}
