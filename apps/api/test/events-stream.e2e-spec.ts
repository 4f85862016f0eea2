import { CaseLock } from '@app/ledger';
import { UnitOfWork, type IncidentId } from '@app/platform';
import { givenMember, type ApplicationUnderTest } from '@app/testing';
import { cookieOf, EventReader } from './event-reader.js';
import {
  ACCESS_CHANGED,
  changedCase,
  changeSeen,
  follow,
  givenEventsGround,
  givenInvited,
  newCase,
  RESYNC,
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

/** A change to the case in a transaction that has written all, and commits when it is told to. */
async function changeThatWaits(incidentId: string): Promise<{ commit: () => Promise<void> }> {
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let written: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (written = resolve));
  const principal = { userId: ground.leadPerson.id, organizationIds: [ground.campaign.id], requestId: 'late' };
  const done = api.app.get(UnitOfWork).run(principal, async (tx) => {
    await api.app.get(CaseLock).open(tx, incidentId as IncidentId);
    tx.record({
      action: 'incident.amended',
      subject: { kind: 'incident', id: incidentId },
      before: { id: incidentId },
      after: { id: incidentId, title: 'Late' },
    });
    tx.settle();
    await Promise.all(tx.sent);
    written();
    await gate;
  });
  await Promise.race([begun, done]);
  return {
    commit: async () => {
      letGo();
      await done;
    },
  };
}

describe('A stream of events', () => {
  it('says what it is, and that nobody keeps it', async () => {
    const reader = await follow(ground, ground.analyst);
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    reader.close();
  });

  it('keeps no session in use: nobody need be looking at the page', async () => {
    const { cookie } = await cookieOf(api, ground.analyst);
    const asked = async () => await api.anonymous().with({ cookie }).get('/auth/sessions').expect(200);
    const { body } = await asked();
    const id = (body.items as { id: string; current: boolean }[]).find(({ current }) => current)?.id;
    await api.sql(`UPDATE session SET last_seen_at = now() - interval '20 hours' WHERE id = $1`, [id]);
    const seen = async () => (await api.sql('SELECT last_seen_at, expires_at FROM session WHERE id = $1', [id]))[0];
    const before = await seen();
    const reader = await EventReader.ask(api, { cookie });
    expect(reader.status).toBe(200);
    expect(await seen()).toEqual(before);
    reader.close();
    await asked();
    expect(await seen()).not.toEqual(before);
  });

  it('is refused to nobody in particular, and to a key that may not read', async () => {
    expect((await EventReader.ask(api, {})).status).toBe(401);
    const client = await api.signedIn(ground.analyst);
    const { body } = await client.post('/api-keys', { name: 'Writes', scopes: ['write'] }).expect(201);
    expect((await EventReader.ask(api, { authorization: `Bearer ${body.secret}` })).status).toBe(403);
  });

  it('is there for a key that may read', async () => {
    const incidentId = await newCase(ground);
    const client = await api.signedIn(ground.analyst);
    const { body } = await client.post('/api-keys', { name: 'Reads', scopes: ['read'] }).expect(201);
    const reader = await EventReader.open(api, { authorization: `Bearer ${body.secret}` });
    await changeSeen(ground, incidentId);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    await client.delete(`/api-keys/${body.id}`).expect(204);
    expect(await reader.rests()).toEqual([]);
  });

  it('goes on after the event that the client had last, with exactly what came between', async () => {
    const [first, second] = [await newCase(ground), await newCase(ground)];
    const before = await follow(ground, ground.analyst);
    await changeSeen(ground, first);
    expect(await before.next()).toEqual(changedCase(first));
    before.close();
    const third = await newCase(ground);
    await changeSeen(ground, second);
    await changeSeen(ground, second);
    const after = await follow(ground, ground.analyst, before.lastEventId);
    const between = [await after.next(), await after.next()];
    expect(new Set(between.map(({ data }) => data['incidentId']))).toEqual(new Set([second, third]));
    await changeSeen(ground, first);
    expect(await after.next()).toEqual(changedCase(first));
    after.close();
  });

  it('goes on with what began before that event and was committed after it', async () => {
    const [late, early] = [await newCase(ground), await newCase(ground)];
    const live = await follow(ground, ground.analyst);
    const waiting = await changeThatWaits(late);
    await changeSeen(ground, early);
    expect(await live.next()).toEqual(changedCase(early));
    const position = live.lastEventId;
    await waiting.commit();
    expect(await live.next()).toEqual(changedCase(late));
    const again = await follow(ground, ground.analyst, position);
    expect(await again.next()).toEqual(changedCase(late));
    live.close();
    again.close();
  });

  it('says when access changed while nobody listened, and not what it was to', async () => {
    const incidentId = await newCase(ground);
    const vendor = await givenInvited(ground, [incidentId]);
    const before = await follow(ground, vendor.person);
    before.close();
    const path = `/incidents/${incidentId}/participants/${vendor.participantId}/endings`;
    await ground.lead.post(path, { reason: 'Done.' }).expect(201);
    const after = await follow(ground, vendor.person, before.lastEventId);
    expect(await after.next()).toEqual(ACCESS_CHANGED);
    after.close();
  });

  it.each([
    ['is none of ours', async () => await Promise.resolve('17')],
    ['is long', async () => await Promise.resolve('A'.repeat(4000))],
    ['has other characters', async () => await Promise.resolve("' OR 1=1 -- \u00ff")],
    [
      "is another person's",
      async () => {
        const reader = await follow(ground, ground.leadPerson);
        reader.close();
        return reader.lastEventId;
      },
    ],
  ])('asks to read all again where the last event %s', async (_, id) => {
    const incidentId = await newCase(ground);
    const reader = await follow(ground, ground.analyst, await id());
    expect(await reader.next()).toEqual(RESYNC);
    await changeSeen(ground, incidentId);
    expect(await reader.next()).toEqual(changedCase(incidentId));
    reader.close();
  });
});

