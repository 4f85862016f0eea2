import { givenIncident, givenMember, givenOrganization, givenPerson, type ApplicationUnderTest } from '@app/testing';
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
import { statuses } from './statuses.js';

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

describe('A finding', () => {
  it('is submitted by a contributor with all that it says, and waits for the team', async () => {
    const { vendorStaff, vendorClient, vendor, analyst, at, account } = ground;
    const given = {
      summary: 'Spear-phishing from a compromised account.',
      detail: '# How\n\n<script>alert(1)</script> [site](https://evil.example)',
      observables: [
        { type: 'url', value: 'hxxps://login[.]evil[.]example/a' },
        { type: 'sha256', value: 'AB'.repeat(32) },
      ],
      techniques: ['T1566.002', 'T9999', 'T1566.002'],
      accountIds: [account.toUpperCase()],
      concerns: 'A former senior adviser, not named',
      asks: 'Look for sign-ins from this host.',
      confidenceStated: 'we are confident',
      observedAt: { at: '2024-06-13T10:00:00Z', precision: 'month' },
      tlp: 'amber',
      pap: 'green',
    };
    const body = await submit(ground, vendorClient, given);
    expect(body).toMatchObject({
      ...given,
      observables: [
        {
          type: 'url',
          value: 'https://login.evil.example/a',
          defanged: 'hxxps://login[.]evil[.]example/a',
        },
        { type: 'sha256', value: 'ab'.repeat(32), defanged: 'ab'.repeat(32) },
      ],
      techniques: [
        { id: 'T1566.002', name: 'Phishing: Spearphishing Link' },
        { id: 'T9999', name: null },
      ],
      accountIds: [account],
      observedAt: { at: '2024-06-01T00:00:00.000Z', precision: 'month' },
      organizationId: vendor.id,
      organization: { id: vendor.id, name: vendor.name },
      submittedBy: { id: vendorStaff.id, name: vendorStaff.name },
      status: 'submitted',
      decision: null,
      withdrawal: null,
      supersededById: null,
      abilities: { judge: false, withdraw: true, supersede: true, linkAccount: false, readAccounts: false },
    });
    const shown = await vendorClient.get(`${at}/findings/${body.id}`).expect(200);
    expect(shown.body).toEqual(body);
    expect(shown.headers['etag']).toBe(`"${body.version}"`);
    const { body: seen } = await analyst.get(`${at}/findings`).expect(200);
    expect(seen.items).toEqual([
      {
        ...body,
        // Who is shown more counts more versions.
        version: expect.any(Number) as number,
        abilities: { judge: true, withdraw: false, supersede: false, linkAccount: true, readAccounts: true },
      },
    ]);
  });

  it('is, as a claim is, of the party of its submitter that the case knows', async () => {
    const { campaign, vendorClient, vendor, lead, analyst } = ground;
    const known = await lead.post('/parties', { name: vendor.name.toUpperCase(), kind: 'vendor' }).expect(201);
    expect((await submit(ground, vendorClient)).partyId).toBe(known.body.id);
    const own = await submit(ground, analyst);
    expect(own.organizationId).toBe(campaign.id);
    const [party] = await api.sql('SELECT id FROM party WHERE organization_id = $1 AND is_organization', [campaign.id]);
    expect(party).toEqual({ id: own.partyId });
  });

  it('is of an organization of the caller that takes part', async () => {
    const { vendor, lead, at } = ground;
    const other = await givenOrganization(api);
    const person = await givenMember(api, vendor, 'analyst');
    await givenMember(api, other, 'analyst', person);
    const both = await api.signedIn(person);
    expect((await submit(ground, both)).organizationId).toBe(vendor.id);
    await expectRefused(ground, [[both, '', { ...FINDING, organizationId: other.id }]], {
      status: 403,
      code: 'forbidden',
    });
    await lead.post(`${at}/participants`, { organizationId: other.id, capacity: 'analyst', maxTlp: 'red' }).expect(201);
    await expectRefused(ground, [[both, '', FINDING]], { status: 422, code: 'invalid', path: 'organizationId' });
    expect((await submit(ground, both, { organizationId: other.id })).organizationId).toBe(other.id);
    // Someone of no organization has nobody to submit for.
    const alone = await givenPerson(api);
    await lead.post(`${at}/participants`, { userId: alone.id, capacity: 'contributor', maxTlp: 'red' }).expect(201);
    await expectRefused(ground, [[await api.signedIn(alone), '', FINDING]], { status: 403, code: 'forbidden' });
  });

  it('is refused where something in it is not so', async () => {
    const { campaign, vendorClient, lead, account } = ground;
    const elsewhere = await givenIncident(api, campaign);
    const theirs = await lead.post(`/incidents/${elsewhere.id}/accounts`, { identifier: 'x', kind: 'email' });
    const wrong: [object, string][] = [
      [{ summary: ' ' }, 'summary'],
      [{ summary: 'x'.repeat(2001) }, 'summary'],
      [{ detail: 'x'.repeat(100_001) }, 'detail'],
      [{ detail: null }, 'detail'],
      [
        {
          observables: [
            { type: 'domain', value: 'evil.example' },
            { type: 'ipv4', value: '1.2.3' },
          ],
        },
        'observables[1].value',
      ],
      [{ observables: [{ type: 'person', value: 'x' }] }, 'observables[0].type'],
      [{ observables: [{ type: 'other', value: 'x'.repeat(4001) }] }, 'observables[0].value'],
      [{ observables: Array.from({ length: 1001 }, () => ({ type: 'other', value: 'x' })) }, 'observables'],
      [{ techniques: ['T1566.002', 'T156'] }, 'techniques'],
      [{ techniques: [null] }, 'techniques'],
      [{ accountIds: [account, theirs.body.id] }, 'accountIds[1]'],
      [{ accountIds: ['x'] }, 'accountIds'],
      [{ accountIds: 'x' }, 'accountIds'],
      [{ concerns: 'x'.repeat(501) }, 'concerns'],
      [{ tlp: 'amber+strict' }, 'tlp'],
      [{ pap: 'white' }, 'pap'],
      [{ status: 'accepted' }, 'status'],
      [{ observedAt: { at: '2999-01-01T00:00:00Z', precision: 'day' } }, 'observedAt'],
    ];
    for (const [more, path] of wrong) {
      await expectRefused(ground, [[vendorClient, '', { ...FINDING, ...more }]], {
        status: 422,
        code: 'invalid',
        path,
      });
    }
  });

  it('as large as it may be is kept and found', async () => {
    const { vendorClient, analyst } = ground;
    const body = await submit(ground, vendorClient, {
      summary: 'A long list',
      observables: Array.from({ length: 1000 }, (_, n) => ({
        type: 'url',
        value: `https://h${n}.evil.example/${`${n}/`.repeat(150)}`,
      })),
      techniques: Array.from({ length: 200 }, (_, n) => `T${1000 + n}`),
    });
    expect(body.observables).toHaveLength(1000);
    expect((await analyst.get('/search?q=h3.evil.example').expect(200)).body.items).toMatchObject([{ id: body.id }]);
  });
});

