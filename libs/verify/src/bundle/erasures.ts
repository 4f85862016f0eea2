import { toBase64 } from '../bytes.js';
import type { Findings, Where } from '../findings.js';
import type { ToldEntry } from './entries.js';
import type { Payload } from './payload.js';
import { ERASING } from './replay.js';
import { hash, list, object, text } from './shapes.js';
import type { SeenHashes } from './seen-hashes.js';

/** docs/formats/ledger.md, "Tombstone". */
export interface Redaction {
  readonly id: string;
  readonly basis: string;
  readonly requestedById: string;
  readonly approvedById: string;
  readonly fields: readonly string[];
  readonly entries: readonly { readonly leafHash: string; readonly fields: readonly string[] }[];
}
const REDACTION = object({
  id: text,
  basis: text,
  requestedById: text,
  approvedById: text,
  fields: list(text),
  entries: list(object({ leafHash: hash, fields: list(text) })),
});

export const redactionOf = (payload: Payload | undefined): Redaction | undefined => {
  const redaction = payload?.redaction;
  return REDACTION(redaction) === undefined ? (redaction as unknown as Redaction) : undefined;
};

/** Holds what is not told against what the log says was erased. */
export class Erasures {
  private readonly untold = new Map<string, { where: Where; names: readonly string[] }>();
  private readonly redactions: { redaction: Redaction; where: Where; isLater: boolean }[] = [];
  private untoldCount = 0;

  constructor(
    private readonly findings: Findings,
    private readonly whole: boolean,
    /** Whether there are entries of other cases, of which nothing is told. */
    private readonly amongOthers: boolean,
  ) {}

  /** @param isLater than the moment that the bundle shows: what it names need not be there. */
  add(entry: ToldEntry, isLater: boolean): void {
    const { payload, where, untold } = entry;
    if (untold.length > 0) {
      this.untoldCount++;
      if (this.whole && !(this.amongOthers && payload === undefined)) {
        this.untold.set(toBase64(entry.leafHash), { where, names: untold });
      }
    }
    if (payload?.action === ERASING || payload?.redaction !== undefined) {
      this.addTombstone(payload, where, isLater);
    }
  }

  private addTombstone(payload: Payload, where: Where, isLater: boolean): void {
    const redaction = redactionOf(payload);
    if (!redaction || (payload.action ?? ERASING) !== ERASING) {
      // Where one reader is not told of it, it cannot be looked at.
      if (this.whole || payload.redaction !== undefined) {
        this.findings.add('redaction_malformed', where);
      }
      return;
    }
    this.redactions.push({ redaction, where, isLater });
    this.findings.add('redacted', where, redaction.fields.join(', '));
    if (redaction.requestedById === redaction.approvedById) {
      this.findings.add('redaction_by_one_person', where);
    }
  }

  /** Hashes of the leaves of which something was erased. */
  get leafHashes(): Set<string> {
    return new Set(this.redactions.flatMap(({ redaction }) => redaction.entries.map(({ leafHash }) => leafHash)));
  }

  get count(): number {
    return this.redactions.length;
  }

  /** @param seen the hashes of all leaves that are there. */
  conclude(seen: SeenHashes): void {
    for (const { redaction, where, isLater } of this.redactions) {
      for (const { leafHash, fields } of redaction.entries) {
        this.explain(leafHash, fields);
        if (this.whole && !isLater && !seen.has(leafHash)) {
          this.findings.add('redaction_of_unknown', where, leafHash);
        }
      }
    }
    for (const { where, names } of this.untold.values()) {
      this.findings.add('withheld_unexplained', where, names.join(', '));
    }
    if (!this.whole) {
      this.findings.add('not_whole');
    }
    if (!this.whole && this.untoldCount > 0) {
      this.findings.add('withheld', {}, `${this.untoldCount} entries`);
    }
  }

  private explain(leafHash: string, fields: readonly string[]): void {
    const found = this.untold.get(leafHash);
    if (!found) {
      return;
    }
    // Of `before` and `after` nothing is told where each of their members was erased.
    const isErased = (name: string): boolean =>
      fields.some((field) => field === '*' || field === name || field.startsWith(`${name}.`));
    const names = found.names.filter((name) => !isErased(name));
    if (names.length > 0) {
      this.untold.set(leafHash, { ...found, names });
    } else {
      this.untold.delete(leafHash);
    }
  }
}
