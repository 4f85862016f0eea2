import { StandingClock } from '@app/platform';
import {
  givenMember,
  givenOrganization,
  givenPerson,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { expectProblem } from './bad-input.js';
import { startApi } from './start-api.js';

// Today: a browser would drop the cookie of another day.
const now = new Date();
const clock = new StandingClock(now);
const year = now.getUTCFullYear();

let api: ApplicationUnderTest;
let ours: GivenOrganization;
let lead: Person;
let owner: Client;

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  ours = await givenOrganization(api, { defaultTlp: 'green' });
  lead = await givenMember(api, ours, 'lead');
  owner = await api.signedIn(ours.owner);
});
afterAll(async () => {
  await api.close();
});

const month = { at: '2024-06-01T00:00:00.000Z', precision: 'month' };
const day = (date: string) => ({ at: `${date}T00:00:00.000Z`, precision: 'day' });

describe('Filing a whole report', () => {
  it('opens the case with everything in it, as its first version', async () => {
    const { body: paper } = await owner.post('/parties', { name: 'A newspaper', kind: 'media' }).expect(201);
    const { body: actor } = await owner.post('/actors', { name: 'Grey Heron' }).expect(201);
    const answer = await owner
      .post('/incidents', {
        title: 'Internal communications were taken',
        summary: 'A newspaper was sent internal documents.',
        category: 'intrusions',
        severity: 'high',
        tlp: 'amber+strict',
        occurredAt: month,
        detectedAt: '2024-08-10T14:30:00+02:00',
        leadId: lead.id,
        tags: ['leak', 'press', 'leak'],
        affectedAccounts: [
          {
            key: 'advisor',
            identifier: 'advisor@mail.example',
            provider: 'A provider',
            kind: 'email',
            status: 'confirmed',
            holder: { role: 'former advisor', disclosed: false, name: 'A name' },
            firstSeenAt: month,
            note: 'Taken over.',
          },
          { key: 'official', identifier: 'official@campaign.example', kind: 'email' },
        ],
        pivots: [{ fromKey: 'advisor', toKey: 'official', method: 'spear phishing', at: month }],
        disclosures: [
          {
            key: 'paper',
            sourceDescription: 'An anonymous source',
            anonymous: true,
            channel: 'press',
            receivedByPartyId: paper.id,
            receivedAt: { at: '2024-07-22T00:00:00Z', precision: 'day' },
            publicAt: { at: '2024-08-10T00:00:00Z', precision: 'day' },
            reliability: 'F',
            credibility: 6,
            summary: 'Documents were sent to a newspaper.',
            url: 'https://news.example/story',
            artifacts: [
              {
                title: 'A research file',
                description: 'On a running mate.',
                authenticity: 'claimed',
                authenticityBy: paper.id,
                sha256: 'AB'.repeat(32),
              },
              { title: 'An e-mail', authenticity: 'unverified' },
            ],
          },
        ],
        allegedActor: { actorId: actor.id },
        claims: [
          {
            key: 'accused',
            claimant: { name: 'The accused mission', kind: 'government' },
            stance: 'denies',
            statement: 'We have nothing to do with it.',
            saidAt: { at: '2024-08-10T00:00:00Z', precision: 'day' },
          },
          {
            claimantId: paper.id,
            stance: 'cannot_verify',
            basis: 'media',
            evidencePresented: 'none',
            statement: 'It was not verified who did it.',
            source: { title: 'A story', publisher: 'A newspaper', url: 'https://news.example/story' },
            saidAt: { at: '2024-08-11T00:00:00Z', precision: 'day' },
            restsOn: [{ kind: 'disclosure', key: 'paper' }],
            respondsTo: [{ kind: 'claim', key: 'accused' }],
            hypothesis: { kind: 'unknown' },
            reliability: 'B',
            credibility: 3,
            tlp: 'green',
          },
          {
            stance: 'attributes',
            statement: 'Someone within.',
            saidAt: { at: null, precision: 'unknown' },
            hypothesis: { kind: 'insider', label: 'Staff' },
          },
          {
            stance: 'disputes',
            statement: 'Nobody within.',
            saidAt: { at: null, precision: 'unknown' },
            hypothesis: { kind: 'insider', label: 'staff' },
          },
        ],
      })
      .expect(201);
    const { body } = answer;
    expect(answer.headers).toMatchObject({ etag: '"1"', location: `/api/v1/incidents/${body.id}` });
    expect(body).toMatchObject({
      reference: `INC-${year}-0001`,
      organizationId: ours.id,
      organizationName: ours.name,
      title: 'Internal communications were taken',
      category: 'intrusions',
      severity: 'high',
      tlp: 'amber+strict',
      status: 'reported',
      occurredAt: month,
      detectedAt: { at: '2024-08-10T12:30:00.000Z', precision: 'instant' },
      lead: { id: lead.id, name: lead.name },
      tags: ['leak', 'press'],
      reportedAt: now.toISOString(),
      reportedBy: { id: ours.owner.id, name: ours.owner.name },
      version: 1,
      caseVersion: 1,
      knownAt: now.toISOString(),
    });
    const [advisor, official] = body.affectedAccounts;
    expect(advisor).toMatchObject({
      identifier: 'advisor@mail.example',
      status: 'confirmed',
      holder: { name: null, pseudonym: 'Official A', role: 'former advisor', disclosed: false },
      firstSeenAt: month,
      lastSeenAt: null,
      version: 1,
    });
    expect(official).toMatchObject({
      identifier: 'official@campaign.example',
      status: 'suspected',
      holder: null,
      provider: null,
    });
    expect(body.pivots).toMatchObject([
      { fromAccountId: advisor.id, toAccountId: official.id, method: 'spear phishing', at: month, evidence: [] },
    ]);
    const [disclosure] = body.disclosures;
    expect(body.disclosures).toMatchObject([
      {
        source: null,
        sourceDescription: 'An anonymous source',
        receivedBy: { id: paper.id, name: 'A newspaper' },
        receivedAt: day('2024-07-22'),
        publicAt: day('2024-08-10'),
        reliability: 'F',
        credibility: 6,
        artifacts: [
          {
            disclosureId: disclosure.id,
            title: 'A research file',
            authenticityByParty: { id: paper.id },
            sha256: 'ab'.repeat(32),
          },
          { disclosureId: disclosure.id, title: 'An e-mail', authenticityBy: null },
        ],
      },
    ]);
    expect(body.hypotheses.map(({ kind, label, actorId }: Hypothesis) => ({ kind, label, actorId }))).toEqual([
      { kind: 'unknown', label: 'Unknown', actorId: null },
      { kind: 'threat_actor', label: 'Grey Heron', actorId: actor.id },
      { kind: 'insider', label: 'Staff', actorId: null },
    ]);
    const [unknown, heron, insider] = body.hypotheses.map(({ id }: Hypothesis) => id);
    const [alleged, denial, notVerified, within, notWithin] = body.claims;
    expect(alleged).toMatchObject({
      hypothesisId: heron,
      stance: 'attributes',
      namedAs: 'Grey Heron',
      claimant: { name: ours.name },
    });
    expect(denial).toMatchObject({
      hypothesisId: heron,
      stance: 'denies',
      claimant: { name: 'The accused mission' },
      tlp: null,
    });
    expect(notVerified).toMatchObject({
      hypothesisId: unknown,
      claimant: { id: paper.id, name: 'A newspaper' },
      basis: 'media',
      evidencePresented: 'none',
      source: { title: 'A story', publisher: 'A newspaper', url: 'https://news.example/story' },
      restsOn: [{ kind: 'disclosure', id: disclosure.id }],
      respondsTo: [{ kind: 'claim', id: denial.id }],
      tlp: 'green',
    });
    expect([within, notWithin]).toMatchObject([
      { hypothesisId: insider, claimant: { name: ours.name }, saidAt: { at: null, precision: 'unknown' } },
      { hypothesisId: insider },
    ]);
    expect((await owner.get(`/incidents/${body.reference}`)).body).toEqual(body);
    const emitted = await api.sql(`SELECT type, body FROM outbox_message WHERE body->>'incidentId' = $1`, [body.id]);
    expect(emitted).toEqual([
      {
        type: 'incident.reported.v1',
        body: { incidentId: body.id, organizationId: ours.id, caseVersion: 1, byUserId: ours.owner.id },
      },
    ]);
  });

  it('needs a title and nothing else: what was not said is not assessed, and unknown is a hypothesis', async () => {
    const { body } = await owner.post('/incidents', { title: 'Something is wrong' }).expect(201);
    expect(body).toMatchObject({
      title: 'Something is wrong',
      summary: null,
      category: null,
      severity: null,
      tlp: 'green',
      status: 'reported',
      occurredAt: null,
      detectedAt: null,
      leadId: null,
      lead: null,
      tags: [],
      closingSummary: null,
      duplicateOf: null,
      affectedAccounts: [],
      pivots: [],
      disclosures: [],
      claims: [],
      hypotheses: [{ kind: 'unknown', label: 'Unknown', actorId: null, level: null }],
    });
  });

  it('numbers the cases of each organization by themselves', async () => {
    const theirs = await givenOrganization(api);
    const rival = await api.signedIn(theirs.owner);
    const references: string[] = [];
    for (const client of [owner, rival, owner]) {
      references.push((await client.post('/incidents', { title: 'x' }).expect(201)).body.reference);
    }
    expect(references).toEqual([`INC-${year}-0001`, `INC-${year}-0001`, `INC-${year}-0002`]);
  });

  it('is for an organization of the caller, which they name where there are several', async () => {
    const person = await givenMember(api, ours, 'responder');
    const other = await givenOrganization(api, { owner: person });
    const client = await api.signedIn(person);
    expectProblem(await client.post('/incidents', { title: 'x' }), {
      status: 422,
      code: 'invalid',
      path: 'organizationId',
    });
    const { body } = await client
      .post('/incidents', { title: 'x', organizationId: other.id.toUpperCase() })
      .expect(201);
    expect(body.organizationId).toBe(other.id);
    const auditor = await api.signedIn(await givenMember(api, ours, 'auditor'));
    expectProblem(await auditor.post('/incidents', { title: 'x' }), { status: 403, code: 'forbidden' });
    const nobody = await api.signedIn(await givenPerson(api));
    expectProblem(await nobody.post('/incidents', { title: 'x' }), { status: 403, code: 'forbidden' });
  });

  it('keeps a time at the first instant of what is known of it', async () => {
    const at = '2024-06-17T15:42:10.5Z';
    const known = async (precision: string) =>
      (await owner.post('/incidents', { title: 'x', occurredAt: { at, precision } }).expect(201)).body.occurredAt.at;
    expect(await known('year')).toBe('2024-01-01T00:00:00.000Z');
    expect(await known('month')).toBe('2024-06-01T00:00:00.000Z');
    expect(await known('day')).toBe('2024-06-17T00:00:00.000Z');
    expect(await known('hour')).toBe('2024-06-17T15:00:00.000Z');
    expect(await known('instant')).toBe('2024-06-17T15:42:10.500Z');
  });
});

interface Hypothesis {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly actorId: string | null;
}
