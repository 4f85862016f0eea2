import { CASE, INSIDE, MEMBER, LEAD, IT, ANALYST, said, links, make, step } from './making.js';
import type { Step } from './world.js';

export const RECORDS: readonly Step[] = [
  step(
    CASE,
    'an account',
    make('other account', IT, '/incidents/{case}/accounts', () => ({
      identifier: 'daffodil@campaign.example',
      kind: 'email',
      holder: { name: 'Saffron official', role: 'official', disclosed: false },
    })),
  ),
  step(
    INSIDE,
    'a comment',
    make('comment', LEAD, '/incidents/{case}/comments', () => ({ body: 'Pewter thoughts.' })),
  ),
  step(
    INSIDE,
    'a task',
    make('task', LEAD, '/incidents/{case}/tasks', (world) => ({
      title: 'Pewter chores',
      assigneeId: world.person(IT).id,
    })),
  ),
  step(
    INSIDE,
    'a stakeholder',
    make('stakeholder', LEAD, '/incidents/{case}/stakeholders', () => ({
      name: 'Pewter liaison',
      role: 'liaison',
      maxTlp: 'amber',
    })),
  ),
  step(
    INSIDE,
    'evidence',
    make('evidence', LEAD, '/incidents/{case}/evidence', () => ({ title: 'Cobalt mailbox dump', kind: 'file' })),
  ),
  step(INSIDE, 'its content', async (world) => {
    const { headers } = await world.caller(LEAD).get(world.at('/incidents/{case}/evidence/{evidence}'));
    const inside = world.caller(LEAD).with({ 'if-match': String(headers['etag']) });
    await inside
      .raw(
        'put',
        world.at('/incidents/{case}/evidence/{evidence}/content'),
        Buffer.from('Cobalt bytes'),
        'application/octet-stream',
      )
      .expect(200);
  }),
  step(
    INSIDE,
    'its custody',
    make('custody', IT, '/incidents/{case}/evidence/{evidence}/custody', () => ({
      action: 'sealed',
      byWhom: 'Cobalt desk',
    })),
  ),
  step(
    MEMBER,
    'red evidence',
    make('red evidence', LEAD, '/incidents/{case}/evidence', () => ({
      title: 'Vermilion wiretap',
      kind: 'reference',
      tlp: 'red',
    })),
  ),
  step(
    MEMBER,
    'its custody',
    make('red custody', LEAD, '/incidents/{case}/evidence/{red evidence}/custody', () => ({
      action: 'sealed',
      byWhom: 'Vermilion desk',
    })),
  ),
  step(
    CASE,
    'a pivot',
    make('pivot', IT, '/incidents/{case}/pivots', (world) => ({
      fromAccountId: world.id('account'),
      toAccountId: world.id('other account'),
      method: 'A crocus message',
      at: said(3),
      evidence: [...links(world, 'disclosure', 'disclosure'), ...links(world, 'evidence', 'evidence', 'red evidence')],
    })),
  ),
  step(
    CASE,
    'an artifact',
    make('artifact', IT, '/incidents/{case}/artifacts', (world) => ({
      title: 'Crocus dossier',
      authenticity: 'claimed',
      disclosureId: world.id('disclosure'),
    })),
  ),
  step(
    MEMBER,
    'a red account',
    make('red account', IT, '/incidents/{case}/accounts', () => ({
      identifier: 'vermilion@campaign.example',
      kind: 'email',
      tlp: 'red',
    })),
  ),
  step(
    MEMBER,
    'a red disclosure',
    make('red disclosure', IT, '/incidents/{case}/disclosures', () => ({
      ...{ summary: 'A vermilion tip.', anonymous: true, channel: 'press', sourceDescription: 'Someone', tlp: 'red' },
    })),
  ),
  step(
    MEMBER,
    'an artifact of it',
    make('red artifact', IT, '/incidents/{case}/artifacts', (world) => ({
      title: 'Vermilion dossier',
      authenticity: 'claimed',
      disclosureId: world.id('red disclosure'),
    })),
  ),
  step(
    MEMBER,
    'a pivot to the red account',
    make('red pivot', IT, '/incidents/{case}/pivots', (world) => ({
      fromAccountId: world.id('account'),
      toAccountId: world.id('red account'),
    })),
  ),
  step(
    MEMBER,
    'a red hypothesis',
    make('red hypothesis', ANALYST, '/incidents/{case}/hypotheses', () => ({
      kind: 'insider',
      label: 'Vermilion insider',
      tlp: 'red',
    })),
  ),
  step(
    MEMBER,
    'a red task',
    make('red task', LEAD, '/incidents/{case}/tasks', () => ({ title: 'Vermilion chores', tlp: 'red' })),
  ),
  step(
    MEMBER,
    'a red comment',
    make('red comment', LEAD, '/incidents/{case}/comments', () => ({ body: 'Vermilion thoughts.', tlp: 'red' })),
  ),
  step(
    CASE,
    'a hypothesis',
    make('hypothesis', ANALYST, '/incidents/{case}/hypotheses', () => ({ kind: 'other', label: 'Heather did it' })),
  ),
];
