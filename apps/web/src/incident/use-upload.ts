import { useEffect, useRef, useState } from 'react';
import { uploadContent } from '../api/evidence';
import type { Evidence } from '../api/shapes';

/** An upload on its way: how far it is, and how to stop it. Leaving the page's part that shows it stops it. */
export function useUpload(incidentId: string) {
  const [sentBytes, setSent] = useState<number | null>(null);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  return {
    /** Null: nothing is on its way. */
    sentBytes,
    stop: () => stopper.current?.abort(),
    upload: async (evidence: Pick<Evidence, 'id' | 'version'>, file: File): Promise<Evidence> => {
      stopper.current = new AbortController();
      setSent(0);
      try {
        return await uploadContent(incidentId, evidence, {
          file,
          signal: stopper.current.signal,
          onProgress: setSent,
        });
      } finally {
        setSent(null);
      }
    },
  };
}

/** That somebody stopped an upload is no fault to tell them of. */
export const faultOf = (error: unknown): unknown =>
  error instanceof DOMException && error.name === 'AbortError' ? null : error;
