import { useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import type { Incident } from '../api/shapes';

type Ability = Exclude<keyof Incident['abilities'], 'transitionTo'>;

interface Case {
  incident: Incident;
  /** The past moment that is being looked at; undefined is now. */
  knownAt: string | undefined;
}

export const CaseContext = createContext<Case | null>(null);

/** The case that the page shows, and what may be done with it. The past can only be read. */
export function useCase() {
  const held = useContext(CaseContext);
  if (!held) {
    throw new Error('useCase is for parts of the incident page');
  }
  const { incident, knownAt } = held;
  return {
    incident,
    knownAt,
    /** Reading is as the server says; the past can only be read. */
    can: (verb: Ability): boolean => incident.abilities[verb] && (knownAt === undefined || verb.startsWith('read')),
  };
}

/** After a write to the case: everything of it and the lists are asked for again. */
export function useRefreshCase(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    void queries.invalidateQueries({ queryKey: ['incidents'] });
    await queries.invalidateQueries({ queryKey: ['incident'] });
  }, [queries]);
}
