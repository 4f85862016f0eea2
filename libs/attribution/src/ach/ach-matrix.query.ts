import { Injectable } from '@nestjs/common';
import type { Caller, CaseSight } from '@app/access';
import { BEFORE, CaseRecords, type WholeCase } from '@app/incidents';
import { Clock } from '@app/platform';
import type { HypothesisState } from '../attribution.js';
import type { ClocksAsked } from '../standing/read-standing.js';
import { keyOf, WEIGHED_KINDS, type AchColumnState } from './ach.js';
import { weigh, type Weighed } from './ach.rules.js';
import { weighedEvidence, type WeighedEvidence } from './weighed-evidence.rules.js';

/** The kinds of record that the matrix is made from. */
export const ACH_KINDS = ['hypothesis', 'ach_column', ...WEIGHED_KINDS];

/** The matrix of a case at a moment, as one reader is shown it. */
export interface AchMatrix {
  readonly validAt: string;
  readonly knownAt: string;
  readonly caseVersion: number;
  /** What `If-Match` names: the reader's own column's version, or the case's where they have none. */
  readonly version: number;
  readonly hypotheses: readonly HypothesisState[];
  /** Judged or weighed by anybody whose column is shown. */
  readonly evidence: readonly WeighedEvidence[];
  /** Everything else that could be. */
  readonly candidates: readonly WeighedEvidence[];
  /** Without those that are empty. */
  readonly columns: readonly AchColumnState[];
  readonly weighed: Weighed;
  readonly names: Readonly<Record<string, string>>;
}

/** Reads the ACH matrix. */
@Injectable()
export class AchMatrices {
  constructor(
    private readonly records: CaseRecords,
    private readonly clock: Clock,
  ) {}

  /**
   * As of a moment; before the case existed there was nothing to weigh.
   *
   * @throws {Problem} 400 where both `knownAt` and `caseVersion` are given. @throws {NotFound} no such version.
   */
  async read(caller: Caller, sight: CaseSight, asked: ClocksAsked): Promise<AchMatrix> {
    const validAt = new Date(asked.validAt ?? this.clock.now()).toISOString();
    const { knownAt, caseVersion } = asked;
    const moment = await this.records.momentIfAny(caller, sight, { knownAt, caseVersion });
    if (moment === BEFORE) {
      return matrixOf(caller, { ...NOTHING, recordedAt: new Date(knownAt ?? 0).toISOString() }, { validAt });
    }
    const whole = await this.records.whole(caller, sight, ACH_KINDS, moment);
    return matrixOf(caller, whole, { validAt, knownAt: moment?.knownAt });
  }

  /** Of what was read inside a transaction, as of now. */
  now(caller: Pick<Caller, 'userId'>, whole: WholeCase): AchMatrix {
    return matrixOf(caller, whole, { validAt: this.clock.now().toISOString() });
  }
}

const NOTHING: Pick<WholeCase, 'caseVersion' | 'records' | 'users'> = { caseVersion: 0, records: {}, users: {} };

function matrixOf(
  { userId }: Pick<Caller, 'userId'>,
  { caseVersion, recordedAt, records, users }: Pick<WholeCase, 'caseVersion' | 'recordedAt' | 'records' | 'users'>,
  { validAt, knownAt }: { validAt: string; knownAt?: Date | undefined },
): AchMatrix {
  const hypotheses = (records['hypothesis'] ?? []) as readonly HypothesisState[];
  const all = weighedEvidence(records, validAt);
  const shown = new Set(all.map(keyOf));
  const kept = (records['ach_column'] ?? []) as readonly AchColumnState[];
  const own = kept.find(({ authorId }) => authorId === userId);
  const columns = kept
    .map((column) => shownOf(column, shown))
    .filter(({ cells, weights }) => cells.length + weights.length > 0);
  const touched = new Set(
    columns.flatMap(({ cells, weights }) => [...cells, ...weights].map((on) => keyOf(on.evidence))),
  );
  const evidence = all.filter((record) => touched.has(keyOf(record)));
  return {
    validAt,
    knownAt: knownAt?.toISOString() ?? recordedAt,
    caseVersion,
    version: own?.version ?? caseVersion,
    hypotheses,
    evidence,
    candidates: all.filter((record) => !touched.has(keyOf(record))),
    columns,
    weighed: weigh({
      hypothesisIds: hypotheses.map(({ id }) => id),
      evidence: evidence.map((record) => ({ key: keyOf(record), inForce: record.fall === null })),
      columns: columns.map(({ authorId, cells, weights }) => ({
        authorId,
        cells: cells.map((cell) => ({ ...cell, evidence: keyOf(cell.evidence) })),
        weights: weights.map((weight) => ({ ...weight, evidence: keyOf(weight.evidence) })),
      })),
    }),
    names: users,
  };
}

/** A column without what the reader is not shown: for them, that does not exist. */
const shownOf = (column: AchColumnState, shown: ReadonlySet<string>): AchColumnState => ({
  ...column,
  cells: column.cells.filter(({ evidence }) => shown.has(keyOf(evidence))),
  weights: column.weights.filter(({ evidence }) => shown.has(keyOf(evidence))),
});
