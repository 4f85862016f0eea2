import type { TestingModule } from '@nestjs/testing';
import { StandingClock, type IncidentId, type Tlp, type UserId } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { NOON, Town } from '../test/town.js';
import { handleAll, workshop } from '../test/workshop.js';
import { SendDeliveries } from './actions/send-deliveries.js';
import { OCCASION_TYPES, type OccasionType } from './occasions.rules.js';

/** What may not leave with a message that is marked above AMBER: all that says which case, which record, or what. */
const CONTENT = /kingfisher|counsel wants|shred|INC-|claim|rejected|in triage|2024-08-1/i;

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

type Make = (incidentId: IncidentId, tlp: Tlp | null) => Promise<object>;

const ofRecord =
  (kind: string, more: () => object = () => ({})): Make =>
  async (incidentId, tlp) => {
    const reserved = ['finding', 'assessment', 'inquiry'].includes(kind);
    const id = await town.record(incidentId, kind, { tlp, ...(reserved ? { organizationId: town.campaign } : {}) });
    return { subject: { kind, id }, userIds: [town.owner, town.vendorUser], ...more() };
  };
const ofTask: Make = async (incidentId, tlp) => {
  const taskId = await town.task(incidentId, 'Shred the copies', town.vendorUser, NOON);
  await town.record(incidentId, 'task', { id: taskId, tlp });
  return { taskId, assigneeId: town.vendorUser, dueAt: NOON.toISOString() };
};

/** Messages that speak of a record, beside the case: how each comes about, of a record that is so marked. */
const OF_RECORDS: Readonly<Partial<Record<OccasionType, Make>>> = {
  'comment.added.v1': async (incidentId, tlp) => {
    const commentId = await town.comment(
      incidentId,
      town.it,
      'Counsel wants @vendor@demo.example and @admin@demo.example',
    );
    await town.record(incidentId, 'comment', { id: commentId, tlp });
    return { commentId };
  },
  'task.assigned.v1': ofTask,
  'task.due_soon.v1': ofTask,
  'task.overdue.v1': ofTask,
  'finding.submitted.v1': ofRecord('finding'),
  'finding.judged.v1': ofRecord('finding', () => ({ outcome: 'rejected' })),
  'finding.superseded.v1': ofRecord('finding'),
  'finding.withdrawn.v1': ofRecord('finding'),
  'record.fell.v1': ofRecord('claim', () => ({ count: 2 })),
  'assessment.submitted.v1': ofRecord('assessment'),
  'assessment.approved.v1': ofRecord('assessment'),
  'assessment.returned.v1': ofRecord('assessment'),
  'inquiry.silent.v1': ofRecord('inquiry', () => ({ dueAt: NOON.toISOString() })),
};
/** Messages that speak of the case alone. */
const OF_THE_CASE: Readonly<Partial<Record<OccasionType, Make>>> = {
  'incident.reported.v1': async () => await Promise.resolve({}),
  'incident.lead_assigned.v1': async () => await Promise.resolve({ leadId: town.owner }),
  'incident.status_changed.v1': async () =>
    await Promise.resolve({ from: 'reported', to: 'triage', reason: 'Counsel wants it.' }),
  'incident.untriaged.v1': async () => await Promise.resolve({ since: NOON.toISOString() }),
  'incident.stale.v1': async () => await Promise.resolve({ since: NOON.toISOString() }),
  'participant.invited.v1': async (incidentId) => {
    const participantId = await town.participant(incidentId, town.rival, { capacity: 'observer', maxTlp: 'red' });
    return { participantId };
  },
  'access.elevated.v1': async () =>
    await Promise.resolve({ reason: 'Counsel wants it.', until: NOON.toISOString(), subject: undefined }),
  'work.released.v1': async () => await Promise.resolve({ count: 2, outcome: 'lead' }),
};

async function givenCase(tlp: Tlp, leadId: UserId = town.owner): Promise<IncidentId> {
  const incidentId = await town.incident('Kingfisher', { tlp, leadId });
  await town.participant(incidentId, town.vendor, { capacity: 'analyst', maxTlp: 'amber' });
  await town.stakeholder('counsel', 'amber');
  return incidentId;
}

const tell = async (type: string, incidentId: IncidentId, body: object): Promise<void> =>
  await handleAll(worker, [await town.announce(type, incidentId, body)]);
const sent = async () =>
  await town.sql<{ to: string; subject: string; text: string; html: string; headers: object }>(
    'SELECT to_address AS "to", subject, text, html, headers FROM mailbox_message ORDER BY to_address',
  );
const notifications = async () =>
  await town.sql<{ name: string; tlp: Tlp; subject: string; body: string }>(
    `SELECT coalesce(u.name, s.name) AS name, n.tlp, n.subject, n.body FROM notification n
     LEFT JOIN app_user u ON u.id = n.user_id LEFT JOIN stakeholder s ON s.id = n.stakeholder_id ORDER BY 1`,
  );

