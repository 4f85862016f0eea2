import { CASE, MEMBER, NOBODY, OWNER, LEAD, ANALYST, said, make, step } from './making.js';
import type { Step } from './world.js';

export const FILING: readonly Step[] = [
  // References count the cases of an organization: those that everyone here sees are filed before the others.
  step(CASE, 'the case', async (world) => {
    const filed = await world.make('case', LEAD, '/incidents', {
      title: 'Marigold phishing',
      summary: 'A campaign mailbox was taken over.',
      tlp: 'amber',
      category: 'intrusions',
      severity: 'moderate',
      tags: ['tulip'],
      occurredAt: said(1),
      affectedAccounts: [{ key: 'a', identifier: 'marigold@campaign.example', kind: 'email' }],
      disclosures: [
        {
          key: 'd',
          summary: 'A newspaper was sent papers.',
          anonymous: true,
          channel: 'press',
          sourceDescription: 'Someone',
        },
      ],
    });
    const { affectedAccounts, disclosures, hypotheses } = filed as Record<string, { id: string }[]>;
    world.ids.set('account', affectedAccounts?.[0]?.id ?? '');
    world.ids.set('disclosure', disclosures?.[0]?.id ?? '');
    world.ids.set('unknown hypothesis', hypotheses?.[0]?.id ?? '');
  }),
  step(
    CASE,
    'another case that the same see',
    make('second', LEAD, '/incidents', () => ({ title: 'Daisy website', tlp: 'amber' })),
  ),
  step(
    ['stranger'],
    'a case elsewhere',
    make('elsewhere', 'Elsewhere lead', '/incidents', () => ({ title: 'Larkspur outage', tlp: 'amber' })),
  ),
  step(
    NOBODY,
    'a case of a rival',
    make('rival case', 'Rival owner', '/incidents', () => ({ title: 'Quokka leak', tlp: 'clear', tags: ['tulip'] })),
  ),
  step(
    NOBODY,
    'a party of a rival',
    make('rival party', 'Rival owner', '/parties', () => ({ name: 'Quokka Gazette', kind: 'media' })),
  ),
  step(
    NOBODY,
    'an actor of a rival',
    make('rival actor', 'Rival owner', '/actors', () => ({ name: 'Quokka Bear' })),
  ),
  {
    // What others see is merged into it below, and so it is there in both of their worlds.
    ...step(
      MEMBER,
      'a red case',
      make('red case', LEAD, '/incidents', () => ({ title: 'Vermilion burglary', tlp: 'red', tags: ['tulip'] })),
    ),
    inBothFor: CASE,
  },
  step(
    CASE,
    'a party',
    make('party', ANALYST, '/parties', () => ({ name: 'Heather Security', kind: 'vendor' })),
  ),
  step(
    MEMBER,
    'an unnamed party',
    make('unnamed party', ANALYST, '/parties', () => ({ name: 'Crimson Research', kind: 'vendor' })),
  ),
  step(
    CASE,
    'an actor',
    make('actor', ANALYST, '/actors', () => ({ name: 'Heather Kitten' })),
  ),
  step(
    MEMBER,
    'another actor',
    make('other actor', ANALYST, '/actors', () => ({ name: 'Crimson Kitten' })),
  ),
  step(
    MEMBER,
    'that the two are one',
    make('identification', ANALYST, '/actors/{actor}/identifications', (world) => ({
      otherActorId: world.id('other actor'),
      relation: 'same_as',
      claimantId: world.id('party'),
      statement: 'Crimson is heather.',
      saidAt: said(2),
    })),
  ),
  step(
    MEMBER,
    'a stakeholder of the campaign',
    make('org stakeholder', OWNER, '/organizations/{Campaign}/stakeholders', () => ({
      name: 'Scarlet counsel',
      role: 'counsel',
      maxTlp: 'red',
    })),
  ),
  step(
    MEMBER,
    'a rule of the campaign for how long is kept',
    make('retention rule', OWNER, '/organizations/{Campaign}/retention-rules', () => ({
      kind: 'comment',
      days: 400,
      basis: 'The scarlet statute',
    })),
  ),
  step(
    MEMBER,
    'an invitation to the campaign',
    make('invitation', OWNER, '/organizations/{Campaign}/invitations', () => ({
      email: 'ruby@test.example',
      name: 'Ruby',
      role: 'analyst',
    })),
  ),
  step(
    NOBODY,
    "another's key",
    make('hidden key', 'Rival owner', '/api-keys', () => ({ name: 'A hidden program', scopes: ['read'] })),
  ),
];