describe('Judging a finding', () => {
  const REASON = { reason: 'We saw the mail ourselves.' };

  it('accepts it with a reason, and tells whoever submitted it', async () => {
    const { vendorStaff, vendorClient, lead, analystPerson, analyst, at } = ground;
    const { id } = await submit(ground, vendorClient);
    await expectRefused(ground, [[analyst, `/${id}/acceptances`, {}]], {
      status: 422,
      code: 'invalid',
      path: 'reason',
    });
    const { body } = await analyst.post(`${at}/findings/${id}/acceptances`, REASON).expect(201);
    expect(body).toMatchObject({
      id,
      status: 'accepted',
      decision: {
        ...REASON,
        outcome: 'accepted',
        at: expect.any(String),
        by: { id: analystPerson.id, name: analystPerson.name },
      },
      abilities: { judge: false },
    });
    expect((await vendorClient.get(`${at}/findings/${id}`)).body.decision).toEqual(body.decision);
    expect((await messages(ground, 'finding.judged.v1')).at(-1)?.body).toMatchObject({
      userIds: [vendorStaff.id],
      outcome: 'accepted',
      subject: { kind: 'finding', id },
    });
    for (const verb of ['acceptances', 'rejections']) {
      await expectRefused(ground, [[lead, `/${id}/${verb}`, REASON]], { status: 409, code: 'already_judged' });
    }
  });

  it('rejects it: it stays with the reason, and what rested on it is named', async () => {
    const { vendorClient, analyst, at } = ground;
    const { id } = await submit(ground, vendorClient);
    const [first, second] = await givenClaimsOn(ground, id);
    const { body } = await analyst.post(`${at}/findings/${id}/rejections`, { reason: 'Another case.' }).expect(201);
    expect(body).toMatchObject({ status: 'rejected', decision: { outcome: 'rejected', reason: 'Another case.' } });
    expect(body.dependents).toMatchObject([
      { kind: 'claim', id: first, distance: 1 },
      { kind: 'claim', id: second, distance: 2 },
    ]);
    expect((await vendorClient.get(`${at}/findings`)).body.items).toMatchObject([
      { id, status: 'rejected', decision: { reason: 'Another case.' } },
    ]);
    expect((await messages(ground, 'record.fell.v1')).at(-1)?.body).toMatchObject({
      subject: { kind: 'finding', id },
      count: 2,
    });
    await expectRefused(ground, [[vendorClient, `/${id}/withdrawals`, REASON]], {
      status: 409,
      code: 'already_rejected',
    });
    await expectRefused(ground, [[vendorClient, `/${id}/supersessions`, { ...FINDING, ...REASON }]], {
      status: 409,
      code: 'already_rejected',
    });
  });

  it('is for the team, and never for whoever submitted it', async () => {
    const { campaign, vendorClient, lead, analyst, at } = ground;
    const { id: theirs } = await submit(ground, vendorClient);
    const { id: own } = await submit(ground, analyst);
    const helpers = await givenOrganization(api);
    await lead
      .post(`${at}/participants`, { organizationId: helpers.id, capacity: 'analyst', maxTlp: 'red' })
      .expect(201);
    const helper = await api.signedIn(helpers.owner);
    const auditor = await api.signedIn(await givenMember(api, campaign, 'auditor'));
    for (const verb of ['acceptances', 'rejections']) {
      await expectRefused(
        ground,
        [
          [vendorClient, `/${theirs}/${verb}`, REASON],
          [helper, `/${theirs}/${verb}`, REASON],
          [auditor, `/${theirs}/${verb}`, REASON],
        ],
        { status: 403, code: 'forbidden' },
      );
      await expectRefused(ground, [[analyst, `/${own}/${verb}`, REASON]], { status: 403, code: 'own_finding' });
    }
    await lead.post(`${at}/findings/${own}/acceptances`, REASON).expect(201);
  });

  it('happens once, also where two do it at the same time', async () => {
    const { vendorClient, lead, analyst, at } = ground;
    const { id } = await submit(ground, vendorClient);
    const answers = await Promise.all([
      analyst.post(`${at}/findings/${id}/acceptances`, REASON),
      lead.post(`${at}/findings/${id}/rejections`, REASON),
    ]);
    expect(statuses(answers)).toEqual([201, 409]);
    expect(await api.sql('SELECT 1 FROM record_state WHERE record_id = $1', [id])).toHaveLength(2);
  });
});

