import { checkChain } from './chain';
import type { CaseLedger, CheckedChange } from './use-case-ledger';

/** What was found out about the changes of a case up to a place in the log. */
export interface Tally {
  readonly all: number;
  readonly failed: number;
  readonly waiting: number;
  readonly redacted: number;
  readonly withheld: number;
  /** Changes that the history shows, and of which the server gives no proof. */
  readonly unproven: number;
  /** Changes that the log has, and the history does not show. */
  readonly unshown: number;
  /** Places at which something is missing. */
  readonly gaps: number;
  /** Whether gaps could be seen at all. */
  readonly told: boolean;
  /** Whether all of the case has been read. */
  readonly complete: boolean;
}

/** What is found by holding the history against the log. */
export interface Held {
  /** Ids of changes of which the page shows something else than was committed to. */
  readonly wrong: ReadonlySet<string>;
  readonly unproven: number;
  readonly unshown: number;
}

export function tallyOf(
  { changes, complete }: Pick<CaseLedger, 'changes' | 'complete'>,
  { wrong, unproven, unshown }: Held,
): Tally {
  const { gaps, told } = checkChain(
    changes.map(({ sent, check }) => ({ check, leafHash: sent.leafHash })),
    { fromFirst: true },
  );
  const count = (holds: (one: CheckedChange) => boolean): number => changes.filter(holds).length;
  return {
    all: changes.length,
    failed: count(({ sent, check }) => !check.held || wrong.has(sent.id)),
    waiting: count(({ check }) => check.index === null),
    redacted: count(({ sent }) => sent.redaction !== null),
    withheld: count(({ sent, check }) => sent.redaction === null && check.fields.length === 0),
    unproven,
    unshown,
    gaps: gaps.length,
    told,
    complete,
  };
}

/** Where in the case a place in the log is. */
export interface MomentAt {
  /** When the last change below that place was recorded; null before the first. */
  readonly knownAt: string | null;
  readonly changes: number;
}

/**
 * The last moment of which the tree of a size holds all. Changes of one version of the case were recorded at one moment,
 * and those of later versions later.
 */
export function momentAt(changes: readonly CheckedChange[], size: number): MomentAt {
  const beyond = changes.findIndex(({ check }) => check.index === null || check.index >= size);
  const within = beyond < 0 ? changes : changes.slice(0, beyond);
  const next = changes[beyond]?.sent.at;
  return {
    knownAt: within.findLast(({ sent }) => sent.at !== next)?.sent.at ?? null,
    changes: changes.filter(({ check }) => check.index !== null && check.index < size).length,
  };
}

/** A tombstone: the entry by which content was taken away (docs/formats/ledger.md, "Tombstone"). */
export interface Tombstone {
  readonly index: number | null;
  readonly basis: string;
  readonly fields: readonly string[];
}

/** Tombstones that are proven, by the leaf hash of the entry that each is of. */
export function tombstonesOf(changes: readonly CheckedChange[]): ReadonlyMap<string, Tombstone> {
  const found = new Map<string, Tombstone>();
  for (const { check } of changes) {
    const redaction = check.held ? check.payload?.['redaction'] : undefined;
    for (const { leafHash, fields, basis } of entriesOf(redaction)) {
      found.set(leafHash, { index: check.index, basis, fields });
    }
  }
  return found;
}

interface ErasedEntry {
  readonly leafHash: string;
  readonly fields: readonly string[];
  readonly basis: string;
}

function entriesOf(redaction: unknown): ErasedEntry[] {
  const { basis, entries } = (redaction ?? {}) as { basis?: unknown; entries?: unknown };
  return Array.isArray(entries)
    ? (entries as Partial<ErasedEntry>[]).flatMap(({ leafHash, fields }) =>
        typeof leafHash === 'string'
          ? [{ leafHash, basis: String(basis as string), fields: Array.isArray(fields) ? fields : [] }]
          : [],
      )
    : [];
}
