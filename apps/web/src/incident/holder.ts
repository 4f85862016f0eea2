import type { Account } from '../api/shapes';

/** Whose account it is: a disclosed holder by name, any other by the pseudonym that everybody sees. */
export function holderInWords({ holder }: Account): string {
  const called = holder && (holder.disclosed ? holder.name : (holder.pseudonym ?? 'Undisclosed holder'));
  return [called, holder?.role].filter(Boolean).join(', ') || 'Holder not recorded';
}
