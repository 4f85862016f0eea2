import { spanEnd, type TimeScale } from './time-scale';
import type { Assessment, CitationNode, Citations, HypothesisStanding, Moment } from './shapes';

/** Up, down, a ring, a crossed ring, a square: each kind of record has its own shape. */
export type Glyph = 'supports' | 'denies' | 'open' | 'retracts' | 'disclosure';

/** A record that stands on the river. */
export interface RiverRecord {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly party: string | null;
  readonly stance: string | null;
  readonly hypothesisId: string | null;
  readonly time: { readonly at: string | null; readonly precision: string } | null;
  /** First and last instant that it may have been said at, in milliseconds. */
  readonly from: number;
  readonly to: number;
  /** It fell: withdrawn, superseded, retracted, rejected. */
  readonly status: CitationNode['status'];
  readonly glyph: Glyph;
  /** Said after the moment that is looked at. */
  readonly later: boolean;
}

const GLYPHS: Record<string, Glyph> = {
  attributes: 'supports',
  corroborates: 'supports',
  denies: 'denies',
  disputes: 'denies',
  cannot_verify: 'open',
  declines_to_attribute: 'open',
  retracts: 'retracts',
};

/** Null: this kind of record does not stand on the river. */
export const glyphOf = ({ kind, stance }: Pick<CitationNode, 'kind' | 'stance'>): Glyph | null =>
  kind === 'disclosure' ? 'disclosure' : kind === 'claim' ? (GLYPHS[stance ?? ''] ?? null) : null;

interface DisclosureTimes {
  readonly id: string;
  readonly receivedAt: RiverRecord['time'];
  readonly publicAt: RiverRecord['time'];
}

/**
 * What stands on the river at a moment. All that is known by then, also what was said later: that is drawn faded, so
 * that nothing moves while the clocks do. What had not been recorded by then is not there.
 *
 * @param all the citations as of now. @param then the same as of the moment, whose states are the ones that count.
 */
export function riverRecords(
  all: Pick<Citations, 'nodes'>,
  then: Pick<Citations, 'nodes'>,
  disclosures: readonly DisclosureTimes[],
  { validAt, knownAt }: Moment,
): RiverRecord[] {
  const states = new Map(then.nodes.map((node) => [node.id, node]));
  const known = all.nodes.filter(({ id, createdAt }) => states.has(id) || !knownAt || (createdAt ?? '') <= knownAt);
  const nodes = [...known.filter(({ id }) => !states.has(id)), ...then.nodes];
  const shown = new Map(disclosures.map((one) => [one.id, one]));
  return nodes
    .flatMap((node) => standing(node, timeOf(node, shown.get(node.id)), validAt))
    .toSorted((a, b) => a.from - b.from);
}

const timeOf = (node: CitationNode, disclosed: DisclosureTimes | undefined): RiverRecord['time'] =>
  node.saidAt ?? disclosed?.publicAt ?? disclosed?.receivedAt ?? null;

function standing(node: CitationNode, time: RiverRecord['time'], validAt: string | undefined): RiverRecord[] {
  const glyph = glyphOf(node);
  const iso = time?.at ?? node.createdAt;
  if (!glyph || !iso) {
    return [];
  }
  const from = Date.parse(iso);
  const to = time?.at ? spanEnd(time) : from;
  return [{ ...node, glyph, time, from, to, later: validAt !== undefined && iso > validAt }];
}

/** What is drawn in one place: a record, or several that would hide each other. */
export interface Mark {
  readonly key: string;
  readonly x: number;
  /** Pixels to which the span of a partial time reaches; null for what is exact enough. */
  readonly spanTo: number | null;
  /** From the river upwards. */
  readonly row: number;
  readonly glyph: Glyph;
  readonly struck: boolean;
  readonly later: boolean;
  readonly records: readonly RiverRecord[];
}

const COLUMN_PX = 13;
/** A shape with a figure of two digits. */
const CROWD_PX = 36;
const SPAN_MIN_PX = 10;
const DAYS_2_MS = 2 * 86_400_000;
/** With more than these above each other, a lane draws one mark for each shape, with their number. */
export const STACK_MAX = 5;

/** Puts records beside and above each other, so that each can be pointed at; in a crowd, as figures beside shapes. */
export function marksOf(records: readonly RiverRecord[], { x }: Pick<TimeScale, 'x'>): Mark[] {
  const close = columnsOf(records, x, COLUMN_PX);
  const crowded = close.some((column) => column.records.length > STACK_MAX);
  const columns = crowded ? columnsOf(records, x, CROWD_PX) : close;
  return columns.flatMap((column) => stacked(column, x, crowded));
}

interface Column {
  readonly x: number;
  readonly records: RiverRecord[];
}

