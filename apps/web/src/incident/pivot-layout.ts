import type { Account, PartialTime, Pivot } from '../api/shapes';
import { spanOrder } from '../words/time';

export interface Placed {
  account: Account;
  column: number;
  lane: number;
}

const seen = (account: Account): PartialTime | null => account.firstSeenAt;

/**
 * Left to right by time: an account stands right of every account that was used
 * against it; those that nothing was used against stand first. Circles are cut where
 * they close. Within a column, by when it was first seen.
 */
export function placed(accounts: Account[], pivots: Pivot[]): Placed[] {
  const ids = new Set(accounts.map((one) => one.id));
  const steps = pivots
    .filter((one) => ids.has(one.fromAccountId) && ids.has(one.toAccountId))
    .toSorted((a, b) => spanOrder(a.at) - spanOrder(b.at));
  const column = new Map<string, number>();
  const depth = (id: string, path: ReadonlySet<string>): number => {
    const known = column.get(id);
    if (known !== undefined) {
      return known;
    }
    const before = steps.filter((one) => one.toAccountId === id && !path.has(one.fromAccountId));
    const found = Math.max(-1, ...before.map((one) => depth(one.fromAccountId, new Set([...path, id])))) + 1;
    if (path.size === 0) {
      column.set(id, found);
    }
    return found;
  };
  for (const account of accounts) {
    depth(account.id, new Set());
  }
  const lanes = new Map<number, number>();
  return accounts
    .toSorted((a, b) => spanOrder(seen(a)) - spanOrder(seen(b)))
    .map((account) => {
      const at = column.get(account.id) ?? 0;
      const lane = lanes.get(at) ?? 0;
      lanes.set(at, lane + 1);
      return { account, column: at, lane };
    });
}
