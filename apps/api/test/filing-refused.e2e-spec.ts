import { randomUUID } from 'node:crypto';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { expectProblem, traces } from './bad-input.js';
import { startApi } from './start-api.js';

const now = new Date();

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
});
afterAll(async () => {
  await api.close();
});

describe('A report is filed all or not at all', () => {
  const account = (key: string, identifier: string) => ({ key, identifier, kind: 'email' });
  const claim = { stance: 'denies', statement: 'No.', saidAt: '2024-08-10T00:00:00Z' };
  const source = { sourceDescription: 'x', anonymous: true, channel: 'press', summary: 'x' };
  const good = {
    title: 'x',
    affectedAccounts: [account('a', 'a@x.example'), account('b', 'b@x.example')],
    claims: [{ ...claim, claimant: { name: 'A party of this report only', kind: 'media' } }],
  };

  it.each<[string, object, string]>([
    ['a pivot from a key that is not there', { pivots: [{ fromKey: 'z', toKey: 'b' }] }, 'pivots[0].fromKey'],
    ['a pivot to a key that is not there', { pivots: [{ fromKey: 'a', toKey: 'z' }] }, 'pivots[0].toKey'],
    ['a key in another case', { pivots: [{ fromKey: 'A', toKey: 'b' }] }, 'pivots[0].fromKey'],
    [
      'a pivot to itself',
      {
        pivots: [
          { fromKey: 'a', toKey: 'b' },
          { fromKey: 'b', toKey: 'b' },
        ],
      },
      'pivots[1].toKey',
    ],
    [
      'a key that stands twice',
      { affectedAccounts: [account('a', 'a@x.example'), account('a', 'b@x.example')] },
      'affectedAccounts[1].key',
    ],
    [
      'a disclosure key that stands twice',
      {
        disclosures: [
          { ...source, key: 'd' },
          { ...source, key: 'd' },
        ],
      },
      'disclosures[1].key',
    ],
    [
      'a claim key that stands twice',
      {
        claims: [
          { ...claim, key: 'c' },
          { ...claim, key: 'c' },
        ],
      },
      'claims[1].key',
    ],
    [
      'a claim that rests on what is not there',
      { claims: [{ ...claim, restsOn: [{ kind: 'disclosure', key: 'd' }] }] },
      'claims[0].restsOn[0].key',
    ],
    [
      'a claim that rests on an account',
      { claims: [{ ...claim, restsOn: [{ kind: 'account', key: 'a' }] }] },
      'claims[0].restsOn[0].kind',
    ],
    [
      'a claim that rests on itself',
      { claims: [{ ...claim, key: 'c', restsOn: [{ kind: 'claim', key: 'c' }] }] },
      'claims[0].restsOn[0].key',
    ],
    [
      'a claim that answers a later one',
      {
        claims: [
          { ...claim, respondsTo: [{ kind: 'claim', key: 'c' }] },
          { ...claim, key: 'c' },
        ],
      },
      'claims[0].respondsTo[0].key',
    ],
    [
      'a disclosure key where a claim is meant',
      { disclosures: [{ ...source, key: 'd' }], claims: [{ ...claim, restsOn: [{ kind: 'claim', key: 'd' }] }] },
      'claims[0].restsOn[0].key',
    ],
    ['an alleged actor of no name', { allegedActor: {} }, 'allegedActor.name'],
    [
      'a hypothesis of no label',
      { claims: [{ ...claim, hypothesis: { kind: 'other' } }] },
      'claims[0].hypothesis.label',
    ],
    [
      'a party that is not there',
      {
        disclosures: [
          { ...source, artifacts: [{ title: 'x', authenticity: 'claimed', authenticityBy: randomUUID() }] },
        ],
      },
      'disclosures[0].artifacts[0].authenticityBy',
    ],
    [
      'a time more than a day ahead',
      { detectedAt: new Date(now.getTime() + 25 * 3_600_000).toISOString() },
      'detectedAt',
    ],
  ])('with %s nothing is written', async (_what, fault, path) => {
    const before = await traces(api);
    const caller = owner.with({ 'idempotency-key': randomUUID() });
    expectProblem(await caller.post('/incidents', { ...good, ...fault }), { status: 422, code: 'invalid', path });
    expect(await traces(api)).toEqual(before);
  });

  it('with an account that stands twice nothing is written', async () => {
    const before = await traces(api);
    const affectedAccounts = [account('a', 'a@x.example'), account('b', 'A@X.example')];
    expectProblem(await owner.post('/incidents', { ...good, affectedAccounts }), {
      status: 409,
      code: 'already_exists',
    });
    expect(await traces(api)).toEqual(before);
  });

  it('with a party, an actor or a lead of another organization nothing is written', async () => {
    const theirs = await givenOrganization(api);
    const rival = await api.signedIn(theirs.owner);
    const party = (await rival.post('/parties', { name: 'Theirs', kind: 'media' }).expect(201)).body.id;
    const actor = (await rival.post('/actors', { name: 'Theirs' }).expect(201)).body.id;
    const auditor = await givenMember(api, ours, 'auditor');
    const before = await traces(api);
    for (const [fault, path] of [
      [{ claims: [{ ...claim, claimantId: party }] }, 'claims[0].claimantId'],
      [{ disclosures: [{ ...source, sourcePartyId: party }] }, 'disclosures[0].sourcePartyId'],
      [{ allegedActor: { name: 'x', claimantId: party } }, 'allegedActor.claimantId'],
      [{ allegedActor: { actorId: actor } }, 'allegedActor.actorId'],
      [{ leadId: theirs.owner.id }, 'leadId'],
      [{ leadId: auditor.id }, 'leadId'],
    ] as const) {
      expectProblem(await owner.post('/incidents', { title: 'x', ...fault }), { status: 422, code: 'invalid', path });
    }
    expect(await traces(api)).toEqual(before);
  });

  it('and once it is right it is filed, under the next number', async () => {
    await owner.post('/incidents', { ...good, pivots: [{ fromKey: 'a', toKey: 'z' }] }).expect(422);
    const { body } = await owner.post('/incidents', { ...good, pivots: [{ fromKey: 'a', toKey: 'b' }] }).expect(201);
    expect(body.reference).toBe(`INC-${now.getUTCFullYear()}-0001`);
  });
});
