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
/** A standing as single values, each with the records that made it. */
type Values = Map<string, { field: Field; of: string | null; value: string | number; ids: readonly string[] }>;

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
    return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((name) => {
      const [from, to] = [old.get(name), now.get(name)];
      const about = to ?? from;
      return !about || from?.value === to?.value
        ? []
        : [
            {
              hypothesisId,
              label: (is ?? was)?.label ?? '',
              field: about.field,
              of: about.of,
              from: from?.value ?? null,
              to: to?.value ?? null,
              ids: [...new Set([...idsGone(from?.ids, to?.ids), ...idsGone(to?.ids, from?.ids)])],
            },
          ];
    });
  });
}

const idsGone = (ids: readonly string[] = [], from: readonly string[] = []): string[] =>
  ids.filter((id) => !from.includes(id));

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
