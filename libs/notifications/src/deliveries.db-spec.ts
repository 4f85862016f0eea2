import type { TestingModule } from '@nestjs/testing';
import { SendDeliveries, Transport, type Posted, type Posting } from '@app/notifications';
import { Database, StandingClock, type IncidentId } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';
import { Deliveries } from './deliveries.repository.js';
import { ATTEMPTS_MAX } from './delivery.rules.js';

const MINUTE = 60_000;

/** Takes mail, or says why not; `dies` as a process does: after sending, before anyone is told. */
class Scripted extends Transport {
  readonly atOnce: number = 5;
  readonly takesMsMax = MINUTE;
  readonly name = 'a script';
  readonly posted: Posting[] = [];
  answer: 'sent' | 'busy' | 'never' | 'dies' = 'sent';
  before: () => Promise<void> = async () => await Promise.resolve();

  async post(postings: readonly Posting[]): Promise<Posted[]> {
    await this.before();
    this.posted.push(...postings);
    if (this.answer === 'dies') {
      throw new Error('killed');
    }
    return postings.map(() =>
      this.answer === 'sent'
        ? { sent: true }
        : { sent: false, why: `451 ${this.answer}`, forGood: this.answer === 'never' },
    );
  }

  close(): void {
    // Nothing is open.
  }
}

