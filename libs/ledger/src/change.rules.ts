import type { State, Value } from '@app/platform';

/** Fields that follow from the others and would say nothing in a history. */
const DERIVED = new Set(['version', 'updatedAt']);

const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

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
