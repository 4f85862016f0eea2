import { useSyncExternalStore } from 'react';
import { NOTHING, type LogMemory } from './memory';

const KEY = 'ascribe.ledger.v1';
type Logs = Readonly<Record<string, LogMemory>>;

let held: Logs | null = null;
let kept = true;
const listeners = new Set<() => void>();

/** What is not as we wrote it is as if it were not there: it cannot be trusted to remember anything. */
function read(): Logs {
  try {
    const logs = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, Partial<LogMemory>>;
    return Object.fromEntries(
      Object.entries(logs).map(([origin, { checkpoints, keys, visits }]) => [
        origin,
        {
          checkpoints: Array.isArray(checkpoints) ? checkpoints : [],
          keys: Array.isArray(keys) ? keys : [],
          visits: typeof visits === 'object' ? visits : {},
        },
      ]),
    );
  } catch {
    return {};
  }
}

const logs = (): Logs => (held ??= read());

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const onStorage = (event: StorageEvent): void => {
    if (event.key === KEY || event.key === null) {
      held = null;
      listener();
    }
  };
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

/** What this browser remembers, now. */
export const remembered = (origin: string): LogMemory => logs()[origin] ?? NOTHING;

/** The logs that this browser knows from this address, by their origin. */
export const rememberedLogs = (): Logs => logs();

export const useRemembered = (origin: string): LogMemory => useSyncExternalStore(subscribe, () => remembered(origin));

/** Whether what is remembered outlives this tab. */
export const isKept = (): boolean => kept;

/** Another tab may have written in between: what is there is read first. */
export function remember(origin: string, change: (memory: LogMemory) => LogMemory): void {
  const before = kept ? read() : logs();
  const memory = before[origin] ?? NOTHING;
  const after = change(memory);
  if (after !== memory) {
    write({ ...before, [origin]: after });
  }
}

export function forgetLogs(): void {
  write({});
}

function write(next: Logs): void {
  held = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
    kept = true;
  } catch {
    // It holds until this tab is closed.
    kept = false;
  }
  for (const listener of listeners) {
    listener();
  }
}
