import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { viewing, viewAs } from '../api/client';

/**
 * While the page is open, reads of the case are asked for as this participant would be answered them. What was read
 * otherwise is forgotten first, and what was read so is forgotten afterwards: the two must never be mixed.
 */
export function useViewAs(participantId: string | undefined): void {
  const queries = useQueryClient();
  if (viewing() !== participantId) {
    viewAs(participantId);
    queries.removeQueries({ queryKey: ['incident'] });
  }
  useEffect(
    () => () => {
      if (participantId !== undefined) {
        viewAs(undefined);
        queries.removeQueries({ queryKey: ['incident'] });
      }
    },
    [participantId, queries],
  );
}
