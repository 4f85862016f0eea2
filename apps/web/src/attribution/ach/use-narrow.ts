import { useSyncExternalStore } from 'react';

const NARROW = window.matchMedia('(max-width: 699px)');

const listen = (changed: () => void): (() => void) => {
  NARROW.addEventListener('change', changed);
  return () => NARROW.removeEventListener('change', changed);
};

/** Whether the screen is a phone's: one hypothesis at a time fits. */
export const useNarrow = (): boolean => useSyncExternalStore(listen, () => NARROW.matches);