describe('A finding in the case', () => {
  it('was as it was, before it was judged', async () => {
    const { vendorClient, analyst, at } = ground;
    const { id, version } = await submit(ground, vendorClient);
    await analyst.post(`${at}/findings/${id}/rejections`, { reason: 'x' }).expect(201);
    const then = await vendorClient.get(`${at}/findings/${id}?caseVersion=${version}`).expect(200);
    expect(then.body).toMatchObject({ status: 'submitted', decision: null });
    await vendorClient.get(`${at}/findings/${id}?caseVersion=${version - 1}`).expect(404);
  });

  it('stands on the timeline where it was observed, and is found by summary, observable and technique', async () => {
    const { vendorClient, analyst, at } = ground;
    const { id } = await submit(ground, vendorClient, {
      observables: [{ type: 'url', value: 'https://login.evil.example/mail' }],
      techniques: ['T1566.002'],
      observedAt: { at: '2024-06-13T10:00:00Z', precision: 'day' },
    });
    const { body: timeline } = await analyst.get(`${at}/timeline`).expect(200);
    expect(timeline.items[0]).toMatchObject({
      kind: 'finding',
      subject: { kind: 'finding', id },
      title: FINDING.summary,
    });
    for (const q of ['adviser', 'https://login.evil.example/mail', 'evil[.]example', 'T1566.002', 'spearphishing']) {
      const { body } = await vendorClient.get(`/search?q=${encodeURIComponent(q)}`).expect(200);
      expect(body.items).toMatchObject([{ kind: 'finding', id }]);
      expect(body.items[0].excerpt).not.toContain('evil.example');
    }
  });

  it('comes page by page', async () => {
    const { vendorClient, at } = ground;
    for (let n = 0; n < 3; n += 1) {
      await submit(ground, vendorClient, { summary: `Finding ${n}` });
    }
    const first = await vendorClient.get(`${at}/findings?limit=2`).expect(200);
    expect(first.body.items).toHaveLength(2);
    const second = await vendorClient.get(`${at}/findings?limit=2&cursor=${first.body.nextCursor}`).expect(200);
    expect(second.body.items.map((item: { summary: string }) => item.summary)).toEqual(['Finding 2']);
    expect(second.body.nextCursor).toBeNull();
  });
});
