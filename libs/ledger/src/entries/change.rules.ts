import type { State, Value } from '@app/platform';
import { canonicalJson } from './canonical-json.js';

/** Fields that follow from the others and would say nothing in a history. */
const DERIVED = new Set(['version', 'updatedAt']);

/** In canonical form: the database keeps the keys of an object in an order of its own. */
const same = (a: Value | undefined, b: Value | undefined): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);

/**
 * What a change did, as the history shows it: for a new record the whole of it after
 * nothing, for a change only the fields that differ, before and after. Replaying the
 * `after` parts in order gives the record again.
 */
export function difference(before: State | null, after: State | null): { before: State | null; after: State | null } {
  if (before === null || after === null) {
    return { before, after };
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !DERIVED.has(key) && !same(before[key], after[key]),
  );
  const pick = (state: State): State => Object.fromEntries(keys.map((key) => [key, state[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Whether the two say the same. */
export const differs = (before: State, after: State): boolean =>
  Object.keys(difference(before, after).after ?? {}).length > 0;
