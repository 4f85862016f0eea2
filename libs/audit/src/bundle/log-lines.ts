import { Injectable } from '@nestjs/common';
import type { Caller } from '@app/access';
import type { StateLine } from '@app/verify';
import { CaseEntries } from '../log/case-entries.query.js';
import { PublishedLog } from '../log/published-log.js';
import { sightIn, type Reach } from '../log/reach.query.js';
import { Readers } from '../log/readers.js';
import { ShownEntries, type CaseOfLog, type Part } from '../log/shown-entries.query.js';
import { entryLine, type Written } from './sealed-lines.js';
import { ReplayedStates } from './states.js';

/** Leaves that are read at once. */
const LEAVES_AT_ONCE = 2000;
/** Entries of one case that are read at once. */
const ENTRIES_AT_ONCE = 500;

/** To whom which part of the log is told. */
export interface TellingOfLog {
  readonly caller: Caller;
  readonly reach: Reach;
  readonly part: Part;
}

/** The lines of a bundle of the whole log. */
@Injectable()
export class LogLines {
  constructor(
    private readonly log: PublishedLog,
    private readonly shown: ShownEntries,
    private readonly cases: CaseEntries,
    private readonly readers: Readers,
  ) {}

  /** Every leaf; of those that are not shown nothing else. */
  async *entries({ caller, reach, part }: TellingOfLog): AsyncGenerator<Written> {
    const tell = await this.readers.ofLog(caller, reach);
    for (let from = part.from; from < part.below; from += LEAVES_AT_ONCE) {
      const some = { ...part, from, below: Math.min(from + LEAVES_AT_ONCE, part.below) };
      const leaves = await this.log.leaves(some.from, some.below);
      const told = await tell(await this.shown.page(caller, reach, some, LEAVES_AT_ONCE));
      const byIndex = new Map(told.map((entry) => [entry.index, entry]));
      for (const { index, leaf } of leaves) {
        const entry = byIndex.get(index);
        yield { line: entryLine({ index, leaf, told: entry?.told ?? {} }, null), payload: entry?.payload ?? null };
      }
    }
  }

  /** The records of one case: its entries are read again, so that no more than one case is in memory. */
  async *states({ caller, reach, part }: TellingOfLog, of: CaseOfLog): AsyncGenerator<StateLine> {
    const sight = sightIn(caller, reach, of);
    const tell = await this.readers.ofCase(caller, sight);
    const states = new ReplayedStates(of.incidentId);
    let afterId: string | null = null;
    do {
      const asked = { through: null, size: part.below, afterId, limit: ENTRIES_AT_ONCE };
      const page = await this.cases.page(caller, sight, asked);
      for (const entry of page.filter(({ recordedAt }) => !part.by || recordedAt <= part.by)) {
        states.apply(tell(entry).payload ?? {});
      }
      afterId = page.length < ENTRIES_AT_ONCE ? null : (page.at(-1)?.id ?? null);
    } while (afterId !== null);
    for (const line of states.lines()) {
      yield { ...line, incidentId: of.incidentId };
    }
  }
}
