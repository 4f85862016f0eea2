import { CASE, INSIDE, MEMBER, BROUGHT, LEAD, IT, ANALYST, VENDOR, said, links, make, send, step } from './making.js';
import type { Step, World } from './world.js';

const claim =
  (words: string, more: (world: World) => object = () => ({})) =>
  (world: World): object => ({
    hypothesisId: world.id('hypothesis'),
    claimantId: world.id('party'),
    stance: 'attributes',
    statement: words,
    saidAt: said(9),
    ...more(world),
  });

export const SAID: readonly Step[] = [
  step(
    BROUGHT,
    "a contributor's finding",
    make('finding', VENDOR, '/incidents/{case}/findings', () => ({
      summary: 'Lichen beacon',
      detail: 'Lichen detail',
      observables: [{ type: 'domain-name', value: 'lichen.example' }],
      techniques: ['T1566'],
    })),
  ),
  step(
    MEMBER,
    'a red finding',
    make('red finding', IT, '/incidents/{case}/findings', () => ({ summary: 'Carmine implant', tlp: 'red' })),
  ),
  step(
    INSIDE,
    'a finding of the campaign',
    make('own finding', IT, '/incidents/{case}/findings', () => ({ summary: 'Cobalt logs' })),
  ),
  step(
    BROUGHT,
    'that it is accepted',
    send(ANALYST, '/incidents/{case}/findings/{finding}/acceptances', () => ({ reason: 'Lichen fits.' })),
  ),
  step(
    MEMBER,
    'that the red one is rejected',
    send(ANALYST, '/incidents/{case}/findings/{red finding}/rejections', () => ({ reason: 'Carmine fails.' })),
  ),
  step(
    INSIDE,
    'which account it is about',
    make('finding account', ANALYST, '/incidents/{case}/findings/{finding}/accounts', (world) => ({
      accountId: world.id('account'),
    })),
  ),
  step(CASE, 'a claim', make('claim', ANALYST, '/incidents/{case}/claims', claim('Heather says crocus.'))),
  step(
    MEMBER,
    'a red claim',
    make(
      'red claim',
      ANALYST,
      '/incidents/{case}/claims',
      claim('Vermilion says so.', () => ({ tlp: 'red' })),
    ),
  ),
  step(
    CASE,
    'a claim that rests on what is hidden too',
    make(
      'echo',
      ANALYST,
      '/incidents/{case}/claims',
      claim('An echo of crocus.', (world) => ({
        stance: 'corroborates',
        restsOn: [
          ...links(world, 'claim', 'claim', 'red claim'),
          ...links(world, 'evidence', 'evidence', 'red evidence'),
          ...links(world, 'finding', 'red finding'),
        ],
        respondsTo: links(world, 'claim', 'red claim'),
      })),
    ),
  ),
  step(
    MEMBER,
    'a red claim that rests on one that is not',
    make(
      'red echo',
      ANALYST,
      '/incidents/{case}/claims',
      claim('A vermilion echo.', (world) => ({
        tlp: 'red',
        stance: 'disputes',
        restsOn: links(world, 'claim', 'claim'),
      })),
    ),
  ),
  step(
    MEMBER,
    'that the red claim is withdrawn',
    send(ANALYST, '/incidents/{case}/claims/{red echo}/withdrawals', () => ({ reason: 'Vermilion regrets.' })),
  ),
  step(
    MEMBER,
    'that another is superseded',
    make('red successor', ANALYST, '/incidents/{case}/claims/{red claim}/supersessions', (world) => ({
      ...claim('Vermilion says otherwise.', () => ({ tlp: 'red' }))(world),
      reason: 'Vermilion again.',
    })),
  ),
  step(
    MEMBER,
    'a comment on what is hidden',
    make('comment on hidden', LEAD, '/incidents/{case}/comments', (world) => ({
      body: 'Pewter doubts.',
      on: { kind: 'claim', id: world.id('red claim') },
    })),
  ),
  step(
    INSIDE,
    'a question',
    make('inquiry', ANALYST, '/incidents/{case}/inquiries', (world) => ({
      partyId: world.id('party'),
      question: 'Was it cobalt?',
      askedAt: said(9),
      answerDueAt: '2024-08-30T00:00:00Z',
    })),
  ),
];
