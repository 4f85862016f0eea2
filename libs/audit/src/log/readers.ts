import { Injectable } from '@nestjs/common';
import { mayInCase, type Caller, type CaseSight } from '@app/access';
import { showsAll, type SightOfRecords } from '@app/incidents';
import { disclose, type Disclosed, type Reader, type StoredEntry } from './disclosed.rules.js';
import { HiddenNames } from './hidden-names.query.js';
import type { Reach } from './reach.query.js';
import type { LogEntry } from './shown-entries.query.js';

/** Entries outside cases are shown to those who may read them as they are. */
export const OUTSIDE_CASES: Reader = { whole: true, history: true, names: false, hidden: new Set() };

type Sight = Omit<SightOfRecords, 'incidentId'>;

/** @param hidden ids of what the caller is not shown. @param names whether they asked for names behind pseudonyms. */
export const readerOf = (sight: Sight, hidden: ReadonlySet<string>, names = false): Reader => ({
  whole: showsAll(sight),
  history: mayInCase(sight, 'history.read'),
  names: names && mayInCase(sight, 'names.read'),
  hidden,
});

/** What a caller is told of each entry of a page of the log. */
export type Telling = (entries: readonly LogEntry[]) => Promise<(LogEntry & Disclosed)[]>;

/** Decides what of the entries is told to whom. */
@Injectable()
export class Readers {
  constructor(private readonly hidden: HiddenNames) {}

  /** For one case. */
  async ofCase(caller: Caller, sight: SightOfRecords, names = false): Promise<(entry: StoredEntry) => Disclosed> {
    const ids = [sight.incidentId];
    const records = showsAll(sight) ? new Map<string, Set<string>>() : await this.hidden.records(caller, ids);
    const targets = await this.hidden.targets(caller, ids);
    const reader = readerOf(sight, new Set([...(records.get(sight.incidentId) ?? []), ...targets]), names);
    return (entry) => disclose(entry, reader);
  }

  /** For the whole log. */
  async ofLog(caller: Caller, { elsewhere }: Reach): Promise<Telling> {
    const sights = new Map<string, CaseSight>(elsewhere.map((sight) => [sight.incidentId, sight]));
    const partly = elsewhere.filter((sight) => !showsAll(sight)).map(({ incidentId }) => incidentId);
    const records = await this.hidden.records(caller, partly);
    return async (entries) => {
      const cases = [...new Set(entries.flatMap(({ incidentId }) => (incidentId === null ? [] : [incidentId])))];
      const targets = await this.hidden.targets(caller, cases);
      return entries.map((entry) => ({ ...entry, ...disclose(entry, readerIn(entry, { sights, records, targets })) }));
    };
  }
}

interface Known {
  readonly sights: ReadonlyMap<string, CaseSight>;
  readonly records: ReadonlyMap<string, ReadonlySet<string>>;
  readonly targets: ReadonlySet<string>;
}

function readerIn({ incidentId }: LogEntry, { sights, records, targets }: Known): Reader {
  if (incidentId === null) {
    return OUTSIDE_CASES;
  }
  const sight = sights.get(incidentId);
  return sight
    ? readerOf(sight, new Set([...(records.get(incidentId) ?? []), ...targets]))
    : { whole: true, history: true, names: false, hidden: targets };
}
