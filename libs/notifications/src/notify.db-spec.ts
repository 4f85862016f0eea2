import type { TestingModule } from '@nestjs/testing';
import { Database, StandingClock } from '@app/platform';
import { HandleMessage, OutboxRelay } from '@app/platform/jobs';
import { freshTestDatabase, testDatabase } from '@app/testing';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';

describe('Telling people', () => {
  let worker: TestingModule;
  let town: Town;

  beforeEach(async () => {
    const { appUrl } = await freshTestDatabase();
    worker = await workshop({ url: appUrl, clock: new StandingClock(NOON) });
    town = await new Town().settle();
  });

  afterEach(async () => {
    await town.close();
    await worker.close();
  });

  it('tells owners, leads and cleared stakeholders of a filing, and not whoever filed it', async () => {
    await town.stakeholder('counsel', 'amber');
    await town.stakeholder('donors', 'green');
    const incidentId = await town.incident('Phishing', { leadId: town.it });
    const message = await town.announce('incident.reported.v1', incidentId, { byUserId: town.it });
    await handleAll(worker, [message]);
    expect((await town.told()).map(({ name, reason }) => [name, reason])).toEqual([
      ['admin', 'owner_or_lead'],
      ['counsel', 'stakeholder'],
      ['lead', 'owner_or_lead'],
    ]);
    expect(await deliveries(town)).toEqual([
      { channel: 'email', status: 'pending', n: 3 },
      { channel: 'in_app', status: 'sent', n: 2 },
    ]);
  });

  it('tells each once when two workers handle the message at the same time', async () => {
    const incidentId = await town.incident('Phishing');
    const message = await town.announce('incident.reported.v1', incidentId, { byUserId: town.it });
    await worker.get(OutboxRelay).relay();
    const handle = worker.get(HandleMessage);
    await Promise.all(Array.from({ length: 8 }, async () => await handle.execute(message, 'notify')));
    expect(await town.told()).toHaveLength(2);
    const rows = await town.sql('SELECT attempts, last_error, handled_at FROM outbox_handling');
    expect(rows).toEqual([{ attempts: 0, last_error: null, handled_at: NOON }]);
  });

  it('never says a word of a case that is marked RED or AMBER+STRICT', async () => {
    for (const tlp of ['red', 'amber+strict'] as const) {
      const incidentId = await town.incident('Mole in the press office', { tlp, leadId: town.lead });
      const taskId = await town.task(incidentId, 'Mole hunt', town.it, NOON);
      const commentId = await town.comment(incidentId, town.it, 'The mole is @lead@demo.example');
      const participantId = await town.participant(incidentId, town.vendor, { capacity: 'analyst', maxTlp: 'red' });
      const about = { byUserId: town.owner, from: 'reported', to: 'triage', reason: 'mole', taskId, commentId };
      const more = {
        ...about,
        participantId,
        assigneeId: town.it,
        leadId: town.lead,
        dueAt: NOON.toISOString(),
        since: NOON.toISOString(),
      };
      for (const type of TYPES) {
        await handleAll(worker, [await town.announce(type, incidentId, more)]);
      }
    }
    const told = await town.told();
    expect(new Set(told.map(({ subject }) => subject)).size).toBe(TYPES.length);
    expect(JSON.stringify(told)).not.toMatch(/mole/i);
    expect(JSON.stringify(told)).not.toMatch(/INC-/);
  });

  it('tells those mentioned who may read comments, and nobody else', async () => {
    const incidentId = await town.incident('Phishing');
    await town.participant(incidentId, town.vendor, { capacity: 'contributor', maxTlp: 'red' });
    const commentId = await town.comment(
      incidentId,
      town.it,
      'Hi @lead@demo.example, @VENDOR@demo.example, @outsider@demo.example and @it@demo.example.',
    );
    const message = await town.announce('comment.added.v1', incidentId, { commentId, byUserId: town.it });
    await handleAll(worker, [message]);
    expect((await town.told()).map(({ name, reason }) => [name, reason])).toEqual([['lead', 'mentioned']]);
  });

  it('tells of an assessment those who may approve it, then its authors, and nobody who may not approve', async () => {
    const incidentId = await town.incident('Phishing', { leadId: town.lead });
    await town.participant(incidentId, town.vendor, { capacity: 'contributor', maxTlp: 'red' });
    const subject = { kind: 'assessment', id: incidentId };
    const about = { subject, byUserId: town.it };
    const approvers = [town.owner, town.it, town.auditor, town.vendorUser, town.outsider];
    await handleAll(worker, [
      await town.announce('assessment.submitted.v1', incidentId, { ...about, userIds: approvers }),
    ]);
    expect((await town.told()).map(({ name, reason }) => [name, reason])).toEqual([['admin', 'approver']]);
    const judged = { subject, byUserId: town.owner, userIds: [town.it, town.outsider] };
    await handleAll(worker, [await town.announce('assessment.returned.v1', incidentId, judged)]);
    await handleAll(worker, [await town.announce('assessment.approved.v1', incidentId, judged)]);
    expect((await town.told()).map(({ name, reason }) => [name, reason])).toEqual([
      ['admin', 'approver'],
      ['it', 'concerned'],
      ['it', 'concerned'],
      ['lead', 'case_lead'],
    ]);
  });

  it('tells of ground that was lost whoever built on it and whoever leads, once each, but not whoever took it away', async () => {
    const incidentId = await town.incident('Phishing', { leadId: town.lead });
    const about = {
      byUserId: town.owner,
      subject: { kind: 'claim', id: incidentId },
      userIds: [town.it, town.lead, town.owner, town.outsider],
      count: 3,
    };
    await handleAll(worker, [await town.announce('record.fell.v1', incidentId, about)]);
    const told = await town.told();
    expect(told.map(({ name, reason }) => [name, reason])).toEqual([
      ['it', 'concerned'],
      ['lead', 'case_lead'],
    ]);
    const [{ body }] = (await town.sql('SELECT body, path FROM notification LIMIT 1')) as [{ body: string }];
    expect(body).toContain('A claim no longer holds, and something rests on it.');
  });

  it('tells owners and leads at once who took emergency access and why, and nobody else, nor who took it', async () => {
    const incidentId = await town.incident('Phishing', { leadId: town.it });
    const about = { byUserId: town.outsider, reason: 'Nobody answers.', until: NOON.toISOString() };
    await handleAll(worker, [await town.announce('access.elevated.v1', incidentId, about)]);
    const told = await town.told();
    expect(told.map(({ name, reason }) => [name, reason])).toEqual([
      ['admin', 'owner_or_lead'],
      ['lead', 'owner_or_lead'],
    ]);
    expect(told[0]?.subject).toMatch(/^outsider took emergency access to INC-2024-\d+: Phishing$/);
    expect(told[0]?.body).toContain('until 2024-08-10 12:00 UTC');
    expect(told[0]?.body).toContain('Reason: Nobody answers.');
  });

  it('tells whoever leads what work was left, and how much', async () => {
    const incidentId = await town.incident('Phishing', {});
    const about = { byUserId: town.owner, outcome: 'lead', count: 2 };
    await handleAll(worker, [await town.announce('work.released.v1', incidentId, about)]);
    const told = await town.told();
    expect(told.map(({ name }) => name)).toEqual(['lead']);
    expect(told[0]?.body).toContain('the lead and 2 open tasks');
  });

  it('tells all members of an organization that was invited, if their clearance reaches the case', async () => {
    const seen = await town.incident('Phishing');
    const above = await town.incident('Worse', { tlp: 'red' });
    for (const incidentId of [seen, above]) {
      const participantId = await town.participant(incidentId, town.vendor, {
        capacity: 'contributor',
        maxTlp: 'amber',
      });
      await handleAll(worker, [await town.announce('participant.invited.v1', incidentId, { participantId })]);
    }
    expect(await town.told()).toMatchObject([
      { name: 'vendor', reason: 'invited', subject: expect.stringContaining('Phishing') },
    ]);
  });

  it('needs one connection for each message: four at once get by with two', async () => {
    const { appUrl } = testDatabase();
    const narrow = await workshop({ url: appUrl, environment: { DATABASE_POOL_MAX: '2' } });
    const incidentId = await town.incident('Phishing', { leadId: town.it });
    const ids = await Promise.all(
      Array.from({ length: 8 }, async () => await town.announce('incident.reported.v1', incidentId)),
    );
    await narrow.get(OutboxRelay).relay();
    await Promise.all(ids.map(async (id) => await narrow.get(HandleMessage).execute(id, 'notify')));
    expect(await town.told()).toHaveLength(24);
    await narrow.close();
  });

  it('keeps the error of a handler that fails, and takes it up again', async () => {
    const message = await town.announce('incident.reported.v1', 'not-a-uuid' as never);
    await handleAll(worker, [message]);
    const [row] = await town.sql<{ attempts: number; last_error: string; due_at: Date }>(
      'SELECT * FROM outbox_handling',
    );
    expect(row?.attempts).toBe(1);
    expect(row?.last_error).toContain('invalid input syntax for type uuid');
    expect(row?.due_at.getTime()).toBeGreaterThan(NOON.getTime());
    expect(await town.told()).toEqual([]);
  });
});

const TYPES = [
  'incident.reported.v1',
  'incident.lead_assigned.v1',
  'incident.status_changed.v1',
  'incident.untriaged.v1',
  'incident.stale.v1',
  'comment.added.v1',
  'task.assigned.v1',
  'task.due_soon.v1',
  'task.overdue.v1',
  'participant.invited.v1',
  'access.elevated.v1',
  'work.released.v1',
];

async function deliveries(town: Town): Promise<object[]> {
  return await town.sql('SELECT channel, status, count(*)::int AS n FROM delivery GROUP BY 1, 2 ORDER BY 1');
}
