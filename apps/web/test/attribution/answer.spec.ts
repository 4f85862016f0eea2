import { answerOf } from '../../src/attribution/answer.js';
import type { HypothesisStanding, Judged } from '../../src/attribution/shapes.js';

const standing = (given: Partial<HypothesisStanding>): HypothesisStanding => ({
  id: given.label ?? 'h',
  label: 'An actor of the state',
  kind: 'threat_actor',
  level: null,
  actorId: null,
  independentLines: 0,
  lines: [],
  disputed: false,
  disputedBy: [],
  claimsByStance: {},
  assessments: [],
  evidence: { grade: null, claimIds: [] },
  gaps: [],
  ...given,
});

const judged = (organization: string, term: string, confidence: Judged['confidence'] = 'low'): Judged => ({
  id: organization,
  organizationId: organization,
  organization,
  likelihood: { term, min: 55, max: 80, percent: null },
  confidence,
  saidAt: { at: '2024-08-12T00:00:00.000Z', precision: 'day' },
  recordedAt: '2024-08-12T00:00:00.000Z',
  withoutNewEvidence: false,
});

const dispute = (party: string) => ({ partyId: party, party, claimId: party });

const all = ({ lead, caveats }: ReturnType<typeof answerOf>): string => [lead, ...caveats].join(' ');

test('where nobody said anything, that is the answer', () => {
  expect(all(answerOf({ hypotheses: [standing({ kind: 'unknown', label: 'Unknown' })] }))).toBe(
    'Nobody has said who did this, and no organization has assessed it.',
  );
});

test('three claims that go back to one source are one line, and not an assessment', () => {
  const answer = answerOf({
    hypotheses: [
      standing({
        independentLines: 1,
        claimsByStance: { attributes: 3, denies: 1 },
        disputed: true,
        disputedBy: [dispute('The mission'), dispute('The mission')],
        evidence: { grade: 'described', claimIds: [] },
      }),
    ],
  });
  expect(answer).toEqual({
    assessed: false,
    lead: 'No organization has assessed who did this. Three claims attribute it to an actor of the state.',
    caveats: [
      'One independent line carries it: everything goes back to one source.',
      'Disputed by the mission.',
      'Its evidence was described, and not shown.',
    ],
  });
});

test('a likelihood and a confidence never stand in one sentence', () => {
  const terms = ['almost no chance', 'very unlikely', 'unlikely', 'roughly even chance', 'likely', 'almost certain'];
  for (const confidence of ['low', 'moderate', 'high'] as const) {
    for (const term of terms) {
      const own = judged('Meridian', term.replaceAll(' ', '-'), confidence);
      const sentences = all(answerOf({ hypotheses: [standing({ assessments: [own] })] })).split(/(?<=\.) /);
      expect(sentences.filter((one) => one.includes(term))).toHaveLength(1);
      expect(sentences.filter((one) => one.includes(term) && one.includes('confidence'))).toEqual([]);
    }
  }
});

test('an organization assesses, and how sure it is of its grounds comes after', () => {
  const answer = answerOf({
    hypotheses: [
      standing({
        assessments: [judged('Meridian', 'likely')],
        independentLines: 2,
        claimsByStance: { attributes: 2 },
      }),
    ],
  });
  expect(answer.lead).toBe('Meridian assesses it as likely that this was an actor of the state.');
  expect(answer.caveats.slice(0, 2)).toEqual(['Its confidence in that is low.', 'Two independent lines carry it.']);
});

test('those who agree are named together, those who differ apart', () => {
  const hypotheses = [
    standing({
      assessments: [
        judged('Meridian', 'likely'),
        judged('Halvorsen', 'likely', 'moderate'),
        judged('Counsel', 'unlikely', null),
      ],
    }),
  ];
  const answer = answerOf({ hypotheses });
  expect(answer.lead).toBe(
    'Meridian and Halvorsen assess it as likely that this was an actor of the state. Counsel assesses it as unlikely that this was an actor of the state.',
  );
  expect(answer.caveats.slice(0, 3)).toEqual([
    'Meridian’s confidence in that is low.',
    'Halvorsen’s confidence in that is moderate.',
    'Counsel’s confidence in that is not stated.',
  ]);
});

test('the answer is the hypothesis that is held likeliest, not the one with most lines', () => {
  const insider = standing({
    label: 'Someone inside',
    kind: 'insider',
    assessments: [judged('Meridian', 'very-likely')],
  });
  const state = standing({
    independentLines: 4,
    assessments: [
      { ...judged('Meridian', 'unlikely'), likelihood: { term: 'unlikely', min: 20, max: 45, percent: null } },
    ],
  });
  const answer = answerOf({ hypotheses: [state, insider] });
  expect(answer.lead).toBe('Meridian assesses it as very likely that this was someone inside.');
  expect(answer.caveats).toContain('No claim supports it.');
});

test('a change without new evidence is told', () => {
  const own = { ...judged('Meridian', 'likely'), withoutNewEvidence: true };
  expect(answerOf({ hypotheses: [standing({ assessments: [own] })] }).caveats.at(-1)).toBe(
    'What changed in it last cited no new evidence.',
  );
});
