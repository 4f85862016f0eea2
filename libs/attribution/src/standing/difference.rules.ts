import type { Likelihood } from './facts.js';
import type { HypothesisStanding } from './standing.rules.js';

/** One thing that is not as it was. `from` and `to` are the values, null where there was or is none. */
export interface StandingChange {
  readonly hypothesisId: string;
  readonly label: string;
  readonly field:
    | 'hypothesis'
    | 'independentLines'
    | 'disputedBy'
    | 'claimsByStance'
    | 'likelihood'
    | 'confidence'
    | 'evidence'
    | 'gaps';
  /** What exactly: a party, a stance, an organization, a gap; null where the field says it. */
  readonly of: string | null;
  readonly from: string | number | null;
  readonly to: string | number | null;
  /** The records that make the difference, where they can be named. */
  readonly ids: readonly string[];
}

type Field = StandingChange['field'];
interface Value {
  readonly field: Field;
  readonly of: string | null;
  readonly value: string | number;
  readonly ids: readonly string[];
}
/** A standing as single values, each with the records that made it. */
type Values = Map<string, Value>;

/** Everything that differs between two standings of one case, hypothesis by hypothesis. */
export function changesBetween(
  before: readonly HypothesisStanding[],
  after: readonly HypothesisStanding[],
): StandingChange[] {
  const earlier = new Map(before.map((standing) => [standing.id, standing]));
  const later = new Map(after.map((standing) => [standing.id, standing]));
  return [...new Set([...earlier.keys(), ...later.keys()])].toSorted().flatMap((hypothesisId) => {
    const [was, is] = [earlier.get(hypothesisId), later.get(hypothesisId)];
    const [old, now] = [valuesOf(was), valuesOf(is)];
    const about = { hypothesisId, label: (is ?? was)?.label ?? '' };
    return [...new Set([...old.keys(), ...now.keys()])]
      .toSorted()
      .flatMap((name) => changeOf(old.get(name), now.get(name)))
      .map((change) => ({ ...about, ...change }));
  });
}

/** Nothing where the value is as it was. */
function changeOf(from: Value | undefined, to: Value | undefined): Omit<StandingChange, 'hypothesisId' | 'label'>[] {
  const about = to ?? from;
  if (!about || from?.value === to?.value) {
    return [];
  }
  const { field, of } = about;
  return [{ field, of, from: from?.value ?? null, to: to?.value ?? null, ids: idsOfOne(from?.ids, to?.ids) }];
}

/** The records of the one and not of the other. */
const idsOfOne = (some: readonly string[] = [], others: readonly string[] = []): string[] => [
  ...new Set([...some.filter((id) => !others.includes(id)), ...others.filter((id) => !some.includes(id))]),
];

export const inWords = ({ term, percent }: Likelihood): string => (percent === null ? term : `${term} (${percent} %)`);

function valuesOf(standing: HypothesisStanding | undefined): Values {
  const values: Values = new Map();
  const put = (field: Field, of: string | null, value: string | number | null, ids: readonly string[] = []): void => {
    if (value !== null && value !== 0) {
      values.set(`${field} ${of ?? ''}`, { field, of, value, ids });
    }
  };
  if (!standing) {
    return values;
  }
  put('hypothesis', null, standing.label, [standing.id]);
  const roots = standing.lines.flatMap((line) => line.roots.map(({ id }) => id));
  put('independentLines', null, standing.independentLines, roots);
  for (const { partyId, claimId } of standing.disputedBy) {
    put('disputedBy', partyId, 'disputes', [claimId]);
  }
  for (const [stance, count] of Object.entries(standing.claimsByStance)) {
    put('claimsByStance', stance, count);
  }
  for (const { id, organizationId, likelihood, confidence } of standing.assessments) {
    put('likelihood', organizationId, likelihood && inWords(likelihood), [id]);
    put('confidence', organizationId, likelihood && confidence, [id]);
  }
  put('evidence', null, standing.evidence.grade, standing.evidence.claimIds);
  for (const { code, text, ids } of standing.gaps) {
    put('gaps', code, text, ids);
  }
  return values;
}