test('every message is of the one kind or the other', () => {
  expect([...Object.keys(OF_RECORDS), ...Object.keys(OF_THE_CASE)].toSorted()).toEqual(OCCASION_TYPES.toSorted());
});

describe.each(Object.entries(OF_RECORDS))('%s', (type, make) => {
  it('is marked as the record, above the case, and told to nobody below that', async () => {
    const incidentId = await givenCase('green');
    await tell(type, incidentId, await make(incidentId, 'amber+strict'));
    const told = await notifications();
    expect(told.map(({ tlp }) => tlp)).toEqual(told.map(() => 'amber+strict'));
    expect(told.map(({ name }) => name)).not.toContain('vendor');
  });

  it('says nothing of a record that is marked above AMBER, in the product or by mail', async () => {
    const incidentId = await givenCase('green');
    // One of the house is concerned by each of them.
    await tell(type, incidentId, { ...(await make(incidentId, 'red')), assigneeId: town.owner });
    await town.sql('UPDATE task SET assignee_id = $1', [town.owner]);
    await tell(type, incidentId, { ...(await make(incidentId, 'red')) });
    await worker.get(SendDeliveries).execute();
    const [mails, told] = [await sent(), await notifications()];
    expect(mails.map(({ subject }) => subject.startsWith('[TLP:RED] '))).toEqual(mails.map(() => true));
    expect(
      JSON.stringify([mails.map(({ subject, text, html }) => [subject, wordsOf(text), wordsOf(html)])]),
    ).not.toMatch(CONTENT);
    expect(JSON.stringify(told)).not.toMatch(CONTENT);
  });

  it('speaks of a record that is not marked, to whoever sees the case', async () => {
    const incidentId = await givenCase('green');
    await tell(type, incidentId, await make(incidentId, null));
    const told = await notifications();
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(({ tlp, body }) => tlp === 'green' && body.includes('Kingfisher'))).toBe(true);
  });

  it('is not sent, nor shown, once the record is marked above the recipient', async () => {
    const incidentId = await givenCase('green');
    const body = (await make(incidentId, null)) as { taskId?: string; commentId?: string; subject?: Subject };
    await tell(type, incidentId, body);
    const kind = body.subject?.kind ?? (body.taskId ? 'task' : 'comment');
    const id = body.subject?.id ?? body.taskId ?? body.commentId ?? '';
    await town.record(incidentId, kind, { id, tlp: 'red' });
    await worker.get(SendDeliveries).execute();
    const mails = await sent();
    expect(mails.map(({ to }) => to)).not.toContain('vendor@demo.example');
    // The words were made before; what leaves now has none of them.
    expect(JSON.stringify(mails.map(({ subject, text }) => [subject, wordsOf(text)]))).not.toMatch(CONTENT);
    expect(mails.map(({ subject }) => subject.startsWith('[TLP:RED] '))).toEqual(mails.map(() => true));
  });
});

interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** Without the link, whose address may name the case: who follows it has to sign in. */
const wordsOf = (text: string): string => text.replaceAll(/https:\/\/\S+/g, '');

describe.each(Object.entries(OF_THE_CASE))('%s', (type, make) => {
  it.each(['amber+strict', 'red'] as const)(
    'says nothing of a case of TLP:%s, by mail or in the product',
    async (tlp) => {
      const incidentId = await givenCase(tlp);
      await tell(type, incidentId, await make(incidentId, null));
      await worker.get(SendDeliveries).execute();
      const [mails, told] = [await sent(), await notifications()];
      expect(told.length).toBeGreaterThan(0);
      expect(told.map(({ name }) => name).filter((name) => name === 'vendor' || name === 'counsel')).toEqual([]);
      expect(JSON.stringify(mails.map(({ subject, text }) => [subject, wordsOf(text)]))).not.toMatch(CONTENT);
      expect(JSON.stringify(told)).not.toMatch(CONTENT);
    },
  );

  it('speaks of a case that may leave by mail', async () => {
    const incidentId = await givenCase('amber');
    await tell(type, incidentId, await make(incidentId, null));
    expect(JSON.stringify(await notifications())).toMatch(/Kingfisher/);
  });
});

test('whoever brought a finding is told of it, however it is marked', async () => {
  const incidentId = await givenCase('green');
  const id = await town.record(incidentId, 'finding', { tlp: 'red', organizationId: town.vendor });
  const body = { subject: { kind: 'finding', id }, userIds: [town.vendorUser], outcome: 'accepted' };
  await tell('finding.judged.v1', incidentId, body);
  await worker.get(SendDeliveries).execute();
  expect(await notifications()).toMatchObject([{ name: 'vendor', tlp: 'red', subject: 'Your finding was reviewed' }]);
  expect(await sent()).toMatchObject([{ to: 'vendor@demo.example', subject: '[TLP:RED] Your finding was reviewed' }]);
});
