import {
  givenMember,
  givenOrganization,
  givenPerson,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let theirs: GivenOrganization;
let owner: Client;
let rival: Client;

beforeAll(async () => {
  api = await startApi();
  ours = await givenOrganization(api, { name: 'Our Campaign' });
  theirs = await givenOrganization(api, { name: 'Their Campaign' });
  owner = await api.signedIn(ours.owner);
  rival = await api.signedIn(theirs.owner);
});
afterAll(async () => {
  await api.close();
});

describe('Founding an organization', () => {
  const founding = { name: 'New Committee', kind: 'committee', numberingContinuesAfter: { year: 2024, number: 6 } };

  it('makes the founder its owner and gives it a party of its own', async () => {
    const admin = await api.signedIn(await givenPerson(api, { administrator: true }));
    const { body } = await admin.post('/organizations', founding).expect(201);
    expect(body).toMatchObject({
      name: 'New Committee',
      role: 'owner',
      defaultTlp: 'amber',
      version: 1,
      abilities: { amend: true, manageMembers: true },
    });
    expect(
      await api.sql('SELECT name, kind FROM party WHERE organization_id = $1 AND is_organization', [body.id]),
    ).toEqual([{ name: 'New Committee', kind: 'committee' }]);
    const { body: list } = await admin.get('/organizations').expect(200);
    expect(list.items).toEqual([body]);
  });
});
