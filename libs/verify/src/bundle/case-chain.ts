import { toBase64 } from '../bytes.js';
import type { Findings } from '../findings.js';
import type { ToldEntry } from './entries.js';
import type { Payload } from './payload.js';

/** How far the time of an entry may lie before that of one before it in the log: what may wait to be sequenced. */
const BACK_MS_MAX = 60_000;

interface Link {
  readonly index: number;
  readonly version: number;
  /** Undefined in entries of version 1. */
  readonly ordinal: number | undefined;
  readonly leafHash: string | null;
  readonly at: number;
}
/** What the first entry of a case follows. */
const BEGINNING: Link = { index: -1, version: 0, ordinal: undefined, leafHash: null, at: -Infinity };

/** A place in a whole bundle at which something seems to be missing. */
interface Break {
  readonly entry: ToldEntry;
  readonly code: 'case_gap' | 'previous_differs';
  /** How many entries at least. */
  readonly missing: number;
  readonly from: number;
  readonly detail: string;
}

/**
 * The entries of each case: one after another, none left out where the bundle claims to be whole, each naming the one
 * before it, and none earlier than it.
 */
export class CaseChain {
  private readonly last = new Map<string, Link>();
  /** Entries of which it is not told where they belong: one that was erased may be what seems to be missing. */
  private readonly unplaced: { index: number; leafHash: string }[] = [];
  private readonly breaks: Break[] = [];
  private latestAt = -Infinity;

  constructor(
    private readonly findings: Findings,
    private readonly whole: boolean,
  ) {}

  add(entry: ToldEntry): void {
    const { payload } = entry;
    const { incidentId, caseVersion } = payload ?? {};
    this.checkTime(entry, payload);
    if (incidentId === null || caseVersion === null) {
      return;
    }
    if (payload !== undefined && incidentId !== undefined && caseVersion !== undefined) {
      this.link(incidentId, linkOf(entry, payload, caseVersion), entry);
    } else if (this.whole) {
      this.unplaced.push({ index: entry.index, leafHash: toBase64(entry.leafHash) });
    }
  }

  private link(incidentId: string, link: Link, entry: ToldEntry): void {
    const before = this.last.get(incidentId) ?? BEGINNING;
    this.last.set(incidentId, link);
    const { where } = entry;
    const missing = missingBetween(before, link);
    if (missing < 0) {
      this.findings.add('case_order', where, nameOf(link));
      return;
    }
    if (link.at < before.at) {
      this.findings.add('time_before_previous', where, `${iso(link.at)} after ${iso(before.at)}`);
    }
    const from = before.index;
    const isNext = this.whole || (missing === 0 && link.version === before.version);
    if (this.whole && missing > 0) {
      this.breaks.push({ entry, code: 'case_gap', missing, from, detail: `before ${nameOf(link)}` });
    } else if (isNext && !followsOn(entry.payload, before.leafHash)) {
      this.breaks.push({ entry, code: 'previous_differs', missing: 0, from, detail: '' });
    }
  }

  /** @param erased hashes of the leaves of which the log says that something was erased. */
  conclude(erased: ReadonlySet<string>): void {
    const gone = this.unplaced.filter(({ leafHash }) => erased.has(leafHash));
    for (const { entry, code, missing, from, detail } of this.breaks) {
      const between = gone.filter(({ index }) => index > from && index < entry.index);
      const isExplained =
        between.some(({ leafHash }) => followsOn(entry.payload, leafHash)) && missing <= between.length;
      if (!isExplained) {
        this.findings.add(code, entry.where, detail);
      }
    }
  }

  /** Whether the chain of a case ends at this version, or may: what comes after was erased. */
  reaches(incidentId: string, version: number, erased: ReadonlySet<string>): boolean {
    const last = this.last.get(incidentId) ?? BEGINNING;
    const isGone = this.unplaced.some(({ index, leafHash }) => index > last.index && erased.has(leafHash));
    return last.version === version || isGone;
  }

  private checkTime({ where }: ToldEntry, payload: Payload | undefined): void {
    const at = Date.parse(payload?.at ?? '');
    if (at < this.latestAt - BACK_MS_MAX) {
      this.findings.add('time_against_log', where, `${iso(at)} after ${iso(this.latestAt)}`);
    }
    this.latestAt = Math.max(this.latestAt, Number.isNaN(at) ? -Infinity : at);
  }
}

/** Whether an entry may come right after this one. Entries of version 1 do not name the one before them. */
const followsOn = (payload: Payload | undefined, leafHash: string | null): boolean =>
  payload?.previous === undefined || payload.previous === leafHash;

function linkOf(entry: ToldEntry, payload: Payload, version: number): Link {
  const { ordinal, at } = payload;
  return {
    index: entry.index,
    version,
    ordinal: ordinal ?? undefined,
    leafHash: toBase64(entry.leafHash),
    at: Date.parse(at ?? ''),
  };
}

/** How many entries there are at least between two of a case; negative where the second does not come later. */
function missingBetween(before: Link, after: Link): number {
  if (after.version === before.version) {
    return after.ordinal === undefined || before.ordinal === undefined ? 0 : after.ordinal - before.ordinal - 1;
  }
  const versions = after.version - before.version - 1;
  return versions < 0 ? versions : versions + ((after.ordinal ?? 1) - 1);
}

const nameOf = ({ version, ordinal }: Link): string => `version ${version}${ordinal ? `, entry ${ordinal}` : ''}`;
const iso = (at: number): string => new Date(at).toISOString();
