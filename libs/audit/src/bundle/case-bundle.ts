import { Injectable } from '@nestjs/common';
import { CaseReads, mayInCase, type Caller, type CaseSight } from '@app/access';
import { showsAll } from '@app/incidents';
import { Conflict, NotFound } from '@app/platform';
import type { HeaderLine } from '@app/verify';
import { CaseEntries, type CaseMoment } from '../log/case-entries.query.js';
import { disclose, type StoredEntry } from '../log/disclosed.rules.js';
import { LogKeys } from '../log/log-keys.query.js';
import { PublishedLog, type Proofs } from '../log/published-log.js';
import { OUTSIDE_CASES, Readers } from '../log/readers.js';
import { BundleHead, type BundleAsked, type Ground } from './bundle-head.js';
import { entryLine, type Written } from './sealed-lines.js';
import { evidenceLine, ReplayedStates } from './states.js';

/** Entries that are read at once: what of a case is in memory besides its records. */
const ENTRIES_AT_ONCE = 200;

export interface CaseBundleAsked extends BundleAsked {
  /** The names behind pseudonyms too. */
  readonly names?: boolean;
}

/** A bundle whose making is settled; what is left is to write it. */
export interface Bundle {
  readonly fileName: string;
  /** To be read once. */
  readonly text: AsyncGenerator<string>;
}

/** Of whom, as of when, and against which tree. */
interface Plan extends Ground {
  readonly caller: Caller;
  readonly sight: CaseSight;
  readonly moment: CaseMoment;
  readonly names: boolean;
}

/** One file of a case as of a moment: all that its reader may see of it, and what proves it (docs/formats/ledger.md). */
@Injectable()
export class CaseBundle {
  constructor(
    private readonly head: BundleHead,
    private readonly log: PublishedLog,
    private readonly keys: LogKeys,
    private readonly entries: CaseEntries,
    private readonly readers: Readers,
    private readonly reads: CaseReads,
  ) {}

  /**
   * @throws {Problem} 503 `receipt_key_missing`. @throws {NotFound} where there is no such checkpoint, the case did not
   * exist yet, or names are asked for that the caller may not read. @throws {Conflict} `not_in_the_log_yet`.
   */
  async make(caller: Caller, sight: CaseSight, asked: CaseBundleAsked): Promise<Bundle> {
    const names = asked.names ?? false;
    if (names && !mayInCase(sight, 'names.read')) {
      throw new NotFound();
    }
    const ground = await this.head.ground(caller, asked);
    const { size } = ground.checkpoint;
    const moment = await this.entries.moment(caller, sight, { size, by: asked.knownAt ?? null });
    if (!moment) {
      throw asked.knownAt
        ? new NotFound('incident')
        : new Conflict('not_in_the_log_yet', 'Nothing of this case is in the log of that size yet. Try again.');
    }
    const plan = { ...ground, caller, sight, moment, names };
    const header = await this.header(plan, asked);
    if (names) {
      const { incidentId, organizationId } = sight;
      const what = 'GET /incidents/:incidentId/bundle';
      await this.reads.log(caller, { incidentId, organizationId, ground: 'names', what });
    }
    return { fileName: `${sight.reference}-${size}.ascribe.jsonl`, text: this.text(plan, header) };
  }

  private async header(plan: Plan, { knownAt }: CaseBundleAsked): Promise<HeaderLine> {
    const { caller, sight, moment, names } = plan;
    const [called, withheld] = await Promise.all([
      this.entries.nameAt(caller, sight, moment.caseVersion),
      this.entries.withheld(caller, sight, moment.caseVersion),
    ]);
    const all = showsAll(sight);
    const { reference = sight.reference, title = '' } = called ?? {};
    return this.head.header(plan, caller, {
      scope: { kind: 'case', incidentId: sight.incidentId, reference, title },
      complete: false,
      caseVersion: all ? moment.caseVersion : null,
      knownAt: this.head.momentOf(plan, knownAt, { at: moment.knownAt, all: moment.all }),
      whole: all && !withheld.others && (names || !withheld.names),
    });
  }

  private async *text(plan: Plan, header: HeaderLine): AsyncGenerator<string> {
    const { sealed } = plan;
    for (const written of [{ line: header }, ...plan.lines]) {
      yield sealed.write(written);
    }
    const states = new ReplayedStates(plan.sight.incidentId);
    for await (const written of this.entryLines(plan, states)) {
      yield sealed.write(written);
    }
    for (const line of states.lines()) {
      yield sealed.write({ line });
    }
    for (const line of states.lines()) {
      const evidence = evidenceLine(line);
      if (evidence) {
        yield sealed.write({ line: evidence });
      }
    }
    yield sealed.end();
  }

  /** The case's entries, and between them those that introduce keys. */
  private async *entryLines(plan: Plan, states: ReplayedStates): AsyncGenerator<Written> {
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

  private async *ofCase({ caller, sight, checkpoint, moment }: Plan): AsyncGenerator<Placed & { caseVersion: number }> {
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
