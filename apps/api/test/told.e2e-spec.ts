import type { INestApplicationContext } from '@nestjs/common';
import { SMTPServer } from 'smtp-server';
import { Config } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { createWorker } from '../../worker/src/index.js';
import { startApi } from './start-api.js';

const WITHIN_MS = 15_000;

let api: ApplicationUnderTest;
let worker: INestApplicationContext | undefined;
let campaign: GivenOrganization;
let leadPerson: Person;
let lead: Client;
let owner: Client;
let responder: Client;
let auditor: Client;
let stranger: Client;

async function work(environment: Record<string, string> = {}): Promise<void> {
  const config = new Config({ LOG_LEVEL: 'silent', ...environment });
  worker = await createWorker({ config, databaseUrl: api.database.appUrl });
  worker.useLogger(false);
}

beforeEach(async () => {
  api = await startApi();
  campaign = await givenOrganization(api);
  leadPerson = await givenMember(api, campaign, 'lead');
  lead = await api.signedIn(leadPerson);
  owner = await api.signedIn(campaign.owner);
  responder = await api.signedIn(await givenMember(api, campaign, 'responder'));
  auditor = await api.signedIn(await givenMember(api, campaign, 'auditor'));
  stranger = await api.signedIn((await givenOrganization(api)).owner);
});
afterEach(async () => {
  await worker?.close();
  worker = undefined;
  await api.close();
});

interface Listed {
  items: Record<string, unknown>[];
  nextCursor: string | null;
}

const listed = async (client: Client, path: string): Promise<Listed> =>
  (await client.get(path).expect(200)).body as Listed;

