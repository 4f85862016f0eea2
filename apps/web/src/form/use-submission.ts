import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { isProblem } from '../api/problem';

/** A key for one submission of a form. Not every context has `randomUUID`. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') {
    return crypto.randomUUID();
  }
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/**
 * Sends a form. The same idempotency key goes with every retry after a lost answer, so
 * that nothing is written twice; after an answer (done or refused) the next one is new.
 */
export function useSubmission<V, R>(
  send: (value: V, idempotencyKey: string) => Promise<R>,
  onDone?: (result: R, value: V) => unknown,
) {
  const key = useRef<string>(newKey());
  return useMutation({
    mutationFn: async (value: V) => await send(value, key.current),
    onSuccess: async (result, value) => {
      key.current = newKey();
      await onDone?.(result, value);
    },
    onError: (error) => {
      if (isProblem(error) && error.status >= 400 && error.status < 500) {
        key.current = newKey();
      }
    },
  });
}
