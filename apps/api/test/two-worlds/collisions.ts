import type { Response } from 'superagent';
import type { Comparison } from './compare.js';
import type { Viewpoint, World } from './world.js';

/** A write that meets something hidden, or would. `{name}` is an id, which only the fuller world has. */
interface Attempt {
  readonly by: string;
  readonly method: 'post' | 'patch' | 'put';
  readonly path: string;
  readonly body: object;
}

const attempts = (by: string, ...list: readonly (readonly [Attempt['method'], string, object])[]): Attempt[] =>
  list.map(([method, path, body]) => ({ by, method, path, body }));

const SAID = { at: null, precision: 'unknown' };
const claim = (more: object): object => ({
  hypothesisId: '{hypothesis}',
  claimantId: '{party}',
  stance: 'denies',
  statement: 'No.',
  saidAt: SAID,
  ...more,
});
const REASON = { reason: 'Because.' };
const C = '/incidents/{case}';

/** The parties and actors of others, which have names that nobody else can know to be taken. */
const ofRival = (by: string): Attempt[] =>
  attempts(
    by,
    ['post', '/parties', { name: 'Quokka Gazette', kind: 'media' }],
    ['post', '/actors', { name: 'Quokka Bear' }],
    [
      'post',
      '/actors/{rival actor}/identifications',
      { otherActorId: '{actor}', relation: 'same_as', claimantId: '{party}', statement: 'x', saidAt: SAID },
    ],
  );

/** Whoever works in the case, and is not cleared for what is red. */
const INSIDE = attempts(
  'Analysts owner',
  ['post', `${C}/accounts`, { identifier: 'Vermilion@campaign.example', kind: 'email' }],
  ['patch', `${C}/accounts/{red account}`, { note: 'x' }],
  ['patch', `${C}/accounts/{account}`, { identifier: 'vermilion@campaign.example' }],
  ['post', `${C}/pivots`, { fromAccountId: '{account}', toAccountId: '{red account}' }],
  ['post', `${C}/pivots`, { fromAccountId: '{red account}', toAccountId: '{account}' }],
  ['patch', `${C}/pivots/{red pivot}`, { method: 'x' }],
  ['patch', `${C}/pivots/{pivot}`, { evidence: [{ kind: 'evidence', id: '{red evidence}' }] }],
  ['patch', `${C}/disclosures/{red disclosure}`, { summary: 'x' }],
  ['post', `${C}/artifacts`, { title: 'x', authenticity: 'claimed', disclosureId: '{red disclosure}' }],
  ['patch', `${C}/artifacts/{red artifact}`, { title: 'x' }],
  ['post', `${C}/comments`, { body: 'x', on: { kind: 'claim', id: '{red claim}' } }],
  ['post', `${C}/comments`, { body: 'x', on: { kind: 'task', id: '{red task}' } }],
  ['patch', `${C}/comments/{red comment}`, { body: 'x' }],
  ['patch', `${C}/tasks/{red task}`, { title: 'x' }],
  ['post', `${C}/hypotheses`, { kind: 'insider', label: 'Vermilion insider' }],
  ['patch', `${C}/hypotheses/{red hypothesis}`, { label: 'x' }],
  ['post', `${C}/claims`, claim({ hypothesisId: '{red hypothesis}' })],
  ['post', `${C}/claims`, claim({ restsOn: [{ kind: 'claim', id: '{red successor}' }] })],
  ['post', `${C}/claims`, claim({ respondsTo: [{ kind: 'evidence', id: '{last evidence}' }] })],
  ['post', `${C}/claims/{red successor}/withdrawals`, REASON],
  ['post', `${C}/claims/{red successor}/supersessions`, claim(REASON)],
  ['post', `${C}/findings/{red finding}/withdrawals`, REASON],
  ['post', `${C}/findings`, { summary: 'x', accountIds: ['{red account}'] }],
  ['post', `${C}/findings/{own finding}/accounts`, { accountId: '{red account}' }],
  ['patch', `${C}/evidence/{last evidence}`, { title: 'x' }],
  ['post', `${C}/evidence/{last evidence}/custody`, { action: 'sealed', byWhom: 'x' }],
  ['post', `${C}/evidence/{last evidence}/withdrawals`, REASON],
  ['post', `${C}/assessments`, { judgements: [{ hypothesisId: '{red hypothesis}', likelihood: { term: 'likely' } }] }],
  ['post', `${C}/assessments`, { evidence: [{ kind: 'claim', id: '{red successor}', bearing: 'supports' }] }],
  ['post', `${C}/assessments/{red assessment}/dissents`, { statement: 'x' }],
  ['post', `${C}/assessments/{red assessment}/approvals`, {}],
  ['post', `${C}/inquiries/{inquiry}/answers`, { claimId: '{red successor}' }],
  [
    'put',
    `${C}/ach`,
    {
      cells: [{ evidence: { kind: 'claim', id: '{red successor}' }, hypothesisId: '{hypothesis}', rating: 'C' }],
      weights: [],
    },
  ],
  [
    'put',
    `${C}/ach`,
    {
      cells: [{ evidence: { kind: 'claim', id: '{claim}' }, hypothesisId: '{red hypothesis}', rating: 'C' }],
      weights: [],
    },
  ],
);