describe('Deliveries', () => {
  const clock = new StandingClock(NOON);
  let url: string;
  let transport: Scripted;
  let workers: TestingModule[];
  let town: Town;
  let incidentId: IncidentId;

  beforeEach(async () => {
    ({ appUrl: url } = await freshTestDatabase());
    clock.set(NOON);
    transport = new Scripted();
    workers = [await workshop({ url, clock, transport })];
    town = await new Town().settle();
    incidentId = await town.incident('Phishing', { leadId: town.lead });
  });

  afterEach(async () => {
    await town.close();
    await Promise.all(workers.map(async (worker) => await worker.close()));
  });

  const first = (): TestingModule => workers[0] as TestingModule;
  const send = async (worker = first()): Promise<void> => await worker.get(SendDeliveries).execute();
  const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms));
  const report = async (): Promise<void> =>
    await handleAll(first(), [await town.announce('incident.reported.v1', incidentId, { byUserId: town.it })]);
  const assign = async (): Promise<void> =>
    await handleAll(first(), [await town.announce('incident.lead_assigned.v1', incidentId, { leadId: town.lead })]);
  const mails = async () => await town.sql(`SELECT status, attempts FROM delivery WHERE channel = 'email' ORDER BY id`);
  const attempts = async () =>
    await town.sql(
      `SELECT a.number, a.outcome, a.detail FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id WHERE d.channel = 'email' ORDER BY a.at, a.number`,
    );

  it('are sent once each, by many workers at once', async () => {
    workers.push(await workshop({ url, clock, transport }));
    const ids = await Promise.all(
      Array.from({ length: 60 }, async () => await town.announce('incident.reported.v1', incidentId)),
    );
    await handleAll(first(), ids);
    await Promise.all([...workers, ...workers].map(async (worker) => await send(worker)));
    expect(transport.posted).toHaveLength(120);
    expect(new Set(transport.posted.map(({ mail }) => mail.messageId)).size).toBe(120);
    expect(
      await town.sql(`SELECT status, count(*)::int AS n FROM delivery WHERE channel = 'email' GROUP BY 1`),
    ).toEqual([{ status: 'sent', n: 120 }]);
    expect(await attempts()).toHaveLength(120);
  });

  it('are repeated with the same Message-ID when the worker dies between sending and recording', async () => {
    await assign();
    transport.answer = 'dies';
    await expect(send()).rejects.toThrow('killed');
    expect(await mails()).toEqual([{ status: 'sending', attempts: 1 }]);
    transport.answer = 'sent';
    await send();
    expect(transport.posted).toHaveLength(1);
    later(MINUTE);
    await send();
    const [one, again] = transport.posted.map(({ mail }) => mail.messageId);
    expect(again).toBe(one);
    expect(one).toMatch(/^<[0-9a-f-]{36}@localhost>$/);
    expect(await mails()).toEqual([{ status: 'sent', attempts: 2 }]);
    expect(await attempts()).toEqual([
      { number: 1, outcome: 'failed', detail: expect.stringContaining('stopped') },
      { number: 2, outcome: 'sent', detail: null },
    ]);
  });

  it('wait longer after each failure, die in the end, and are retried by a person', async () => {
    await assign();
    transport.answer = 'busy';
    const waits: number[] = [];
    for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) {
      await send();
      const [row] = await town.sql<{ next_attempt_at: Date }>(
        `SELECT next_attempt_at FROM delivery WHERE channel = 'email'`,
      );
      waits.push((row?.next_attempt_at.getTime() ?? 0) - clock.now().getTime());
      clock.set(row?.next_attempt_at ?? NOON);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    await send();
    expect(await mails()).toEqual([{ status: 'dead', attempts: ATTEMPTS_MAX }]);
    later(365 * 24 * 60 * MINUTE);
    await send();
    expect(transport.posted).toHaveLength(ATTEMPTS_MAX);
  });

  it('die at once where the receiving side says never', async () => {
    await assign();
    transport.answer = 'never';
    await send();
    expect(await mails()).toEqual([{ status: 'dead', attempts: 1 }]);
    expect(await attempts()).toEqual([{ number: 1, outcome: 'failed', detail: '451 never' }]);
  });

  it('die in the end where every attempt kills the worker', async () => {
    await assign();
    transport.answer = 'dies';
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      await expect(send()).rejects.toThrow('killed');
      later(MINUTE);
    }
    await send();
    expect(await mails()).toMatchObject([{ status: 'dead' }]);
    expect(transport.posted).toHaveLength(ATTEMPTS_MAX);
  });

  it('are withheld from those who lost access between being told and being sent to', async () => {
    await town.stakeholder('counsel', 'amber');
    await town.stakeholder('liaison', 'amber');
    await report();
    await town.sql('UPDATE membership SET ended_at = $2 WHERE user_id = $1', [town.lead, NOON]);
    await town.sql(`UPDATE stakeholder SET ended_at = $1 WHERE name = 'liaison'`, [NOON]);
    await send();
    expect(transport.posted.map(({ mail }) => mail.to).sort()).toEqual(['admin@demo.example', 'counsel@law.example']);
    const withheld = await town.sql(
      `SELECT coalesce(u.name, s.name) AS name, a.outcome FROM delivery d JOIN delivery_attempt a ON a.delivery_id = d.id JOIN notification n ON n.id = d.notification_id
       LEFT JOIN app_user u ON u.id = n.user_id LEFT JOIN stakeholder s ON s.id = n.stakeholder_id WHERE d.status = 'withheld' ORDER BY 1`,
    );
    expect(withheld).toEqual([
      { name: 'lead', outcome: 'withheld' },
      { name: 'liaison', outcome: 'withheld' },
    ]);
  });

  it('say no word of a case that was marked RED after the telling', async () => {
    await town.stakeholder('counsel', 'amber');
    await report();
    await town.sql(`UPDATE incident SET tlp = 'red' WHERE id = $1`, [incidentId]);
    await send();
    expect(transport.posted.map(({ mail }) => mail.to).sort()).toEqual(['admin@demo.example', 'lead@demo.example']);
    for (const { mail } of transport.posted) {
      expect(mail.subject).toBe('[TLP:RED] A new incident was filed');
      expect(JSON.stringify(mail)).not.toMatch(/phishing|INC-/i);
    }
  });

  it('are not overwritten by a worker whose claim ran out', async () => {
    await assign();
    workers.push(await workshop({ url, clock, transport: new Scripted() }));
    transport.answer = 'busy';
    transport.before = async () => {
      transport.before = async () => await Promise.resolve();
      later(MINUTE);
      await send(workers[1]);
    };
    await send();
    expect(await mails()).toEqual([{ status: 'sent', attempts: 2 }]);
    expect(await attempts()).toHaveLength(3);
  });

  it('go into the mailbox once without SMTP, even when the worker dies before recording it', async () => {
    await Promise.all(workers.splice(0).map(async (worker) => await worker.close()));
    workers.push(await workshop({ url, clock }));
    await assign();
    const deliveries = first().get(Deliveries);
    deliveries.settle = async () => await Promise.reject(new Error('killed'));
    await expect(send()).rejects.toThrow('killed');
    Reflect.deleteProperty(deliveries, 'settle');
    later(MINUTE);
    await send();
    const box = await town.sql('SELECT to_address, subject, headers FROM mailbox_message');
    expect(box).toEqual([
      {
        to_address: 'lead@demo.example',
        subject: expect.stringMatching(/^\[TLP:AMBER\] You lead INC-.*: Phishing$/),
        headers: expect.objectContaining({
          'Auto-Submitted': 'auto-generated',
          References: `<incident.${incidentId}@localhost>`,
        }),
      },
    ]);
    expect(await mails()).toEqual([{ status: 'sent', attempts: 2 }]);
  });
});
