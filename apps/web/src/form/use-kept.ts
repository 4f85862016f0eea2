import { useCallback, useEffect, useRef, useState } from 'react';

const PREFIX = 'ascribe.draft.';

/** What a form holds, kept on this device as it is typed: a closed tab loses nothing. */
export function useKept<T>(name: string, empty: T) {
  const storageKey = PREFIX + name;
  const first = useRef<{ value: T; savedAt: string | null } | null>(null);
  first.current ??= restored(storageKey, empty);
  const [value, setValue] = useState(first.current.value);
  const [savedAt, setSavedAt] = useState(first.current.savedAt);
  const [wasRestored] = useState(first.current.savedAt !== null);
  const touched = useRef(false);

  useEffect(() => {
    if (!touched.current) {
      return;
    }
    const now = new Date().toISOString();
    setSavedAt(keep(storageKey, { value, savedAt: now }) ? now : null);
  }, [storageKey, value]);

  const change = useCallback((next: T | ((before: T) => T)) => {
    touched.current = true;
    setValue(next);
  }, []);

  const forget = useCallback(() => {
    touched.current = false;
    setValue(empty);
    setSavedAt(null);
    try {
      localStorage.removeItem(storageKey);
    } catch {
      // Nothing was kept.
    }
    // `empty` is a constant of the form.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [storageKey]);

  return { value, change, forget, savedAt, wasRestored };
}

function restored<T>(storageKey: string, empty: T): { value: T; savedAt: string | null } {
  try {
    const text = localStorage.getItem(storageKey);
    if (text) {
      const kept = JSON.parse(text) as { value: T; savedAt: string };
      // Fields that a newer version of the form added are taken from the empty one.
      const isRecord = typeof empty === 'object' && empty !== null && !Array.isArray(empty);
      return { value: isRecord ? { ...empty, ...kept.value } : kept.value, savedAt: kept.savedAt };
    }
  } catch {
    // Storage is refused or the draft is unreadable: begin empty.
  }
  return { value: empty, savedAt: null };
}

function keep(storageKey: string, draft: unknown): boolean {
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