function columnsOf(records: readonly RiverRecord[], x: TimeScale['x'], px: number): Column[] {
  const columns: Column[] = [];
  for (const record of records) {
    const at = x(record.from);
    const last = columns.at(-1);
    if (last && at - last.x < px) {
      last.records.push(record);
    } else {
      columns.push({ x: at, records: [record] });
    }
  }
  return columns;
}

function stacked(column: Column, x: TimeScale['x'], crowded: boolean): Mark[] {
  const mark = (records: readonly RiverRecord[], row: number): Mark => {
    const [first] = records as [RiverRecord];
    const end = x(first.to);
    const wide = !crowded && first.to - first.from > DAYS_2_MS && end - column.x > SPAN_MIN_PX;
    return {
      key: first.id,
      x: column.x,
      spanTo: wide ? end : null,
      row,
      glyph: first.glyph,
      struck: first.status !== 'holds',
      later: first.later,
      records,
    };
  };
  if (!crowded) {
    return column.records.map((record, row) => mark([record], row));
  }
  const groups = new Map<string, RiverRecord[]>();
  for (const record of column.records) {
    groups.set(groupOf(record), [...(groups.get(groupOf(record)) ?? []), record]);
  }
  return [...groups.keys()].toSorted().map((key, row) => mark(groups.get(key) ?? [], row));
}

const ROWS: readonly Glyph[] = ['supports', 'denies', 'open', 'retracts', 'disclosure'];

const groupOf = ({ glyph, status, later }: RiverRecord): string =>
  `${ROWS.indexOf(glyph)} ${status !== 'holds'} ${later}`;

/** A stretch of one organization's judgement of one hypothesis. */
export interface Band {
  readonly key: string;
  readonly organization: string;
  readonly organizationId: string;
  readonly assessmentId: string;
  readonly x0: number;
  readonly x1: number;
  /** Null: it assessed, and did not judge this hypothesis. */
  readonly likelihood: { term: string; min: number; max: number; percent: number | null } | null;
  readonly confidence: 'low' | 'moderate' | 'high' | null;
  readonly withoutNewEvidence: boolean;
  /** The organization said the same the time before. */
  readonly repeats: boolean;
}

/** The approved assessments that were known by then, each in force until the organization's next one. */
export function bandsOf(
  assessments: readonly Assessment[],
  hypothesisId: string,
  { x, width }: Pick<TimeScale, 'x' | 'width'>,
  { knownAt }: Moment,
): Band[] {
  const known = assessments.filter(({ approval }) => approval && (!knownAt || approval.at <= knownAt));
  const byOrganization = new Map<string, Assessment[]>();
  for (const one of known.toSorted((a, b) => assessedAt(a) - assessedAt(b))) {
    byOrganization.set(one.organizationId, [...(byOrganization.get(one.organizationId) ?? []), one]);
  }
  return [...byOrganization.values()].flatMap((own) =>
    own.map((one, index): Band => {
      const next = own[index + 1];
      const before = own[index - 1];
      const likelihood = judgementIn(one, hypothesisId);
      return {
        key: one.id,
        organization: one.organization.name,
        organizationId: one.organizationId,
        assessmentId: one.id,
        x0: x(assessedAt(one)),
        x1: next ? x(assessedAt(next)) : width,
        likelihood,
        confidence: one.confidence,
        withoutNewEvidence: one.withoutNewEvidence?.likelihood.includes(hypothesisId) ?? false,
        repeats: before !== undefined && judgementIn(before, hypothesisId)?.term === likelihood?.term,
      };
    }),
  );
}

const judgementIn = (assessment: Assessment, hypothesisId: string): Band['likelihood'] =>
  assessment.judgements.find((own) => own.hypothesisId === hypothesisId)?.likelihood ?? null;

export const assessedAt = ({ saidAt, createdAt }: Pick<Assessment, 'saidAt' | 'createdAt'>): number =>
  Date.parse(saidAt.at ?? createdAt);

/** The hypotheses of which something was said or judged, the most supported first. */
export function lanesOf(
  hypotheses: readonly HypothesisStanding[],
  records: readonly RiverRecord[],
  assessments: readonly Assessment[],
): HypothesisStanding[] {
  const claimed = new Set(records.map(({ hypothesisId }) => hypothesisId));
  const judged = new Set(
    assessments.filter(({ approval }) => approval).flatMap((one) => one.judgements.map((own) => own.hypothesisId)),
  );
  const own = hypotheses.filter(({ id }) => claimed.has(id) || judged.has(id));
  return inOrder(own.length > 0 ? own : hypotheses);
}

/** The most supported first; "unknown" always last. */
export const inOrder = (hypotheses: readonly HypothesisStanding[]): HypothesisStanding[] =>
  hypotheses.toSorted((a, b) => weight(b) - weight(a));

const weight = (one: HypothesisStanding): number =>
  one.kind === 'unknown'
    ? -1
    : one.independentLines * 1000 +
      Object.values(one.claimsByStance).reduce((sum, count) => sum + count, 0) +
      one.assessments.filter(({ likelihood }) => likelihood).length * 100;
