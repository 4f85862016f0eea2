import { Injectable } from '@nestjs/common';
import { CaseReads, type Caller } from '@app/access';
import { Invalid } from '@app/platform';
import type { EvidenceLine, HeaderLine } from '@app/verify';
import { Reaches } from '../log/reach.query.js';
import { ShownEntries, type CaseOfLog } from '../log/shown-entries.query.js';
import { BundleHead, type BundleAsked, type Ground } from './bundle-head.js';
import type { Bundle } from './case-bundle.js';
import { LogLines, type TellingOfLog } from './log-lines.js';
import { evidenceLine } from './states.js';

/** Each case is a read that is logged before anything leaves. */
const CASES_MAX = 10_000;
const WHAT = 'GET /ledger/bundle';

interface Plan extends Ground, TellingOfLog {
  /** By id, as the states are sorted. */
  readonly cases: readonly CaseOfLog[];
}

/** One file of the whole log: every leaf, and what its reader may see of each. */
@Injectable()
export class LogBundle {
  constructor(
    private readonly head: BundleHead,
    private readonly reaches: Reaches,
    private readonly shown: ShownEntries,
    private readonly lines: LogLines,
    private readonly reads: CaseReads,
  ) {}

  /**
   * Logs a read of every case in it, before this returns.
   *
   * @throws {Problem} 503 `receipt_key_missing`, or `unavailable` where the reads cannot be logged. @throws {NotFound}
   * where there is no such checkpoint. @throws {Invalid} `too_many_cases`: more than 10,000.
   */
  async make(caller: Caller, asked: BundleAsked): Promise<Bundle> {
    const ground = await this.head.ground(caller, asked);
    const { size } = ground.checkpoint;
    const reach = await this.reaches.of(caller);
    const part = { from: 0, below: size, by: asked.knownAt ?? null };
    const cases = await this.shown.cases(caller, reach, part, CASES_MAX + 1);
    if (cases.length > CASES_MAX) {
      throw Invalid.at('', 'too_many_cases', 'You see more than 10,000 cases. Take a bundle of each that you need.');
    }
    const header = await this.header({ ...ground, caller, reach, part, cases }, asked);
    const moment = asked.knownAt ? { knownAt: asked.knownAt.toISOString() } : null;
    const read = { ground: 'export' as const, what: WHAT, moment };
    await this.reads.logEach(
      caller,
      cases.map((one) => ({ ...one, ...read })),
    );
    const sorted = cases.toSorted((a, b) => (a.incidentId < b.incidentId ? -1 : 1));
    const plan = { ...ground, caller, reach, part, cases: sorted };
    return { fileName: `everything-${size}.ascribe.jsonl`, text: this.text(plan, header) };
  }

  private async header(plan: Plan, { knownAt }: BundleAsked): Promise<HeaderLine> {
    const { caller, reach, part, checkpoint } = plan;
    const last = await this.shown.lastRecordedAt(caller, reach, part);
    return this.head.header(plan, caller, {
      scope: { kind: 'all' },
      complete: true,
      caseVersion: null,
      knownAt: this.head.momentOf(plan, knownAt, { at: last ?? checkpoint.signedAt, all: true }),
      // Nobody sees everything that there is.
      whole: false,
    });
  }

  private async *text(plan: Plan, header: HeaderLine): AsyncGenerator<string> {
    const { sealed } = plan;
    for (const written of [{ line: header }, ...plan.lines]) {
      yield sealed.write(written);
    }
    for await (const written of this.lines.entries(plan)) {
      yield sealed.write(written);
    }
    const evidence: EvidenceLine[] = [];
    for (const of of plan.cases) {
      for await (const line of this.lines.states(plan, of)) {
        const file = evidenceLine(line);
        evidence.push(...(file ? [file] : []));
        yield sealed.write({ line });
      }
    }
    for (const line of evidence) {
      yield sealed.write({ line });
    }
    yield sealed.end();
  }
}
