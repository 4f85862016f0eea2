import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import type { Moment } from './shapes';

/** The moment that the address names, on both clocks. */
export function useMoment(): Moment {
  const { validAt, knownAt } = useSearch({ strict: false }) as Moment;
  return { validAt: instant(validAt), knownAt: instant(knownAt) };
}

/** What is no instant is as if it were not there. */
const instant = (text: string | undefined): string | undefined =>
  text && !Number.isNaN(Date.parse(text)) ? text : undefined;

/** Moves the clocks. The address follows, and everything else follows the address. */
export function useLookAt(): (moment: Moment) => void {
  const navigate = useNavigate();
  return useCallback(
    ({ validAt, knownAt }) => {
      void navigate({
        to: '.',
        search: ((before: object) => ({ ...before, validAt, knownAt })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
}

const SETTLED_MS = 140;

/** The clocks while they are moved: the hands at once, the address (and so the questions) when they rest. */
export function useClocks(): { shown: Moment; settled: Moment; move: (moment: Moment) => void } {
  const settled = useMoment();
  const lookAt = useLookAt();
  const [moving, setMoving] = useState<Moment | null>(null);
  useEffect(() => {
    if (!moving) {
      return;
    }
    const timer = setTimeout(() => {
      lookAt(moving);
      setMoving(null);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [moving, lookAt]);
  return { shown: moving ?? settled, settled, move: setMoving };
}
