import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import type { SightOfRecords } from '@app/incidents';
import type { LogCheckpoint } from '@app/ledger';
import { CaseEntries, type CaseMoment } from '../log/case-entries.query.js';
import { disclose, type StoredEntry } from '../log/disclosed.rules.js';
import { LogKeys } from '../log/log-keys.query.js';
import { PublishedLog, type Proofs } from '../log/published-log.js';
import { OUTSIDE_CASES, Readers } from '../log/readers.js';
import { entryLine, type Written } from './sealed-lines.js';
import type { ReplayedStates } from './states.js';

/** Entries that are read at once: what of a case is in memory besides its records. */
const ENTRIES_AT_ONCE = 200;

/** To whom a case is told, as of when, and against which tree. */
export interface TellingOfCase {
  readonly caller: Caller;
  readonly sight: SightOfRecords;
  readonly moment: CaseMoment;
  readonly checkpoint: LogCheckpoint;
  /** The names behind pseudonyms too. */
  readonly names: boolean;
}

/** The entry lines of a bundle of one case. */
@Injectable()
export class CaseEntryLines {
  constructor(
    private readonly log: PublishedLog,
    private readonly keys: LogKeys,
    private readonly entries: CaseEntries,
    private readonly readers: Readers,
  ) {}

  /**
   * The case's entries, and between them those that introduce keys.
   *
   * @param states are given what the entries tell, up to the moment.
   */
  async *of(plan: TellingOfCase, states: ReplayedStates): AsyncGenerator<Written> {
    const { caller, sight, checkpoint, moment, names } = plan;
    const proofs = this.log.proofs(checkpoint.size);
    const tell = await this.readers.ofCase(caller, sight, names);
    const ofKeys = await this.keys.entries(caller, checkpoint.size);
    for await (const entry of this.ofCase(plan)) {
      while (ofKeys[0] && ofKeys[0].index < entry.index) {
        yield await keyLine(ofKeys.shift() as Placed, proofs);
      }
      const { told, payload } = tell(entry);
      if (payload && entry.caseVersion <= moment.caseVersion) {
        states.apply(payload);
      }
      yield { line: entryLine({ ...entry, told }, await proofs.of(entry.index)), payload };
    }
    for (const entry of ofKeys) {
      yield await keyLine(entry, proofs);
    }
  }

  private async *ofCase({
    caller,
    sight,
    checkpoint,
    moment,
  }: TellingOfCase): AsyncGenerator<Placed & { caseVersion: number }> {
    const asked = { through: moment.caseVersion, laterErasures: true, size: checkpoint.size, limit: ENTRIES_AT_ONCE };
    let afterId: string | null = null;
    for (;;) {
      const page = await this.entries.page(caller, sight, { ...asked, afterId });
      for (const entry of page) {
        // All of them are in the tree: that was asked for.
        yield { ...entry, index: entry.index as number };
      }
      afterId = page.at(-1)?.id ?? null;
      if (page.length < ENTRIES_AT_ONCE || afterId === null) {
        return;
      }
    }
  }
}

type Placed = StoredEntry & { readonly index: number };

async function keyLine(entry: Placed, proofs: Proofs): Promise<Written> {
  const { told, payload } = disclose(entry, OUTSIDE_CASES);
  return { line: entryLine({ ...entry, told }, await proofs.of(entry.index)), payload };
}
