import { randomUUID } from 'node:crypto';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { faults, takenBundle, verified } from './bundle-ground.js';
import { startLogged, type Logged } from './ledger-ground.js';
import { occurrences } from './sweep.js';

let logged: Logged;
let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let lead: Client;

beforeAll(async () => {
  logged = await startLogged();
  api = logged.api;
  ours = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  lead = await api.signedIn(await givenMember(api, ours, 'lead'));
});
afterAll(async () => {
  await logged.api.close();
});

const newCase = async (): Promise<string> =>
  `/incidents/${(await owner.post('/incidents', { title: 'A mailbox was read' }).expect(201)).body.id as string}`;
const comment = async (at: string, body: string): Promise<string> =>
  (await owner.post(`${at}/comments`, { body }).expect(201)).body.id as string;
const ask = async (at: string, id: string): Promise<string> => {
  const body = { subject: { kind: 'comment', id }, fields: ['body'], basis: 'GDPR, article 17' };
  return (await owner.post(`${at}/erasures`, body).expect(201)).body.id as string;
};

describe('An erasure', () => {
  it('takes what two persons agreed on out of everything, and every proof still verifies', async () => {
    const at = await newCase();
    const marker = `m${randomUUID().replaceAll('-', '')}`;
    const id = await comment(at, `It was ${marker}.`);
    const { body: kept } = await owner.get(`${at}/comments`).expect(200);
    const version = kept.items[0].version as number;
    await owner
      .patch(`${at}/comments/${id}`, { body: `It was "${marker}" & again.` })
      .set('If-Match', `"${version}"`)
      .expect(200);
    expect((await occurrences(api, marker)).length).toBeGreaterThan(4);
    const erasure = await ask(at, id);
    await owner.post(`${at}/erasures/${erasure}/approvals`).expect(403);
    const { body } = await lead.post(`${at}/erasures/${erasure}/approvals`).expect(201);
    expect(body).toMatchObject({ status: 'approved', decided: { byId: expect.any(String) } });
    expect(await occurrences(api, marker)).toEqual([]);

    const { body: now } = await owner.get(`${at}/comments`).expect(200);
    expect(now.items).toMatchObject([{ id, body: '[redacted]' }]);
    const { body: then } = await owner.get(`${at}/comments?caseVersion=${version}`).expect(200);
    expect(then.items).toMatchObject([{ id, body: '[redacted]' }]);
    const { body: history } = await owner.get(`${at}/history?order=desc&limit=10`).expect(200);
    expect(history.items[0]).toMatchObject({
      action: 'record.redacted',
      after: { body: '[redacted]' },
      redaction: null,
    });
    const amended = history.items.find(({ action }: { action: string }) => action === 'comment.amended');
    expect(amended).toMatchObject({
      before: {},
      after: {},
      redaction: { byId: body.decided.byId, reason: 'GDPR, article 17', fields: ['after.body', 'before.body'] },
    });

    await logged.log.sequenceAll();
    const bundle = await takenBundle(owner, `${at}/bundle`);
    const verification = await verified(bundle);
    expect(faults(verification)).toEqual(['verified']);
    expect(verification.findings.map(({ code }) => code)).toContain('redacted');
    expect(bundle.plain).not.toContain(marker);
    expect(bundle.plain).toContain('GDPR, article 17');
  }, 60_000);
});
