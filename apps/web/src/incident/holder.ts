import type { Account } from '../api/shapes';

/** Whose account it is, as far as this reader may know. */
export function holderInWords(account: Account): string {
  const holder = account.holder;
  if (!holder || (!holder.name && !holder.role)) {
    return 'Holder not recorded';
  }
  const words = [holder.name, holder.role].filter(Boolean).join(', ');
  return holder.disclosed ? words : `${words} (not disclosed)`;
}
