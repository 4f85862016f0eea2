import { spelled } from '../api/vocabularies';
import { termInWords } from './likelihoods';
import type { Cause, StandingChange } from './shapes';

/** One thing that is not as it was: what it is about, what it was, what it is. Null: there was or is none. */
export interface ChangeInWords {
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
}

const FIELDS: Record<StandingChange['field'], string> = {
  hypothesis: 'Possible answer',
  independentLines: 'Independent lines',
  disputedBy: 'Disputed by',
  claimsByStance: 'Claims',
  likelihood: 'Likelihood',
  confidence: 'Confidence',
  evidence: 'Evidence shown',
  gaps: 'Missing',
};

const STANCES: Record<string, string> = {
  attributes: 'attribute it',
  corroborates: 'corroborate it',
  denies: 'deny it',
  disputes: 'dispute it',
  declines_to_attribute: 'decline to attribute it',
  cannot_verify: 'cannot verify it',
  retracts: 'retract',
};

/** @param nameOf an organization or a party by its id. */
export function changeInWords(change: StandingChange, nameOf: (id: string) => string | undefined): ChangeInWords {
  const { field, of, from, to } = change;
  const whose = of && (nameOf(of) ?? null);
  switch (field) {
    case 'disputedBy': {
      const party = whose ?? 'a party';
      return { what: FIELDS[field], from: from === null ? null : party, to: to === null ? null : party };
    }
    case 'claimsByStance':
      return { what: `Claims that ${STANCES[of ?? ''] ?? 'speak of it'}`, from: text(from ?? 0), to: text(to ?? 0) };
    case 'independentLines':
      return { what: FIELDS[field], from: text(from ?? 0), to: text(to ?? 0) };
    case 'likelihood':
      return { what: by(FIELDS[field], whose), from: likelihood(from), to: likelihood(to) };
    case 'confidence':
      return { what: by(FIELDS[field], whose), from: text(from), to: text(to) };
    case 'evidence':
      return { what: FIELDS[field], from: grade(from), to: grade(to) };
    default:
      return { what: FIELDS[field], from: text(from), to: text(to) };
  }
}

const by = (what: string, whose: string | null | undefined): string => (whose ? `${what}, by ${whose}` : what);
const text = (value: string | number | null): string | null => (value === null ? null : String(value));
const grade = (value: string | number | null): string =>
  value === null ? 'nobody said' : spelled(String(value)).toLowerCase();

/** `very-likely (85 %)` as it is written: `very likely (85 %)`. */
function likelihood(value: string | number | null): string {
  if (value === null) {
    return 'not assessed';
  }
  const [term = '', ...rest] = String(value).split(' ');
  return [termInWords(term), ...rest].join(' ');
}

const KINDS: Record<string, string> = {
  ach_column: 'a column of competing hypotheses',
  custody_step: 'a custody step',
};

/** What was done: `Claim recorded`. */
export function causeInWords({ action, subject }: Pick<Cause, 'action' | 'subject'>): string {
  const [kind, done] = (action ?? '').split('.');
  const noun = KINDS[subject.kind] ?? spelled(kind || subject.kind).toLowerCase();
  const words = done ? `${noun} ${done.replaceAll('_', ' ')}` : `${noun} changed`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const ORDER: readonly StandingChange['field'][] = [
  'hypothesis',
  'likelihood',
  'confidence',
  'independentLines',
  'disputedBy',
  'claimsByStance',
  'evidence',
  'gaps',
];

/**
 * Changes by the answer that they are about, the most telling first. That it is not assessed is not said twice, as a
 * likelihood and as a gap.
 */
export function byHypothesis(
  changes: readonly StandingChange[],
): { label: string; id: string; changes: StandingChange[] }[] {
  const groups = new Map<string, { label: string; id: string; changes: StandingChange[] }>();
  for (const change of changes) {
    const group = groups.get(change.hypothesisId) ?? { label: change.label, id: change.hypothesisId, changes: [] };
    group.changes.push(change);
    groups.set(change.hypothesisId, group);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, changes: group.changes.filter((one) => !isRepeated(one, group.changes)) }))
    .map((group) => ({
      ...group,
      changes: group.changes.toSorted((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field)),
    }))
    .filter((group) => group.changes.length > 0)
    .toSorted((a, b) => b.changes.length - a.changes.length);
}

const isRepeated = (change: StandingChange, all: readonly StandingChange[]): boolean =>
  (change.of === 'not_assessed' && all.some(({ field }) => field === 'likelihood' || field === 'hypothesis')) ||
  (change.field === 'hypothesis' && change.from !== null && change.to !== null && change.from === change.to);
