import { Invalid } from '@app/platform';

/** @throws {Invalid} a participation would end before it began to matter. */
export function requireFuture(until: string | null | undefined, now: Date): void {
  if (until !== undefined && until !== null && Date.parse(until) <= now.getTime()) {
    throw Invalid.at('until', 'not_in_the_future', 'A participation ends in the future. To end it now, end it.');
  }
}
