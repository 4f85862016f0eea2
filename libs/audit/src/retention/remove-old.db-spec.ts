import { readFileSync } from 'node:fs';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { LedgerModule } from '@app/ledger';
import {
  Config,
  Database,
  newId,
  PlatformModule,
  RETENTION_KINDS,
  RETENTION_PERIODS,
  retentionVariable,
  StandingClock,
  statement,
  type RetentionKind,
} from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { OldRows } from './old-rows.repository.js';
import { RemoveOld } from './remove-old.js';

const NOON = new Date('2026-08-10T12:00:00.000Z');
const DAY_MS = 24 * 60 * 60_000;
const daysAgo = (days: number): Date => new Date(NOON.getTime() - days * DAY_MS);

const user = '01913c28-ea00-7115-8ec6-000000000001';
let owner: pg.Client;
let worker: TestingModule;
let database: Database;

const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
  (await owner.query<Record<string, unknown>>(text, [...values])).rows;

beforeAll(async () => {
  const { appUrl, ownerUrl } = await freshTestDatabase();
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await sql(`INSERT INTO app_user (id, email, email_key, name, created_at) VALUES ($1, 'a@b', 'a@b', 'A', $2)`, [
    user,
    NOON,
  ]);
  worker = await Test.createTestingModule({
    imports: [PlatformModule.with(new Config({}), appUrl, new StandingClock(NOON)), LedgerModule],
    providers: [OldRows, RemoveOld],
  }).compile();
  worker.useLogger(false);
  database = worker.get(Database);
});
afterAll(async () => {
  await worker.close();
  await owner.end();
});

const told = async (at: Date, { status = 'sent', mailAt = at } = {}): Promise<string> => {
  const [id, delivery] = [newId(at), newId(at)];
  await sql(
    `INSERT INTO notification (id, message_id, kind, organization_id, user_id, reason, subject, body, path, tlp, created_at)
     VALUES ($1, $1, 'k', $1, $2, 'lead', 's', 'b', '/', 'amber', $3)`,
    [id, user, at],
  );
  await sql(
    `INSERT INTO delivery (id, notification_id, channel, address, status, created_at) VALUES ($1, $2, 'email', 'a@b', $3, $4)`,
    [delivery, id, status, at],
  );
  await sql(`INSERT INTO delivery_attempt (id, delivery_id, number, at, outcome) VALUES ($1, $1, 1, $2, 'sent')`, [
    delivery,
    at,
  ]);
  await sql(
    `INSERT INTO mailbox_message (id, delivery_id, to_address, from_address, subject, text, html, headers, at)
     VALUES ($1, $2, 'a@b', 'c@d', 's', 't', 'h', '{}', $3)`,
    [newId(mailAt), delivery, mailAt],
  );
  return id;
};

const message = async (at: Date, handledAt: Date | null): Promise<string> => {
  const id = newId(at);
  await sql(
    `INSERT INTO outbox_message (id, type, body, created_at, relayed_at) VALUES ($1, 'comment.added.v1', '{}', $2, $2)`,
    [id, at],
  );
  for (const [handler, when] of [
    ['notify', at],
    ['other', handledAt],
  ] as const) {
    await sql(`INSERT INTO outbox_handling (message_id, handler, due_at, handled_at) VALUES ($1, $2, $3, $4)`, [
      id,
      handler,
      at,
      when,
    ]);
  }
  return id;
};

/** Puts down a row that began to count at this instant. @returns its id. */
const PUT: Readonly<Record<RetentionKind, (at: Date) => Promise<string>>> = {
  outbox: async (at) => await message(new Date(at.getTime() - DAY_MS), at),
  mailbox: async (at) => {
    const notification = await told(NOON, { mailAt: at });
    const [row] = await sql(
      'SELECT m.id FROM mailbox_message m JOIN delivery d ON d.id = m.delivery_id WHERE d.notification_id = $1',
      [notification],
    );
    return row?.['id'] as string;
  },
  notification: async (at) => await told(at, { mailAt: NOON }),
  sign_in: async (at) => {
    const id = newId(at);
    await sql(`INSERT INTO sign_in_event (id, user_id, kind, at) VALUES ($1, $2, 'password_changed', $3)`, [
      id,
      user,
      at,
    ]);
    return id;
  },
  identity: async (at) => {
    const id = newId(NOON);
    await sql(
      `INSERT INTO user_identity (id, user_id, issuer, subject, linked_by, linked_at, unlinked_at)
       VALUES ($1, $2, 'https://idp.example', 's', 'person', $3, $3)`,
      [id, user, at],
    );
    return id;
  },
};

