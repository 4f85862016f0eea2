import type { TestingModule } from '@nestjs/testing';
import { givenMember, givenOrganization, type ApplicationUnderTest } from '@app/testing';
import { handleAll, workshop } from '../../../libs/notifications/test/workshop.js';
import {
  ACCESS_CHANGED,
  changedCase,
  changeSeen,
  follow,
  givenEventsGround,
  givenInvited,
  newCase,
  toldUpTo,
  type EventsGround,
} from './events-ground.js';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;
let ground: EventsGround;
beforeAll(async () => {
  api = await startApi();
  ground = await givenEventsGround(api);
});
afterAll(async () => {
  await api.close();
});

const claimOf = async (incidentId: string, tlp: string): Promise<object> => {
  const { lead } = ground;
  const hypotheses = await lead.get(`/incidents/${incidentId}/hypotheses`).expect(200);
  const party = await lead.post('/parties', { name: `Vendor ${incidentId} ${tlp}`, kind: 'vendor' }).expect(201);
  return {
    hypothesisId: hypotheses.body.items[0].id,
    claimantId: party.body.id,
    stance: 'denies',
    statement: 'It was not us.',
    saidAt: { at: null, precision: 'unknown' },
    tlp,
  };
};

describe('Whoever follows events', () => {
  it('is told that a case of theirs was changed, and of what it says nothing', async () => {
    const incidentId = await newCase(ground);
    const reader = await follow(ground, ground.analyst);
    await ground.lead.post(`/incidents/${incidentId}/comments`, { body: 'The mailbox was read.' }).expect(201);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    reader.close();
  });

  it('is told that a case was filed', async () => {
    const reader = await follow(ground, ground.analyst);
    const incidentId = await newCase(ground);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    reader.close();
  });

  it('is not told of cases that they do not see', async () => {
    const rival = await givenEventsGround(api);
    const reader = await follow(ground, ground.analyst);
    const theirs = await newCase(rival);
    await changeSeen(rival, theirs);
    const marker = await newCase(ground);
    expect(new Set((await toldUpTo(ground, reader, marker)).map(({ data }) => data['incidentId']))).toEqual(
      new Set([marker]),
    );
    reader.close();
  });

  it('is told what they were told of, for themselves only', async () => {
    const worker: TestingModule = await workshop({ url: api.database.appUrl });
    const incidentId = await newCase(ground);
    const [mine, others] = [await follow(ground, ground.analyst), await follow(ground, ground.leadPerson)];
    const task = { title: 'Ask the provider', assigneeId: ground.analyst.id };
    await ground.lead.post(`/incidents/${incidentId}/tasks`, task).expect(201);
    const messages = await api.sql<{ id: string }>('SELECT id FROM outbox_message ORDER BY id');
    await handleAll(
      worker,
      messages.map(({ id }) => id),
    );
    const told = (await mine.until(({ name }) => name === 'notification.created')).at(-1);
    const { body } = await (await api.signedIn(ground.analyst)).get('/notifications').expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toContain(told?.data['notificationId']);
    expect(await toldUpTo(ground, others, await newCase(ground))).not.toContainEqual(told);
    mine.close();
    others.close();
    await worker.close();
  });
});