const CONTRIBUTOR = attempts(
  'Contributors owner',
  ['post', `${C}/evidence`, { title: 'x', kind: 'reference', obtainedFromPartyId: '{unnamed party}' }],
  ['post', `${C}/findings`, { summary: 'x', accountIds: ['{red account}'] }],
  ['patch', `${C}/evidence/{evidence}`, { title: 'x' }],
  ['post', `${C}/evidence/{evidence}/custody`, { action: 'sealed', byWhom: 'x' }],
  ['post', `${C}/evidence/{last evidence}/withdrawals`, REASON],
  ['post', `${C}/findings/{own finding}/withdrawals`, REASON],
  ['post', `${C}/findings/{red finding}/supersessions`, { summary: 'x', ...REASON }],
  ['post', `${C}/comments`, { body: 'x', on: { kind: 'comment', id: '{comment}' } }],
);

const STRANGER = [
  ...ofRival('Elsewhere owner'),
  ...attempts(
    'Elsewhere owner',
    ['post', '/organizations/{Elsewhere}/invitations', { email: 'ruby@test.example', name: 'Rose', role: 'analyst' }],
    ['post', '/incidents/{elsewhere}/mergers', { into: '{case}', ...REASON }],
    ['post', '/incidents/{elsewhere}/claims', claim({ hypothesisId: '{hypothesis}' })],
    ['post', `${C}/comments`, { body: 'x' }],
    ['post', `${C}/transitions`, { to: 'triage', ...REASON }],
    ['post', '/notifications/{notification}/acknowledgements', {}],
  ),
];

const MEMBER = [
  ...ofRival('Campaign lead'),
  ...attempts(
    'Campaign lead',
    ['post', `${C}/mergers`, { into: '{rival case}', ...REASON }],
    ['post', `${C}/hypotheses`, { kind: 'threat_actor', actorId: '{rival actor}' }],
    ['post', `${C}/claims`, claim({ claimantId: '{rival party}' })],
    ['post', `${C}/inquiries`, { partyId: '{rival party}', question: 'x', askedAt: SAID }],
  ),
];

const ATTEMPTS: Readonly<Record<Viewpoint, readonly Attempt[]>> = {
  stranger: STRANGER,
  member: MEMBER,
  inside: INSIDE,
  contributor: CONTRIBUTOR,
  observer: [],
};

/** Sends each to both worlds. A write that is taken is taken in both, and shown alike. */
export async function collide(
  worlds: readonly [World, World],
  viewpoint: Viewpoint,
  comparison: Comparison,
): Promise<void> {
  for (const attempt of ATTEMPTS[viewpoint]) {
    worlds.forEach((world) => world.tick());
    const [less, more] = [await answer(worlds[0], attempt), await answer(worlds[1], attempt)];
    comparison.alike(`${attempt.by} ${attempt.method} ${attempt.path} ${JSON.stringify(attempt.body)}`, less, more);
  }
}

async function answer(world: World, { by, method, path, body }: Attempt): Promise<Response> {
  const etag = String((await world.caller(by).get(world.at('/incidents/{case}'))).headers['etag'] ?? '"1"');
  const sent = JSON.parse(world.at(JSON.stringify(body))) as object;
  return await world.caller(by).with({ 'if-match': etag })[method](world.at(path), sent);
}
