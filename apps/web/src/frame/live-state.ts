import { useSyncExternalStore } from 'react';

/** Cases that were filed or changed, with when we heard of it. */
type News = ReadonlyMap<string, number>;

/** More than a list shows: then the number says no more than that there are many. */
const NEWS_MAX = 500;

let up = false;
let news: News = new Map();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const tell = (): void => listeners.forEach((listener) => listener());

/** Whether changes are told to this page as they are made. */
export const isLive = (): boolean => up;

export const useLiveness = (): boolean => useSyncExternalStore(subscribe, isLive);

export function setLive(now: boolean): void {
  if (up !== now) {
    up = now;
    tell();
  }
}

export function heardOfCases(incidentIds: Iterable<string>): void {
  const at = Date.now();
  news = new Map([...news, ...[...incidentIds].map((id) => [id, at] as const)].slice(-NEWS_MAX));
  tell();
}

export function forgetNews(): void {
  news = new Map();
  tell();
}

/** How many cases were filed or changed since a list of them was read (milliseconds since 1970). */
export function useNewsSince(readAt: number): number {
  const now = useSyncExternalStore(subscribe, () => news);
  return [...now.values()].filter((at) => at > readAt).length;
}
