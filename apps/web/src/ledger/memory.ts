/** A checkpoint that this browser checked. */
export interface Seen {
  readonly size: number;
  /** b64. */
  readonly root: string;
  /** The signed note, as it was read. */
  readonly note: string;
  readonly seenAt: string;
}

/** How far somebody has seen a case. */
export interface Mark {
  readonly size: number;
  readonly at: string;
}

/** `before` is where the visit before this one ended; null on the first one. */
export interface Visit {
  readonly before: Mark | null;
  readonly now: Mark;
}

export interface RememberedKey {
  readonly vkey: string;
  readonly since: string;
}

/** What this browser remembers of one log. */
export interface LogMemory {
  /** By rising size; each was proved to continue the one before it. */
  readonly checkpoints: readonly Seen[];
  readonly keys: readonly RememberedKey[];
  /** By `<user> <case>`. */
  readonly visits: Readonly<Record<string, Visit>>;
}

export const NOTHING: LogMemory = { checkpoints: [], keys: [], visits: {} };

/** A limit on everything. */
export const CHECKPOINTS_MAX = 40;
export const VISITS_MAX = 200;
export const KEYS_MAX = 20;
/** Checkpoints that follow each other this closely are one sight of the log: the later one is kept. */
const SIGHT_MS = 10 * 60_000;
/** After a longer pause a visit is another one. */
const PAUSE_MS = 30 * 60_000;

export const newest = (memory: LogMemory): Seen | null => memory.checkpoints.at(-1) ?? null;

/** The first checkpoint that this browser ever saw is kept, and then the latest ones. */
export function withCheckpoint(memory: LogMemory, seen: Seen): LogMemory {
  const [last, ...earlier] = memory.checkpoints.toReversed();
  if (last && last.size >= seen.size) {
    return memory;
  }
  const replaces = earlier.length > 0 && last && Date.parse(seen.seenAt) - Date.parse(last.seenAt) < SIGHT_MS;
  const [first, ...rest] = replaces ? memory.checkpoints.slice(0, -1) : memory.checkpoints;
  const kept = first ? [first, ...rest.slice(-(CHECKPOINTS_MAX - 2)), seen] : [seen];
  return { ...memory, checkpoints: kept };
}

export function withKeys(memory: LogMemory, vkeys: readonly string[], at: string): LogMemory {
  const known = new Set(memory.keys.map(({ vkey }) => vkey));
  const added = vkeys.filter((vkey) => !known.has(vkey)).map((vkey) => ({ vkey, since: at }));
  return added.length === 0 ? memory : { ...memory, keys: [...memory.keys, ...added].slice(0, KEYS_MAX) };
}

/** Whoever comes back after a pause sees what changed since; whoever reloads the page still does. */
export function visited(visit: Visit | undefined, now: Mark): Visit {
  if (!visit) {
    return { before: null, now };
  }
  const paused = Date.parse(now.at) - Date.parse(visit.now.at) > PAUSE_MS;
  return {
    before: paused ? visit.now : visit.before,
    now: { size: Math.max(visit.now.size, now.size), at: now.at },
  };
}

/** Everything that is here was looked at. */
export const lookedThrough = (visit: Visit): Visit => ({ before: visit.now, now: visit.now });

export const visitOf = (memory: LogMemory, userId: string, incidentId: string): Visit | undefined =>
  memory.visits[`${userId} ${incidentId}`];

/** The visits that are longest ago are forgotten first. */
export function withVisit(memory: LogMemory, userId: string, incidentId: string, visit: Visit): LogMemory {
  const name = `${userId} ${incidentId}`;
  const others = Object.entries(memory.visits).filter(([other]) => other !== name);
  const kept = others.toSorted(([, a], [, b]) => b.now.at.localeCompare(a.now.at)).slice(0, VISITS_MAX - 1);
  return { ...memory, visits: Object.fromEntries([[name, visit], ...kept]) };
}
