import { factsOf, type FactChange, type Facts } from './facts.js';

/**
 * Lays the changes of a case over each other, version by version: what was done in each, and the facts from then on.
 * `facts` is made when it is asked for, since not every version is looked at.
 *
 * @param changes oldest first.
 */
export function* replayed(
  changes: readonly FactChange[],
): Generator<{ readonly version: readonly FactChange[]; readonly facts: () => Facts }> {
  const states = new Map<string, NonNullable<FactChange['state']>>();
  for (let at = 0; at < changes.length;) {
    const version: FactChange[] = [];
    const number = changes[at]?.caseVersion;
    for (; changes[at]?.caseVersion === number && at < changes.length; at += 1) {
      version.push(changes[at] as FactChange);
    }
    for (const { kind, id, state } of version) {
      if (state) {
        states.set(`${kind} ${id}`, state);
      } else {
        states.delete(`${kind} ${id}`);
      }
    }
    yield { version, facts: () => factsOf([...states.values()]) };
  }
}
