import { givenOrganization, type ApplicationUnderTest } from '@app/testing';
import {
  expectRefused,
  FINDING,
  givenClaimsOn,
  givenFindingsGround,
  messages,
  submit,
  type FindingsGround,
} from './findings-ground.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ground: FindingsGround;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  ground = await givenFindingsGround(api);
});
afterAll(async () => {
  await api.close();
});

describe('Withdrawing a finding', () => {
  it('takes it back for good, and names to its submitter what rested on it as far as they are shown it', async () => {
    const { vendorStaff, vendorClient, vendor, lead, analystPerson, analyst, colleague, at } = ground;
    const { id } = await submit(ground, vendorClient);
    await analyst.post(`${at}/findings/${id}/acceptances`, { reason: 'x' }).expect(201);
    const [first, second] = await givenClaimsOn(ground, id);
    const { body } = await colleague.post(`${at}/findings/${id}/withdrawals`, { reason: 'We were wrong.' }).expect(201);
    expect(body).toMatchObject({
      status: 'withdrawn',
      withdrawal: { reason: 'We were wrong.', by: { id: vendor.owner.id, name: vendor.owner.name } },
      decision: { outcome: 'accepted' },
      abilities: { withdraw: false, supersede: false },
    });
    expect(body.dependents.map((dependent: { id: string }) => dependent.id)).toEqual([first, second]);
    expect((await messages(ground, 'finding.withdrawn.v1')).at(-1)?.body).toMatchObject({
      userIds: [vendorStaff.id, analystPerson.id],
    });
    expect((await messages(ground, 'record.fell.v1')).at(-1)?.body).toMatchObject({
      userIds: [analystPerson.id],
      count: 2,
    });
    await expectRefused(ground, [[vendorClient, `/${id}/withdrawals`, { reason: 'x' }]], {
      status: 409,
      code: 'already_withdrawn',
    });
    await expectRefused(ground, [[lead, `/${id}/acceptances`, { reason: 'x' }]], {
      status: 409,
      code: 'already_withdrawn',
    });
  });

  it('is for whoever submitted it', async () => {
    const { vendorClient, lead, analyst, at } = ground;
    const { id } = await submit(ground, vendorClient);
    const { id: own } = await submit(ground, analyst);
    const helpers = await givenOrganization(api);
    await lead
      .post(`${at}/participants`, { organizationId: helpers.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    const helper = await api.signedIn(helpers.owner);
    const reason = { reason: 'x' };
    await expectRefused(
      ground,
      [
        [analyst, `/${id}/withdrawals`, reason],
        [lead, `/${id}/supersessions`, { ...FINDING, ...reason }],
        [helper, `/${own}/withdrawals`, reason],
        [helper, `/${own}/supersessions`, { ...FINDING, ...reason }],
      ],
      { status: 403, code: 'forbidden' },
    );
    await expectRefused(ground, [[vendorClient, `/${own}/withdrawals`, reason]], { status: 404, code: 'not_found' });
    await lead.post(`${at}/findings/${own}/withdrawals`, reason).expect(201);
  });
});

describe('Superseding a finding', () => {
  it('puts another in its place, to be judged anew; what rested on the former is named, and the former leads on', async () => {
    const { vendorClient, vendor, analyst, colleague, at } = ground;
    const { id, partyId } = await submit(ground, vendorClient, { tlp: 'amber' });
    await analyst.post(`${at}/findings/${id}/acceptances`, { reason: 'x' }).expect(201);
    const [first] = await givenClaimsOn(ground, id);
    const { body } = await colleague
      .post(`${at}/findings/${id}/supersessions`, { summary: 'Two advisers were phished.', reason: 'A second one.' })
      .expect(201);
    expect(body).toMatchObject({
      summary: 'Two advisers were phished.',
      status: 'submitted',
      decision: null,
      tlp: null,
      partyId,
      organizationId: vendor.id,
      submittedBy: { id: vendor.owner.id },
      supersedesId: id,
    });
    expect(body.dependents[0]).toMatchObject({ id: first });
    expect((await analyst.get(`${at}/findings/${id}`)).body).toMatchObject({
      status: 'superseded',
      supersededById: body.id,
      supersededAt: body.createdAt,
      decision: { outcome: 'accepted' },
    });
    expect(await messages(ground, 'record.fell.v1')).not.toContainEqual({
      body: expect.objectContaining({ subject: { kind: 'finding', id } }),
    });
    expect((await messages(ground, 'finding.superseded.v1')).at(-1)?.body).toMatchObject({
      subject: { kind: 'finding', id },
    });
    await expectRefused(ground, [[vendorClient, `/${id}/supersessions`, { ...FINDING, reason: 'x' }]], {
      status: 409,
      code: 'already_superseded',
    });
    const { body: history } = await analyst.get(`${at}/history?order=desc&limit=2`).expect(200);
    expect(history.items).toMatchObject([
      { action: 'finding.superseded', reason: 'A second one.' },
      { action: 'finding.submitted', reason: 'A second one.' },
    ]);
  });

  it('leaves nothing where the new finding is not valid', async () => {
    const { vendorClient } = ground;
    const { id } = await submit(ground, vendorClient);
    await expectRefused(ground, [[vendorClient, `/${id}/supersessions`, { ...FINDING, tlp: 'red', reason: 'x' }]], {
      status: 422,
      code: 'invalid',
      path: 'tlp',
    });
    await expectRefused(ground, [[vendorClient, `/${id}/supersessions`, FINDING]], {
      status: 422,
      code: 'invalid',
      path: 'reason',
    });
  });
});
