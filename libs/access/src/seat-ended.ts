import type { OrganizationId, Tx, UserId } from '@app/platform';
import type { SeatEndedV1 } from './access.events.js';

/** Says that somebody works in an organization no more: what they led and what was theirs to do is then released. */
export function announceSeatEnded(
  tx: Tx,
  { organizationId, userId, reason }: { organizationId: OrganizationId; userId: UserId; reason?: string | undefined },
): void {
  const body: SeatEndedV1 = { organizationId, userId, byUserId: tx.principal.userId, reason: reason ?? null };
  tx.emit('seat.ended.v1', body);
}
