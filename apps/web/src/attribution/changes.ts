import { spelled } from '../words/spelled';
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

type Telling = (change: StandingChange, whose: string | null) => ChangeInWords;

const counted =
  (what: (of: string | null) => string): Telling =>
  ({ of, from, to }) => ({ what: what(of), from: text(from ?? 0), to: text(to ?? 0) });

const plain: Telling = ({ field, from, to }) => ({ what: FIELDS[field], from: text(from), to: text(to) });

const TELL: Record<StandingChange['field'], Telling> = {
  hypothesis: plain,
  gaps: plain,
  independentLines: counted(() => FIELDS.independentLines),
  claimsByStance: counted((of) => `Claims that ${STANCES[of ?? ''] ?? 'speak of it'}`),
  disputedBy: ({ from, to }, whose) => ({
    what: FIELDS.disputedBy,
    from: from === null ? null : (whose ?? 'a party'),
    to: to === null ? null : (whose ?? 'a party'),
  }),
  likelihood: ({ from, to }, whose) => ({
    what: by(FIELDS.likelihood, whose),
    from: likelihood(from),
    to: likelihood(to),
  }),
  confidence: ({ from, to }, whose) => ({ what: by(FIELDS.confidence, whose), from: text(from), to: text(to) }),
  evidence: ({ from, to }) => ({ what: FIELDS.evidence, from: grade(from), to: grade(to) }),
};

/** @param nameOf an organization or a party by its id. */
export const changeInWords = (change: StandingChange, nameOf: (id: string) => string | undefined): ChangeInWords =>
  TELL[change.field](change, (change.of && nameOf(change.of)) || null);

const by = (what: string, whose: string | null): string => (whose ? `${what}, by ${whose}` : what);
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