/** The list, once it is as long as it should be. */
async function eventually(client: Client, path: string, length: number): Promise<Listed['items']> {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const { items } = await listed(client, path);
    if (items.length === length || Date.now() > end) {
      expect(items).toHaveLength(length);
      return items;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}

describe('Being told', () => {
  it('reaches the lead in the product and by mail, and is acknowledged once', async () => {
    await work();
    const incident = await givenIncident(api, campaign, { title: 'Phishing' });
    const [one] = await eventually(lead, '/notifications?unread=true', 1);
    expect(one).toMatchObject({
      kind: 'incident.reported.v1',
      reason: 'owner_or_lead',
      subject: expect.stringContaining('Phishing'),
      path: `/incidents/${incident.id}`,
      incident: { id: incident.id, reference: incident.reference, title: 'Phishing' },
      acknowledgedAt: null,
      abilities: { acknowledge: true },
    });
    const path = `/notifications/${one?.['id'] as string}/acknowledgements`;
    const { body: first } = await lead.post(path).expect(201);
    expect(first).toMatchObject({ acknowledgedAt: expect.any(String), abilities: { acknowledge: false } });
    expect((await lead.post(path, {}).expect(201)).body).toEqual(first);
    expect(await listed(lead, '/notifications?unread=true')).toEqual({ items: [], nextCursor: null });
    expect((await listed(lead, '/notifications?unread=false')).items).toEqual([first]);
    await stranger.post(path, {}).expect(404);
    await owner.post(path, {}).expect(404);
    const [mail] = await eventually(lead, '/mailbox', 1);
    expect(mail).toMatchObject({ to: leadPerson.email, subject: expect.stringMatching(/^\[TLP:AMBER\] New incident/) });
    expect((await lead.get(`/mailbox/${mail?.['id'] as string}`).expect(200)).body).toEqual(mail);
    await stranger.get(`/mailbox/${mail?.['id'] as string}`).expect(404);
  });

  it('is seen by those who work inside the case, with every attempt, and by nobody else', async () => {
    await work();
    const incident = await givenIncident(api, campaign, { title: 'Phishing' });
    await eventually(lead, '/mailbox', 1);
    for (const client of [lead, owner, responder, auditor]) {
      const { items } = await listed(client, `/incidents/${incident.id}/notifications`);
      expect(items).toMatchObject([
        {
          recipient: { kind: 'user', id: leadPerson.id, name: leadPerson.name },
          deliveries: [
            { channel: 'in_app', status: 'sent', attempts: [{ number: 1, outcome: 'sent' }] },
            { channel: 'email', status: 'sent', address: leadPerson.email, attempts: [{ number: 1, outcome: 'sent' }] },
          ],
        },
      ]);
    }
    await stranger.get(`/incidents/${incident.id}/notifications`).expect(404);
    for (const path of ['/notifications', '/deliveries', '/mailbox']) {
      expect(await listed(stranger, path)).toEqual({ items: [], nextCursor: null });
      expect((await listed(auditor, path)).items).toEqual([]);
      await api.anonymous().get(path).expect(401);
      await lead.get(`${path}?nonsense=1`).expect(400);
    }
  });

  it('ends with access to the case: what was told is not listed any more', async () => {
    await work();
    await givenIncident(api, campaign);
    await eventually(lead, '/mailbox', 1);
    await api.sql('UPDATE membership SET ended_at = now() WHERE user_id = $1', [leadPerson.id]);
    for (const path of ['/notifications', '/deliveries', '/mailbox']) {
      expect(await listed(lead, path)).toEqual({ items: [], nextCursor: null });
    }
  });

  it('is listed page by page', async () => {
    await work();
    for (const title of ['A', 'B', 'C']) {
      await givenIncident(api, campaign, { title });
    }
    await eventually(lead, '/mailbox', 3);
    for (const path of ['/notifications', '/deliveries', '/mailbox']) {
      const all = (await listed(lead, path)).items;
      const first = await listed(lead, `${path}?limit=2`);
      const rest = await listed(lead, `${path}?limit=200&cursor=${first.nextCursor}`);
      expect([...first.items, ...rest.items]).toEqual(all);
      expect(rest.nextCursor).toBeNull();
    }
  });

  it('fails visibly where mail cannot be delivered, and a person retries it', async () => {
    let refusing = true;
    const received: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) =>
        done(refusing ? Object.assign(new Error('No such person'), { responseCode: 550 }) : null),
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push(Buffer.concat(chunks).toString('utf8'));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.server.address() as { port: number };
    await work({ SMTP_URL: `smtp://127.0.0.1:${port}`, ASCRIBE_MAIL_FROM: 'Ascribe <ascribe@mail.example>' });
    await givenIncident(api, campaign, { title: 'Phishing' });
    const [dead] = await eventually(owner, '/deliveries?status=dead', 1);
    expect(dead).toMatchObject({
      recipient: { kind: 'user', id: leadPerson.id },
      attempts: [{ number: 1, outcome: 'failed', detail: expect.stringContaining('550') }],
      abilities: { retry: true },
    });
    const path = `/deliveries/${dead?.['id'] as string}/retries`;
    await responder.post(path, {}).expect(404);
    await stranger.post(path, {}).expect(404);
    refusing = false;
    const { body } = await owner.post(path).expect(201);
    expect(body).toMatchObject({ attempts: [{}, { outcome: 'retried_by_person', by: { id: campaign.owner.id } }] });
    await eventually(owner, '/deliveries?status=dead', 0);
    await eventually(owner, '/deliveries?status=sent', 2);
    await owner.post(path, {}).expect(409);
    expect(received).toHaveLength(1);
    const [mail = ''] = received;
    expect(mail).toMatch(/^Message-ID: <[0-9a-f-]{36}@mail\.example>\r$/im);
    expect(mail).toMatch(/^References: <incident\.[0-9a-f-]{36}@mail\.example>\r$/im);
    expect(mail).toMatch(/^Auto-Submitted: auto-generated\r$/im);
    expect(mail).toMatch(/^Subject: \[TLP:AMBER\] New incident INC-\d{4}-0001: Phishing\r$/im);
    expect(mail).toMatch(new RegExp(`^To: <?${leadPerson.email}>?\r$`, 'im'));
    expect(mail).toContain('text/plain');
    expect(mail).toContain('text/html');
    // The worker keeps its connection open; the server waits for it.
    await worker?.close();
    worker = undefined;
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }, 30_000);
});