describe('A contributor who follows events', () => {
  it.each<[string, (incidentId: string) => Promise<unknown>]>([
    ['a comment', async (id) => await ground.lead.post(`/incidents/${id}/comments`, { body: 'Internal.' }).expect(201)],
    ['a task', async (id) => await ground.lead.post(`/incidents/${id}/tasks`, { title: 'Internal' }).expect(201)],
    [
      'a claim above their clearance',
      async (id) => await ground.lead.post(`/incidents/${id}/claims`, await claimOf(id, 'red')).expect(201),
    ],
    [
      "another organization's finding",
      async (id) => {
        const other = await givenInvited(ground, [id]);
        await other.client.post(`/incidents/${id}/findings`, { summary: 'Ours.' }).expect(201);
      },
    ],
    ['another invitation', async (id) => await givenInvited(ground, [id])],
  ])('is not told of %s', async (_, change) => {
    const [hidden, marker] = [await newCase(ground), await newCase(ground)];
    const vendor = await givenInvited(ground, [hidden, marker]);
    const insider = await follow(ground, ground.analyst);
    const reader = await follow(ground, vendor.person);
    await change(hidden);
    expect(await insider.upTo(hidden)).toContainEqual(changedCase(hidden));
    const told = await toldUpTo(ground, reader, marker);
    expect(new Set(told.map(({ data }) => data['incidentId']))).toEqual(new Set([marker]));
    reader.close();
    insider.close();
  });

  it('is told of what they are shown: the case, a claim within their clearance, their own finding', async () => {
    const incidentId = await newCase(ground);
    const vendor = await givenInvited(ground, [incidentId]);
    const reader = await follow(ground, vendor.person);
    await changeSeen(ground, incidentId);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    await ground.lead.post(`/incidents/${incidentId}/claims`, await claimOf(incidentId, 'green')).expect(201);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    await vendor.client.post(`/incidents/${incidentId}/findings`, { summary: 'Ours.' }).expect(201);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    reader.close();
  });
});

describe('Access that begins and ends', () => {
  it('is told to whoever is invited, and changes arrive from then on', async () => {
    const vendor = await givenInvited(ground, []);
    const reader = await follow(ground, vendor.person);
    const incidentId = await newCase(ground);
    const invitation = { organizationId: vendor.organization.id, capacity: 'observer', maxTlp: 'amber' };
    await ground.lead.post(`/incidents/${incidentId}/participants`, invitation).expect(201);
    expect(await reader.next()).toEqual(ACCESS_CHANGED);
    await changeSeen(ground, incidentId);
    expect((await reader.upTo(incidentId)).at(-1)).toEqual(changedCase(incidentId));
    reader.close();
  });

  it.each<[string, (incidentId: string, participantId: string) => Promise<unknown>]>([
    [
      'whose participation is ended',
      async (id, participantId) =>
        await ground.lead
          .post(`/incidents/${id}/participants/${participantId}/endings`, { reason: 'Done.' })
          .expect(201),
    ],
    [
      'above whose clearance the case is marked',
      async (id) => {
        const { headers } = await ground.lead.get(`/incidents/${id}`).expect(200);
        await ground.lead
          .with({ 'if-match': String(headers['etag']) })
          .patch(`/incidents/${id}`, { tlp: 'red' })
          .expect(200);
      },
    ],
  ])('is told to someone %s, without a name, and nothing of the case after it', async (_, end) => {
    const [incidentId, marker] = [await newCase(ground), await newCase(ground)];
    const vendor = await givenInvited(ground, [marker, incidentId]);
    const reader = await follow(ground, vendor.person);
    await end(incidentId, vendor.participantId);
    expect(await reader.next()).toEqual(ACCESS_CHANGED);
    await changeSeen(ground, incidentId);
    expect((await toldUpTo(ground, reader, marker)).filter(({ data }) => data['incidentId'] === incidentId)).toEqual(
      [],
    );
    reader.close();
  });

  it('is told to a member who joins and who leaves', async () => {
    const other = await givenOrganization(api);
    const person = await givenMember(api, other, 'analyst');
    const reader = await follow(ground, person);
    await givenMember(api, ground.campaign, 'analyst', person);
    expect(await reader.next()).toEqual(ACCESS_CHANGED);
    const incidentId = await newCase(ground);
    expect((await reader.upTo(incidentId)).at(-1)).toEqual(changedCase(incidentId));
    const owner = await api.signedIn(ground.campaign.owner);
    await owner
      .post(`/organizations/${ground.campaign.id}/members/${person.id}/endings`, { reason: 'Left.' })
      .expect(201);
    expect(await reader.next()).toEqual(ACCESS_CHANGED);
    reader.close();
  });
});
