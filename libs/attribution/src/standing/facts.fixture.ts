import type { Stance } from '../attribution.js';
import { NO_FACTS, type AssessmentFact, type ClaimFact, type Facts, type SourceFact } from './facts.js';

/** Facts in the making, for the specs of this folder: ids are names, times are days of August 2024. */
export const day = (number: number): string => `2024-08-${String(number).padStart(2, '0')}T00:00:00.000Z`;

export const HYPOTHESIS = 'the-state';

export function claim(id: string, more: Partial<Omit<ClaimFact, 'restsOn'>> & { restsOn?: string[] } = {}): ClaimFact {
  const { restsOn = [], ...fields } = more;
  return {
    id,
    hypothesisId: HYPOTHESIS,
    claimantId: `party of ${id}`,
    stance: 'attributes' satisfies Stance,
    basis: null,
    evidencePresented: null,
    namedAs: null,
    confidenceStated: null,
    saidAt: { at: day(9), precision: 'day' },
    respondsTo: [],
    reliability: null,
    credibility: null,
    level: null,
    responsibility: null,
    confidenceOnScale: null,
    status: 'stated',
    supersededById: null,
    supersededAt: null,
    supersedesId: null,
    withdrawal: null,
    recordedById: null,
    createdAt: day(9),
    version: 1,
    title: id,
    ...fields,
    restsOn: restsOn.map(link),
  } as unknown as ClaimFact;
}

/** `finding:f` is a finding; a bare name is a claim. */
export function link(name: string): { kind: 'claim' | 'finding' | 'disclosure' | 'evidence'; id: string } {
  const [kind, id] = name.includes(':') ? name.split(':') : ['claim', name];
  return { kind: kind as 'claim', id: id ?? '' };
}

export const source = (name: string, more: Partial<SourceFact> = {}): SourceFact => ({
  ...(link(name) as { kind: 'finding'; id: string }),
  title: name,
  partyId: null,
  status: 'accepted',
  supersededById: null,
  withdrawal: null,
  decision: null,
  receivedAt: null,
  publicAt: null,
  credibility: null,
  createdAt: day(8),
  ...more,
});

export const assessment = (id: string, more: Partial<AssessmentFact> = {}): AssessmentFact => ({
  id,
  organizationId: 'campaign',
  status: 'approved',
  confidence: 'low',
  judgements: [{ hypothesisId: HYPOTHESIS, likelihood: { term: 'likely', min: 55, max: 80, percent: null } }],
  evidence: [],
  saidAt: { at: day(12), precision: 'day' },
  createdAt: day(12),
  authorIds: ['analyst'],
  approval: { at: day(13), byId: 'lead' },
  withoutNewEvidence: null,
  ...more,
});

export const facts = (claims: readonly ClaimFact[], more: Partial<Facts> = {}): Facts => ({
  ...NO_FACTS,
  hypotheses: [
    {
      id: HYPOTHESIS,
      kind: 'threat_actor',
      label: 'An actor of the state',
      actorId: null,
      level: 'state',
      createdAt: day(9),
      version: 1,
    },
  ] as unknown as Facts['hypotheses'],
  claims,
  ...more,
});
