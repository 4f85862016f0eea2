import { useEffect, useMemo } from 'react';
import { useMe } from '../frame/me';
import type { CheckedCheckpoint } from './log-check';
import { lookedThrough, visited, visitOf, withVisit, type Mark } from './memory';
import { remember, useRemembered } from './memory-store';

/** What this browser knows of the reader's last visit to a case. */
export interface LastVisit {
  /** Where the log was when they were last here; null on the first visit. */
  readonly before: Mark | null;
  /** Everything that is here was looked at. */
  readonly seenAll: () => void;
}

/** Notes that the case is visited, as soon as a checkpoint was checked. */
export function useVisit(incidentId: string, checkpoint: CheckedCheckpoint | null | undefined): LastVisit {
  const me = useMe();
  const origin = checkpoint?.origin ?? '';
  const visit = visitOf(useRemembered(origin), me.id, incidentId);
  const size = checkpoint?.size;
  useEffect(() => {
    if (size !== undefined) {
      const now = { size, at: new Date().toISOString() };
      remember(origin, (memory) =>
        withVisit(memory, me.id, incidentId, visited(visitOf(memory, me.id, incidentId), now)),
      );
    }
  }, [origin, me.id, incidentId, size]);
  return useMemo(
    () => ({
      before: visit?.before ?? null,
      seenAll: () =>
        remember(origin, (memory) => {
          const held = visitOf(memory, me.id, incidentId);
          return held ? withVisit(memory, me.id, incidentId, lookedThrough(held)) : memory;
        }),
    }),
    [visit?.before, origin, me.id, incidentId],
  );
}
