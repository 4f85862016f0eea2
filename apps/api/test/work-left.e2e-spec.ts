import { jobPrincipal } from '@app/access';
import { Incidents } from '@app/incidents';
import { ReleaseWorkHandler } from '@app/incidents/jobs';
import { CaseLock } from '@app/ledger';
import { StandingClock, UnitOfWork, type MessageId } from '@app/platform';
import {
  givenIncident,
  givenMember,
  givenOrganization,
  type ApplicationUnderTest,
  type Client,
  type GivenOrganization,
  type Person,
} from '@app/testing';
import { startApi } from './start-api.js';

const clock = new StandingClock(new Date());

let api: ApplicationUnderTest;
let campaign: GivenOrganization;
let owner: Client;
let leader: Person;
let incident: { id: string };
let path: string;
let task: { id: string };
let done: { id: string };

beforeAll(async () => {
  api = await startApi({ clock });
});
beforeEach(async () => {
  campaign = await givenOrganization(api);
  owner = await api.signedIn(campaign.owner);
  leader = await givenMember(api, campaign, 'responder');
  incident = await givenIncident(api, campaign);
  path = `/incidents/${incident.id}`;
  await owner.patch(path, { leadId: leader.id }, 1).expect(200);
  const add = async (title: string): Promise<{ id: string; version: number }> =>
    (await owner.post(`${path}/tasks`, { title, assigneeId: leader.id }).expect(201)).body as never;
  task = await add('Call the provider');
  const finished = await add('Reset the passwords');
  await owner.patch(`${path}/tasks/${finished.id}`, { status: 'done' }, finished.version).expect(200);
  done = finished;
});
afterAll(async () => {
  await api.close();
});

/** Handles every such message that nobody handled, and what comes of it, as a worker would. */
async function release(): Promise<void> {
  const handler = new ReleaseWorkHandler(api.app.get(CaseLock), api.app.get(Incidents));
  for (const type of handler.types) {
    const waiting = await api.sql<{ id: MessageId; body: { userId: string } }>(
      `SELECT id, body FROM outbox_message WHERE type = $1 AND body->>'userId' = $2`,
      [type, leader.id],
    );
    for (const { id, body } of waiting) {
      await api.app
        .get(UnitOfWork)
        .run(
          jobPrincipal('release-work', 'test'),
          async (tx) => await handler.handle(tx, { id, type, body, createdAt: tx.at }),
        );
    }
  }
}

const lastChanges = async (count: number): Promise<object[]> =>
  ((await owner.get(`${path}/history?order=desc&limit=${count}`).expect(200)).body as { items: object[] }).items;

const members = (): string => `/organizations/${campaign.id}/members/${leader.id}`;

describe('What is left by somebody who leaves an organization', () => {
  it('is released in the history of its case: the lead and the open tasks, not what is done', async () => {
    await owner.post(`${members()}/endings`, { reason: 'Moved on.' }).expect(201);
    await release();
    expect((await owner.get(path).expect(200)).body).toMatchObject({ leadId: null });
    const tasks = (await owner.get(`${path}/tasks`).expect(200)).body as { items: object[] };
    expect(tasks.items).toMatchObject([
      { id: task.id, assigneeId: null, status: 'open' },
      { id: done.id, assigneeId: leader.id, status: 'done' },
    ]);
    expect(await lastChanges(2)).toMatchObject([
      { action: 'task.released', reason: 'Moved on.', before: { assigneeId: leader.id }, after: { assigneeId: null } },
      { action: 'incident.lead_released', reason: 'Moved on.', before: { leadId: leader.id }, after: { leadId: null } },
    ]);
    const told = await api.sql(
      `SELECT body->>'outcome' AS outcome, body->>'count' AS count FROM outbox_message
       WHERE type = 'work.released.v1' AND body->>'incidentId' = $1`,
      [incident.id],
    );
    expect(told).toEqual([{ outcome: 'lead', count: '1' }]);
  });

  it('is released of one who becomes an auditor too, and kept by one who goes on working', async () => {
    await owner.patch(members(), { role: 'analyst', reason: 'Weighs it now.' }, 3).expect(200);
    await release();
    expect((await owner.get(path)).body).toMatchObject({ leadId: leader.id });
    const before = await api.count('history_entry');
    await release();
    expect(await api.count('history_entry')).toEqual(before);
    await owner.patch(members(), { role: 'auditor' }, 4).expect(200);
    await release();
    expect((await owner.get(path)).body).toMatchObject({ leadId: null });
  });

  it('takes no task from one who works on the case by an invitation', async () => {
    await owner.post(`${members()}/endings`, { reason: 'A contractor now.' }).expect(201);
    const contractor = { userId: leader.id, capacity: 'responder', maxTlp: 'red' };
    await owner.post(`${path}/participants`, contractor).expect(201);
    await release();
    const tasks = (await owner.get(`${path}/tasks`).expect(200)).body as { items: object[] };
    expect(tasks.items[0]).toMatchObject({ id: task.id, assigneeId: leader.id });
    expect((await owner.get(path)).body).toMatchObject({ leadId: null });
  });
});