const left = async (kind: RetentionKind): Promise<unknown[]> =>
  (await sql(`SELECT id FROM ${RETENTION_PERIODS[kind].table} ORDER BY id`)).map((row) => row['id']);

beforeEach(async () => {
  await sql(
    'TRUNCATE mailbox_message, delivery_attempt, delivery, notification, outbox_handling, outbox_message, sign_in_event, user_identity',
  );
});

test.each(RETENTION_KINDS)('%s goes when its days are over, and not an instant before', async (kind) => {
  const days = RETENTION_PERIODS[kind].daysDefault;
  const young = await PUT[kind](daysAgo(days));
  await PUT[kind](new Date(daysAgo(days).getTime() - 1));
  expect(await worker.get(RemoveOld).execute()).toMatchObject({ [kind]: 1 });
  expect(await left(kind)).toEqual([young]);
  expect((await worker.get(RemoveOld).execute())[kind]).toBe(0);
});

test.each(RETENTION_KINDS)('no more of %s goes at once than was asked for, the oldest first', async (kind) => {
  const days = RETENTION_PERIODS[kind].daysDefault;
  const ids: string[] = [];
  for (const older of [4, 3, 2]) {
    ids.push(await PUT[kind](daysAgo(days + older)));
  }
  const rows = worker.get(OldRows);
  expect(await rows.remove(kind, daysAgo(days), 2)).toBe(2);
  expect(await left(kind)).toEqual(ids.slice(2));
  expect(await rows.remove(kind, daysAgo(days), 2)).toBe(1);
});

test('what is still owed stays, however old', async () => {
  const owed = await message(daysAgo(4000), null);
  const sending = [
    await told(daysAgo(4000), { status: 'pending' }),
    await told(daysAgo(4000), { status: 'sending' }),
  ].toSorted();
  await worker.get(RemoveOld).execute();
  expect(await left('outbox')).toEqual([owed]);
  expect(await left('notification')).toEqual(sending);
});

test('the database lets nothing go that is young, and nothing at all for another purpose', async () => {
  await told(daysAgo(29), { mailAt: NOON });
  const everything = statement('test', 'DELETE FROM notification');
  const parts = ['delivery_attempt', 'mailbox_message', 'delivery'].map((table) =>
    statement('test', `DELETE FROM ${table}`),
  );
  for (const part of parts) {
    await database.forPurpose('notify', part, []);
  }
  await database.forPurpose('notify', everything, []);
  await database.forPurpose('deliver', everything, []);
  await database.forPurpose('retention', everything, []);
  expect(await left('notification')).toHaveLength(1);
  expect(await left('mailbox')).toHaveLength(1);
  expect(await sql('SELECT id FROM delivery')).toHaveLength(1);
  expect(await sql('SELECT id FROM delivery_attempt')).toHaveLength(1);
});

test.each(RETENTION_KINDS)('an operator sets how long %s is kept, within its bounds', (kind) => {
  const { daysMin, daysMax, daysDefault } = RETENTION_PERIODS[kind];
  const name = retentionVariable(kind);
  expect(new Config({}).retentionDays[kind]).toBe(daysDefault);
  expect(new Config({ [name]: String(daysMin) }).retentionDays[kind]).toBe(daysMin);
  expect(() => new Config({ [name]: String(daysMin - 1) })).toThrow(
    `${name} is not a whole number from ${daysMin} to ${daysMax}.`,
  );
  expect(() => new Config({ [name]: String(daysMax + 1) })).toThrow(name);
});

test('the page for operators says of each kind how long it is kept', () => {
  const page = readFileSync('docs/operations/retention.md', 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \|.*\| (\d+) \| (\d+) \|$/gm)];
  expect(rows.map(([, kind, days, least]) => [kind, Number(days), Number(least)])).toEqual(
    RETENTION_KINDS.map((kind) => [kind, RETENTION_PERIODS[kind].daysDefault, RETENTION_PERIODS[kind].daysMin]),
  );
});
