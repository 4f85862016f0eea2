import { Injectable } from '@nestjs/common';
import { CaseReads, mayInCase, type Caller, type CaseSight } from '@app/access';
import { showsAll } from '@app/incidents';
import { Conflict, NotFound } from '@app/platform';
import type { HeaderLine } from '@app/verify';
import { CaseEntries } from '../log/case-entries.query.js';
import { BundleHead, type BundleAsked, type Ground } from './bundle-head.js';
import { CaseEntryLines, type TellingOfCase } from './case-entry-lines.js';
import { evidenceLine, ReplayedStates } from './states.js';

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

interface Plan extends Ground, TellingOfCase {
  readonly sight: CaseSight;
}

/** One file of a case as of a moment: all that its reader may see of it, and what proves it (docs/formats/ledger.md). */
@Injectable()
export class CaseBundle {
  constructor(
    private readonly head: BundleHead,
    private readonly entries: CaseEntries,
    private readonly lines: CaseEntryLines,
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
    for await (const written of this.lines.of(plan, states)) {
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
}
