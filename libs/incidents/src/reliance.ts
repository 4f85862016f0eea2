/** A record of a case, named. */
export interface RecordName {
  readonly kind: string;
  readonly id: string;
}

/** A record with the records that it draws on. */
export interface Drawing extends RecordName {
  /** What it says, for people. */
  readonly title: string;
  readonly on: readonly RecordName[];
  /** Who made it, and so is told when it loses its ground. */
  readonly userIds: readonly string[];
  readonly tlp: string | null;
  readonly organizationId: string | null;
}

/** A record that rests on another, directly or through others. */
export interface Dependent extends Drawing {
  /** The record through which it does so. */
  readonly via: RecordName;
  /** 1: directly. */
  readonly distance: number;
}

const nameOf = ({ kind, id }: RecordName): string => `${kind} ${id}`;

/** Everything that rests on a record, nearest first; each once, also where the links go round in a circle. */
export function dependentsOf(fallen: RecordName, drawings: readonly Drawing[]): Dependent[] {
  const drawn = new Map<string, Drawing[]>();
  for (const drawing of drawings) {
    for (const name of new Set(drawing.on.map(nameOf))) {
      drawn.set(name, [...(drawn.get(name) ?? []), drawing]);
    }
  }
  const found = new Map<string, Dependent>();
  let reached: readonly RecordName[] = [fallen];
  for (let distance = 1; reached.length > 0; distance += 1) {
    const next: Dependent[] = [];
    for (const via of reached) {
      for (const drawing of drawn.get(nameOf(via)) ?? []) {
        if (nameOf(drawing) !== nameOf(fallen) && !found.has(nameOf(drawing))) {
          const dependent = { ...drawing, via: { kind: via.kind, id: via.id }, distance };
          found.set(nameOf(drawing), dependent);
          next.push(dependent);
        }
      }
    }
    reached = next;
  }
  return [...found.values()];
}
