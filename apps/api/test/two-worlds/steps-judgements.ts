import { CASE, INSIDE, MEMBER, LEAD, IT, ANALYST, said, links, make, send, change, step } from './making.js';
import type { Step } from './world.js';

export const JUDGEMENTS: readonly Step[] = [
  step(
    INSIDE,
    'an assessment',
    make('assessment', ANALYST, '/incidents/{case}/assessments', (world) => ({
      confidence: 'low',
      rationale: 'Cobalt reasons.',
      saidAt: said(9),
      judgements: [{ hypothesisId: world.id('hypothesis'), likelihood: { term: 'likely' } }],
      evidence: [...links(world, 'claim', 'claim', 'red claim')].map((link) => ({ ...link, bearing: 'supports' })),
    })),
  ),
  step(
    INSIDE,
    'that it is submitted',
    send(ANALYST, '/incidents/{case}/assessments/{assessment}/submissions', () => ({})),
  ),
  step(
    INSIDE,
    'a dissent',
    make('dissent', LEAD, '/incidents/{case}/assessments/{assessment}/dissents', () => ({
      statement: 'Cobalt dissent.',
    })),
  ),
  step(
    INSIDE,
    'that it is approved',
    send(LEAD, '/incidents/{case}/assessments/{assessment}/approvals', () => ({})),
  ),
  step(
    MEMBER,
    'a red assessment',
    make('red assessment', ANALYST, '/incidents/{case}/assessments', (world) => ({
      tlp: 'red',
      confidence: 'high',
      rationale: 'Vermilion reasons.',
      saidAt: said(9),
      judgements: [{ hypothesisId: world.id('hypothesis'), likelihood: { term: 'unlikely' } }],
    })),
  ),
  step(
    MEMBER,
    'that the red one is submitted',
    send(ANALYST, '/incidents/{case}/assessments/{red assessment}/submissions', () => ({})),
  ),
  step(
    INSIDE,
    'a column of the matrix',
    change(
      ANALYST,
      '/incidents/{case}/ach',
      (world) => ({
        cells: [
          ...links(world, 'claim', 'claim', 'red successor'),
          ...links(world, 'evidence', 'evidence', 'red evidence'),
        ].map((evidence) => ({
          evidence,
          hypothesisId: world.id('hypothesis'),
          rating: 'C',
        })),
        weights: [],
      }),
      'put',
    ),
  ),
  step(
    MEMBER,
    'a column of what is hidden only',
    change(
      IT,
      '/incidents/{case}/ach',
      (world) => ({
        cells: [
          {
            evidence: { kind: 'evidence', id: world.id('red evidence') },
            hypothesisId: world.id('hypothesis'),
            rating: 'C',
          },
        ],
        weights: [],
      }),
      'put',
    ),
  ),
  step(
    CASE,
    'that a claim is withdrawn',
    send(ANALYST, '/incidents/{case}/claims/{echo}/withdrawals', () => ({ reason: 'Crocus faded.' })),
  ),
  step(
    MEMBER,
    'that hidden evidence is withdrawn',
    send(LEAD, '/incidents/{case}/evidence/{red evidence}/withdrawals', () => ({ reason: 'Vermilion gone.' })),
  ),
  step(
    CASE,
    'a change of the case',
    change(LEAD, '/incidents/{case}', () => ({ summary: 'A mailbox and a website.', reason: 'Crocus bloomed.' })),
  ),
  step(CASE, 'a step of the case', async (world) => {
    const { headers } = await world.caller(LEAD).get(world.at('/incidents/{case}'));
    const lead = world.caller(LEAD).with({ 'if-match': String(headers['etag']) });
    await lead
      .post(world.at('/incidents/{case}/transitions'), { to: 'triage', reason: 'Crocus looked at.' })
      .expect(201);
  }),
  step(
    CASE,
    'that another is merged into one that few see',
    make('merger', LEAD, '/incidents/{second}/mergers', (world) => ({
      into: world.id('red case'),
      reason: 'One and the same.',
    })),
  ),
  step(
    MEMBER,
    'red evidence at last',
    make('last evidence', LEAD, '/incidents/{case}/evidence', () => ({
      title: 'Vermilion postscript',
      kind: 'reference',
      tlp: 'red',
    })),
  ),
  step(
    INSIDE,
    'a comment at last',
    make('last comment', LEAD, '/incidents/{case}/comments', () => ({ body: 'Pewter end.' })),
  ),
];
