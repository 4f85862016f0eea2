import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ERASABLE_FIELDS, fsckWithin } from '@app/audit';
import {
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
} from '@app/testing';
import { faults, takenBundle, verified } from './bundle-ground.js';
import { MAKING, tellOf } from './erasable-records.js';
import { EvidenceFiles } from './evidence-files.js';
import { asApplication } from './history.js';
import { startLogged, type Logged } from './ledger-ground.js';
import { occurrences } from './sweep.js';

let logged: Logged;
let api: ApplicationUnderTest;
let ours: GivenOrganization;
let owner: Client;
let lead: Client;
let elsewhere: GivenOrganization;

beforeAll(async () => {
  logged = await startLogged();
  api = logged.api;
  ours = await givenOrganization(api);
  elsewhere = await givenOrganization(api);
  owner = await api.signedIn(ours.owner);
  lead = await api.signedIn(await givenMember(api, ours, 'lead'));
  await owner.post('/parties', { name: 'A press office', kind: 'organization' });
});
afterAll(async () => {
  await logged.api.close();
});

const aMarker = (): string => `m${randomUUID().replaceAll('-', '')}`;
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
    const marker = aMarker();
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

describe.each(Object.keys(ERASABLE_FIELDS).filter((kind) => kind !== 'dissent'))(
  'Of a record of the kind %s',
  (kind) => {
    it('nothing that was erased is anywhere in the database', async () => {
      const text = aMarker();
      const making = { api, owner, organization: ours, text };
      const made = await (MAKING[kind] as (typeof MAKING)[string])(making);
      await tellOf(making, made);
      const { at, id } = made;
      const said = ['history_payload.body', 'record_state.state', 'notification.body', 'mailbox_message.html'];
      expect(await occurrences(api, text)).toEqual(expect.arrayContaining(said));
      const body = { subject: { kind, id }, fields: ERASABLE_FIELDS[kind], basis: 'Order 12 of the court' };
      const { body: asked } = await owner.post(`${at}/erasures`, body).expect(201);
      await lead.post(`${at}/erasures/${asked.id as string}/approvals`).expect(201);
      expect(await occurrences(api, text)).toEqual([]);
      await logged.log.sequenceAll();
      expect(faults(await verified(await takenBundle(owner, `${at}/bundle`)))).toEqual(['verified']);
    });
  },
);

describe('A record of which something was erased before', () => {
  it('can lose more, and its case verifies now, as of earlier, and for those who are shown a part of it', async () => {
    const at = await newCase();
    const [first, second] = [aMarker(), aMarker()];
    const account = { identifier: `${first}@campaign.example`, kind: 'email', note: second };
    const { body: made } = await owner.post(`${at}/accounts`, account).expect(201);
    const { id, createdAt } = made as { id: string; createdAt: string };
    await owner
      .post(`${at}/participants`, { organizationId: elsewhere.id, capacity: 'observer', maxTlp: 'red' })
      .expect(201);
    const observer = await api.signedIn(elsewhere.owner);
    for (const [field, text] of [
      ['identifier', first],
      ['note', second],
    ]) {
      const body = { subject: { kind: 'account', id }, fields: [field], basis: 'x' };
      const { body: asked } = await owner.post(`${at}/erasures`, body).expect(201);
      await lead.post(`${at}/erasures/${asked.id as string}/approvals`).expect(201);
      expect(await occurrences(api, text ?? '')).toEqual([]);
    }
    await logged.log.sequenceAll();
    for (const [client, path] of [
      [owner, `${at}/bundle`],
      [owner, `${at}/bundle?knownAt=${createdAt}`],
      [observer, `${at}/bundle`],
      [owner, '/ledger/bundle'],
    ] as const) {
      expect({ path, faults: faults(await verified(await takenBundle(client, path))) }).toEqual({
        path,
        faults: ['verified'],
      });
    }
  });
});

