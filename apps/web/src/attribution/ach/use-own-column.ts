import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { achQuery, writeColumn, type Ach } from './ach-query';
import { ColumnStore } from './column-store';

const NOW = { validAt: undefined, knownAt: undefined };

/** The reader's own column, to be edited. */
export function useOwnColumn(incidentId: string, userId: string, ach: Ach) {
  const queries = useQueryClient();
  const [store] = useState(() => {
    const now = achQuery(incidentId, NOW);
    return new ColumnStore(
      {
        read: async () => await queries.fetchQuery({ ...now, staleTime: 0 }),
        write: async (version, body) => {
          const answer = await writeColumn(incidentId, version, body);
          queries.setQueryData(now.queryKey, answer);
          void queries.invalidateQueries({ queryKey: ['incident', incidentId, 'history'], refetchType: 'none' });
          return answer;
        },
      },
      userId,
      ach,
    );
  });
  const held = useSyncExternalStore(store.subscribe, store.snapshot);
  useEffect(() => store.take(ach), [store, ach]);

  // Whoever goes elsewhere in Ascribe has saved; whoever closes the window before is asked.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (store.isDirty) {
        event.preventDefault();
      }
    };
    const again = () => void store.saveAgain();
    window.addEventListener('beforeunload', ask);
    window.addEventListener('online', again);
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener('beforeunload', ask);
      if (store.isDirty) {
        void store.save();
      }
    };
  }, [store]);

  const { change, undo, redo, save, settle } = store;
  return { ...held, change, undo, redo, save, settle };
}

export type OwnColumn = ReturnType<typeof useOwnColumn>;