describe('A stream ends', () => {
  it('at once when its session does', async () => {
    const { cookie, csrfToken } = await cookieOf(api, ground.analyst);
    const [reader, other] = [await EventReader.open(api, { cookie }), await follow(ground, ground.analyst)];
    await api.anonymous().with({ cookie, 'x-csrf-token': csrfToken }).post('/auth/logout').expect(204);
    expect(await reader.rests()).toEqual([]);
    const incidentId = await newCase(ground);
    expect(await other.next()).toEqual(changedCase(incidentId));
    other.close();
  });

  it('when its person may not sign in any more', async () => {
    const person = await givenMember(api, ground.campaign, 'analyst');
    const reader = await follow(ground, person);
    await api.sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [person.id]);
    expect(await reader.rests()).toEqual([]);
  });

  it('with the process, which waits for nobody', async () => {
    const other = await startApi({ databaseSuffix: '_b' });
    const { analyst } = await givenEventsGround(other);
    const reader = await EventReader.open(other, { cookie: (await cookieOf(other, analyst)).cookie });
    await other.close();
    expect(await reader.rests()).toEqual([]);
  });
});

it('lets one person follow in a few places, and gives a place back that is left', async () => {
  const person = await givenMember(api, ground.campaign, 'analyst');
  const { cookie } = await cookieOf(api, person);
  const readers: EventReader[] = [];
  for (let place = 0; place < 6; place += 1) {
    readers.push(await EventReader.open(api, { cookie }));
  }
  const refused = await EventReader.ask(api, { cookie });
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  // Somebody else is not in the way.
  (await follow(ground, ground.analyst)).close();
  readers.pop()?.close();
  // The server hears of it a moment later.
  let again = await EventReader.ask(api, { cookie });
  while (again.status === 429) {
    again = await EventReader.ask(api, { cookie });
  }
  expect(again.status).toBe(200);
  again.close();
  readers.forEach((reader) => reader.close());
});

it('answers what it would be to those who ask for the headers only, and holds no place', async () => {
  const { cookie } = await cookieOf(api, ground.analyst);
  for (let asked = 0; asked < 8; asked += 1) {
    const { status, headers } = await EventReader.ask(api, { cookie }, 'HEAD');
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
  }
});

it('keeps the number of transactions to itself', async () => {
  const reader = await follow(ground, ground.analyst);
  const [row] = await api.sql<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  const plain = Buffer.from(reader.lastEventId, 'base64url').toString('latin1');
  expect(plain).not.toContain(row?.next);
  reader.close();
});
