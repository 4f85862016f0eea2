import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

/** Says that the connection is gone, and what that means for what is on the screen. */
export function OfflineNote() {
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status">
      {online ? null : (
        <p className="offline-note">You are offline. What you see may be old; what you type is kept on this device.</p>
      )}
    </div>
  );
}