describe('After everything that was erased', () => {
  it('fsck finds the database to be what the log says', async () => {
    await logged.log.sequenceAll();
    const client = new pg.Client({ connectionString: api.database.ownerUrl });
    await client.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const asked = { remembered: null, vkey: null, policy: null, progress: () => undefined };
      const { findings } = await fsckWithin(client, asked);
      // Factories write members past the commands.
      expect(findings.filter(({ table }) => table !== 'membership')).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

describe('The file of a piece of evidence', () => {
  it('goes with its content, unless another record has the same', async () => {
    const files = await EvidenceFiles.given(api);
    const boss = await api.signedIn(files.campaign.owner);
    const second = await api.signedIn(await givenMember(api, files.campaign, 'lead'));
    const marker = aMarker();
    const bytes = Buffer.from(`A mail with ${marker}.`);
    const records = [await files.added(), await files.added()];
    for (const record of records) {
      await files.put(record, bytes).expect(200);
    }
    const erase = async (id: string): Promise<void> => {
      const body = { subject: { kind: 'evidence', id }, fields: ['content'], basis: 'x' };
      const { body: asked } = await boss.post(`${files.incident}/erasures`, body).expect(201);
      await second.post(`${files.incident}/erasures/${asked.id as string}/approvals`).expect(201);
    };
    await erase(records[0]?.id ?? '');
    expect(await occurrences(api, marker, api.dataDir)).toHaveLength(1);
    await boss.get(`${files.path}/${records[0]?.id}/content`).expect(404);
    await boss.get(`${files.path}/${records[1]?.id}/content`).expect(200);
    await erase(records[1]?.id ?? '');
    expect(await occurrences(api, marker, api.dataDir)).toEqual([]);
  });
});

describe('An erasure is decided', () => {
  it('by another person only, once, and withdrawn by whoever asked', async () => {
    const at = await newCase();
    const erasure = await ask(at, await comment(at, 'A name'));
    const path = `${at}/erasures/${erasure}`;
    const { body } = await owner.post(`${path}/approvals`).expect(403);
    expect(body.type).toMatch(/self_approval/);
    await owner.post(`${path}/rejections`, { reason: 'x' }).expect(403);
    await lead.post(`${path}/withdrawals`).expect(403);
    await lead.post(`${path}/rejections`, { reason: 'It is needed.' }).expect(201);
    await lead.post(`${path}/approvals`).expect(409);
    const { body: list } = await lead.get(`${at}/erasures`).expect(200);
    expect(list.items).toMatchObject([{ id: erasure, status: 'rejected', decisionReason: 'It is needed.' }]);
    const again = await ask(at, await comment(at, 'Another name'));
    await owner.post(`${at}/erasures/${again}/withdrawals`).expect(201);
  });

  it('by nobody whom the database does not believe', async () => {
    const at = await newCase();
    const id = await comment(at, 'A name');
    const erasure = await ask(at, id);
    await asApplication(api, async (client) => {
      await client.query(`SELECT set_config('app.orgs', $1, false)`, [`{${ours.id}}`]);
      const approve = `UPDATE erasure SET status = 'approved', decided_at = now(), decided_by_id = $2 WHERE id = $1`;
      await expect(client.query(approve, [erasure, ours.owner.id])).rejects.toThrow(/erasure_two_persons/);
      await expect(client.query(`UPDATE erasure SET basis = 'y' WHERE id = $1`, [erasure])).rejects.toThrow(
        /append-only/,
      );
      const erase = `SELECT erase_from_history($1, now(), '[]', '[]', 'comment', '{}', '{}')`;
      await expect(client.query(erase, [erasure])).rejects.toThrow(/nobody else approved/);
    });
  });

  it('of what the case has and can lose', async () => {
    const at = await newCase();
    const id = await comment(at, 'A name');
    const body = { subject: { kind: 'comment', id }, fields: ['body'], basis: 'x' };
    await owner.post(`${at}/erasures`, { ...body, fields: ['authorId'] }).expect(422);
    await owner.post(`${at}/erasures`, { ...body, fields: [] }).expect(422);
    await owner.post(`${at}/erasures`, { ...body, basis: '' }).expect(422);
    await owner.post(`${at}/erasures`, { ...body, subject: { kind: 'comment', id: randomUUID() } }).expect(404);
    await owner.post(`${await newCase()}/erasures`, body).expect(404);
    const analyst = await api.signedIn(await givenMember(api, ours, 'analyst'));
    await analyst.post(`${at}/erasures`, body).expect(403);
    const stranger = await api.signedIn((await givenOrganization(api)).owner);
    await stranger.post(`${at}/erasures`, body).expect(404);
    await stranger.get(`${at}/erasures`).expect(404);
  });
});

describe.each(['the case', 'the organization'])('While a legal hold is in force over %s', (whole) => {
  it('nothing is asked for and nothing is erased, until it is lifted', async () => {
    const at = await newCase();
    const id = await comment(at, 'A name');
    const erasure = await ask(at, id);
    const holds = `/organizations/${ours.id}/legal-holds`;
    const incidentId = at.slice('/incidents/'.length);
    const hold = { reason: 'A trial', ...(whole === 'the case' ? { incidentId } : {}) };
    const { body: placed } = await lead.post(holds, hold).expect(201);
    expect(placed).toMatchObject({ reason: 'A trial', lifted: null });
    const { body: refused } = await lead.post(`${at}/erasures/${erasure}/approvals`).expect(409);
    expect(refused.type).toMatch(/legal_hold/);
    await owner.post(`${at}/erasures`, { subject: { kind: 'comment', id }, fields: ['body'], basis: 'x' }).expect(409);
    await asApplication(api, async (client) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.orgs', $1, false)`, [`{${ours.id}}`]);
      const [other] = await api.sql<{ id: string }>('SELECT id FROM app_user WHERE id <> $1 LIMIT 1', [ours.owner.id]);
      await client.query(
        `UPDATE erasure SET status = 'approved', decided_at = now(), decided_by_id = $2 WHERE id = $1`,
        [erasure, other?.id],
      );
      const erase = client.query(`SELECT erase_from_history($1, now(), '[]', '[]', 'comment', '{}', '{}')`, [erasure]);
      await expect(erase).rejects.toThrow(/a legal hold is in force/);
      await client.query('ROLLBACK');
    });
    const one = `${holds}/${placed.id as string}`;
    await lead.post(`${one}/endings`, { reason: 'It is over.' }).expect(201);
    await lead.post(`${one}/endings`, { reason: 'Again.' }).expect(409);
    const { body: list } = await owner.get(`${holds}?limit=1`).expect(200);
    expect(list.items).toMatchObject([
      { id: placed.id, liftReason: 'It is over.', lifted: { byName: expect.any(String) } },
    ]);
    await lead.post(`${at}/erasures/${erasure}/approvals`).expect(201);
  });
});
