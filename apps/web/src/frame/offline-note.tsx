import { onlineManager } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLiveness } from './live-state';

/** A connection that is made again within this time is nobody's concern. */
const PATIENCE_MS = 15_000;

/** Says that the connection is gone, or that changes are not told at once, and what that means for what is on the screen. */
export function OfflineNote() {
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  const interrupted = useInterrupted();
  const words = online
    ? interrupted && 'Live updates are interrupted. What you see may be half a minute old.'
    : 'You are offline. What you see may be old; what you type is kept on this device.';
  return <div role="status">{words ? <p className="offline-note">{words}</p> : null}</div>;
}

/** Whether events have not arrived for a while. */
function useInterrupted(): boolean {
  const live = useLiveness();
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    const timer = live ? undefined : setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [live]);
  return late && !live;
}
