import type { TestingModule } from '@nestjs/testing';
import { Remind } from '@app/notifications';
import { Database, StandingClock } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';

const HOUR = 3_600_000;
const hoursAfter = (hours: number): Date => new Date(NOON.getTime() + hours * HOUR);

describe('Tracking', () => {
  const clock = new StandingClock(NOON);
  let workers: TestingModule[];
  let town: Town;

  beforeEach(async () => {
    const { appUrl: url } = await freshTestDatabase();
    clock.set(NOON);
    workers = [await workshop({ url, clock }), await workshop({ url, clock })];
    town = await new Town().settle();
  });

  afterEach(async () => {
    await town.close();
    await Promise.all(workers.map(async (worker) => await worker.close()));
  });

  /** All workers look at the same time, several times over. */
  async function look(): Promise<void> {
    await Promise.all([...workers, ...workers, ...workers].map(async (worker) => await worker.get(Remind).execute()));
  }

  const said = async () =>
    await town.sql<{ id: string; type: string }>('SELECT id, type FROM outbox_message ORDER BY type');
  const types = async () => (await said()).map(({ type }) => type);

  async function tell(): Promise<string[][]> {
    await handleAll(
      workers[0] as TestingModule,
      (await said()).map(({ id }) => id),
    );
    return (await town.told()).map(({ name, reason }) => [name, reason]);
  }

  it('says once, with many workers, that a case waits for triage, and not before its time', async () => {
    await town.incident('Phishing');
    clock.set(hoursAfter(3.9));
    await look();
    expect(await types()).toEqual([]);
    clock.set(hoursAfter(4));
    await look();
    clock.set(hoursAfter(5));
    await look();
    expect(await types()).toEqual(['incident.untriaged.v1']);
    expect(await tell()).toEqual([
      ['admin', 'owner_or_lead'],
      ['lead', 'owner_or_lead'],
    ]);
  });

  it('tells the lead of a case in which nothing changed for days, and again only after a change', async () => {
    const incidentId = await town.incident('Phishing', { status: 'investigating', leadId: town.it });
    clock.set(hoursAfter(7 * 24));
    await look();
    await look();
    expect(await types()).toEqual(['incident.stale.v1']);
    expect(await tell()).toEqual([['it', 'case_lead']]);
    await town.sql('UPDATE incident SET recorded_at = $2 WHERE id = $1', [incidentId, hoursAfter(7 * 24)]);
    clock.set(hoursAfter(14 * 24));
    await look();
    expect(await types()).toEqual(['incident.stale.v1', 'incident.stale.v1']);
  });

  it('leaves cases alone that are closed', async () => {
    const incidentId = await town.incident('Phishing', { status: 'rejected' });
    await town.task(incidentId, 'Reset passwords', town.it, hoursAfter(1));
    await town.inquiry(incidentId, town.it, hoursAfter(1));
    clock.set(hoursAfter(10_000));
    await look();
    expect(await types()).toEqual([]);
  });

  it('reminds of a task before it is due and after, and anew when its time was moved', async () => {
    const incidentId = await town.incident('Phishing', { status: 'triage', leadId: town.lead });
    const taskId = await town.task(incidentId, 'Reset passwords', town.it, hoursAfter(30));
    clock.set(hoursAfter(5));
    await look();
    expect(await types()).toEqual([]);
    clock.set(hoursAfter(6));
    await look();
    expect(await types()).toEqual(['task.due_soon.v1']);
    expect(await tell()).toEqual([['it', 'assignee']]);
    clock.set(hoursAfter(30));
    await look();
    expect(await types()).toEqual(['task.due_soon.v1', 'task.overdue.v1']);
    expect(await tell()).toEqual([
      ['it', 'assignee'],
      ['it', 'assignee'],
      ['lead', 'case_lead'],
    ]);
    await town.sql('UPDATE task SET due_at = $2 WHERE id = $1', [taskId, hoursAfter(40)]);
    await look();
    expect(await types()).toEqual(['task.due_soon.v1', 'task.due_soon.v1', 'task.overdue.v1']);
  });

  it('does not remind of a task that was done before the reminder was handled', async () => {
    const incidentId = await town.incident('Phishing', { status: 'triage', leadId: town.lead });
    const taskId = await town.task(incidentId, 'Reset passwords', town.it, NOON);
    await look();
    expect(await types()).toEqual(['task.overdue.v1']);
    await town.sql(`UPDATE task SET status = 'done' WHERE id = $1`, [taskId]);
    expect(await tell()).toEqual([]);
  });

  it('says once that a party has not answered in time, to whoever asked and leads, and anew when the time was moved', async () => {
    const incidentId = await town.incident('Phishing', { status: 'triage', leadId: town.lead });
    const inquiryId = await town.inquiry(incidentId, town.it, hoursAfter(2));
    clock.set(hoursAfter(1.9));
    await look();
    expect(await types()).toEqual([]);
    clock.set(hoursAfter(2));
    await look();
    await look();
    expect(await types()).toEqual(['inquiry.silent.v1']);
    expect(await tell()).toEqual([
      ['it', 'concerned'],
      ['lead', 'case_lead'],
    ]);
    expect((await town.told())[0]?.body).toContain('2024-08-10 14:00 UTC');
    await town.sql('UPDATE inquiry SET answer_due_at = $2 WHERE id = $1', [inquiryId, hoursAfter(4)]);
    clock.set(hoursAfter(5));
    await look();
    expect(await types()).toEqual(['inquiry.silent.v1', 'inquiry.silent.v1']);
  });

  it('leaves an inquiry alone that was answered', async () => {
    const incidentId = await town.incident('Phishing', { status: 'triage' });
    const inquiryId = await town.inquiry(incidentId, town.it, hoursAfter(2));
    await town.answer(inquiryId);
    clock.set(hoursAfter(10));
    await look();
    expect(await types()).toEqual([]);
  });
});
