import type { Schemas } from '@app/api-client';
import type { Incident } from '../api/shapes';
import type { Assessment, Likelihood } from './assessments';

/** What is held of one hypothesis while it is typed: a degree, or a percent as text. */
export interface JudgementDraft {
  term: string;
  percent: string;
}

/** Everything that the form holds; kept on this device as it is typed. */
export interface AssessDraft {
  judgements: Record<string, JudgementDraft>;
  /** By `kind id`. */
  evidence: Record<string, string>;
  confidence: string;
  assumptions: string;
  sourcing: string;
  argument: string;
  rationale: string;
  /** One a line. */
  keyAssumptions: string;
  tlp: string;
  /** The draft on the server, once it is saved there. */
  saved: { id: string; version: number } | null;
}

export const EMPTY: AssessDraft = {
  judgements: {},
  evidence: {},
  confidence: '',
  assumptions: '',
  sourcing: '',
  argument: '',
  rationale: '',
  keyAssumptions: '',
  tlp: '',
  saved: null,
};

export function draftOf(view: Assessment): AssessDraft {
  const { confidenceFactors: factors } = view;
  return {
    judgements: Object.fromEntries(
      view.judgements.map(({ hypothesisId, likelihood: { term, percent } }) => [
        hypothesisId,
        { term: percent === null ? term : '', percent: percent === null ? '' : String(percent) },
      ]),
    ),
    evidence: Object.fromEntries(view.evidence.map(({ kind, id, bearing }) => [`${kind} ${id}`, bearing])),
    confidence: view.confidence ?? '',
    assumptions: factors?.assumptions ?? '',
    sourcing: factors?.sourcing ?? '',
    argument: factors?.argument ?? '',
    rationale: view.rationale ?? '',
    keyAssumptions: view.keyAssumptions.join('\n'),
    tlp: view.tlp ?? '',
    saved: { id: view.id, version: view.version },
  };
}

type Body = Schemas['AssessmentPatchDto'];

/** What is sent: what was left open is null, which is not assessed. */
export function bodyOf(draft: AssessDraft): Body {
  const text = (value: string): string | null => value.trim() || null;
  const factors = {
    assumptions: text(draft.assumptions),
    sourcing: text(draft.sourcing),
    argument: text(draft.argument),
  };
  return {
    confidence: (draft.confidence || null) as Body['confidence'],
    confidenceFactors: Object.values(factors).some(Boolean) ? factors : null,
    judgements: Object.entries(draft.judgements).flatMap(([hypothesisId, { term, percent }]) => {
      const likelihood = percent.trim() ? { percent: Number(percent) } : term ? { term } : null;
      return likelihood ? [{ hypothesisId, likelihood: likelihood as Schemas['LikelihoodDto'] }] : [];
    }),
    rationale: text(draft.rationale),
    keyAssumptions: draft.keyAssumptions
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    evidence: Object.entries(draft.evidence)
      .filter(([, bearing]) => bearing)
      .map(([name, bearing]) => {
        const [kind, id] = name.split(' ');
        return { kind, id, bearing } as Schemas['CitedEvidenceDto'];
      }),
    tlp: (draft.tlp || null) as Body['tlp'],
  } as Body;
}

/** A new draft: what was left open is not sent. */
export const newBodyOf = (draft: AssessDraft): Schemas['AssessmentDto'] =>
  Object.fromEntries(Object.entries(bodyOf(draft)).filter(([, value]) => value !== null)) as Schemas['AssessmentDto'];

/** What a submission needs, by step. */
export function missingOf(draft: AssessDraft): { step: StepId; what: string }[] {
  const { judgements, confidence, rationale } = bodyOf(draft);
  return [
    ...(judgements?.length ? [] : [{ step: 'likelihood' as const, what: 'how likely at least one answer is' }]),
    ...(confidence ? [] : [{ step: 'confidence' as const, what: 'how good the grounds are' }]),
    ...(rationale ? [] : [{ step: 'rationale' as const, what: 'why' }]),
  ];
}

export const STEPS = [
  { id: 'likelihood', label: 'How likely' },
  { id: 'evidence', label: 'On what' },
  { id: 'confidence', label: 'How well founded' },
  { id: 'rationale', label: 'Why' },
  { id: 'submit', label: 'Look it over' },
] as const;
export type StepId = (typeof STEPS)[number]['id'];

/** The degrees of ICD 203, in order, with their ranges in percent (D.6.e.(2)(a)); the words come from the vocabulary. */
export const RANGES: Readonly<Record<Likelihood['term'], readonly [number, number]>> = {
  'almost-no-chance': [1, 5],
  'very-unlikely': [5, 20],
  unlikely: [20, 45],
  'roughly-even-chance': [45, 55],
  likely: [55, 80],
  'very-likely': [80, 95],
  'almost-certain': [95, 99],
};
export const TERMS = Object.keys(RANGES) as Likelihood['term'][];

/** The likelihood that a draft says, as it will be kept; null where nothing is said, or no whole percent from 1 to 99. */
export function likelihoodOf(judgement: JudgementDraft | undefined): Likelihood | null {
  const percent = judgement?.percent.trim() ? Number(judgement.percent) : null;
  if (percent !== null) {
    const term = TERMS.findLast((one) => percent >= RANGES[one][0]);
    return Number.isInteger(percent) && percent <= 99 && term ? ranged(term, percent) : null;
  }
  const term = TERMS.find((one) => one === judgement?.term);
  return term ? ranged(term, null) : null;
}

const ranged = (term: Likelihood['term'], percent: number | null): Likelihood => ({
  term,
  min: RANGES[term][0],
  max: RANGES[term][1],
  percent,
});

/** Something of the case that can be weighed. */
export interface Citable {
  name: string;
  kind: string;
  title: string;
  by: string | null;
}

/** Claims and disclosures of the case, in words. */
export const citablesOf = ({ claims, disclosures }: Incident): Citable[] => [
  ...claims.map((one) => ({
    name: `claim ${one.id}`,
    kind: 'Claim',
    title: one.statement,
    by: one.claimant.name,
  })),
  ...disclosures.map((one) => ({ name: `disclosure ${one.id}`, kind: 'Disclosure', title: one.summary, by: null })),
];

/** The answers that say something first; "unknown" keeps its share, and stands at the end. */
export const unknownLast = <Of extends { kind: string }>(hypotheses: readonly Of[]): Of[] =>
  hypotheses.toSorted((a, b) => Number(a.kind === 'unknown') - Number(b.kind === 'unknown'));
