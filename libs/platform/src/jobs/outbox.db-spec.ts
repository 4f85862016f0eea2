import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { LedgerModule } from '@app/ledger';
import { Config, Database, PlatformModule, StandingClock, statement } from '@app/platform';
import { freshTestDatabase } from '@app/testing';
import { HandleMessage } from './handle-message.js';
import { REQUEUE_AFTER_MS } from './handling.rules.js';
import { JobRegistry } from './job-registry.js';
import { JobsModule } from './jobs.module.js';
import { OutboxRelay } from './outbox-relay.js';
import { Pump } from './pump.js';
import { Queues } from './queues.js';

const NOON = new Date('2024-08-10T12:00:00.000Z');

describe('The outbox', () => {
  const clock = new StandingClock(NOON);
  let url: string;
  let workers: TestingModule[];

  beforeEach(async () => {
    ({ appUrl: url } = await freshTestDatabase());
    clock.set(NOON);
    workers = [];
  });

  afterEach(async () => {
    await Promise.all(workers.map(async (worker) => await worker.close()));
  });

  /** A worker whose handler leaves a mark for each message: an effect that nothing but the handling keeps from being doubled. */
  async function worker(): Promise<TestingModule> {
    const config = new Config({});
    const made = await Test.createTestingModule({
      imports: [PlatformModule.with(config, url, clock), LedgerModule, JobsModule.with(config, url)],
    }).compile();
    made.get(JobRegistry).handles({
      name: 'mark',
      types: ['marked.v1'],
      handle: async (tx, message) => {
        await tx.sql(statement('rest', 'SELECT pg_sleep(0.02)'), []);
        tx.write(statement('mark', `INSERT INTO sign_in_failure (email_hash, source, at) VALUES ('', $1, $2)`), [
          message.id,
          tx.at,
        ]);
      },
    });
    // What breaks here is meant to break.
    made.useLogger(false);
    workers.push(made);
    return made;
  }

  const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
    const [first] = workers;
    return first ? await first.get(Database).bare(statement('test', text), values) : [];
  };

  async function announce(count: number, type = 'marked.v1'): Promise<string[]> {
    const ids = Array.from({ length: count }, () => randomUUID());
    await sql(
      `INSERT INTO outbox_message (id, type, body, created_at) SELECT id, $2, '{}', $3 FROM unnest($1::uuid[]) id`,
      [ids, type, NOON],
    );
    return ids;
  }

  const marks = async (): Promise<Record<string, unknown>[]> =>
    await sql('SELECT count(*)::int AS marks, count(DISTINCT source)::int AS messages FROM sign_in_failure');

  async function until(what: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 15_000;
    while (!(await what())) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
  const allMarked = (messages: number) => async () => ((await marks())[0]?.['messages'] as number) >= messages;

  it('gives each message to each handler once, with two relays at once', async () => {
    const [one, other] = [await worker(), await worker()];
    await announce(500);
    const relays = [one, other, one, other].map((each) => each.get(OutboxRelay));
    await Promise.all(relays.map(async (relay) => await relay.relay()));
    await Promise.all(relays.map(async (relay) => await relay.relay()));
    expect(await sql('SELECT count(*)::int AS n, max(enqueued) AS jobs FROM outbox_handling')).toEqual([
      { n: 500, jobs: 1 },
    ]);
    expect(await sql(`SELECT count(*)::int AS n FROM bullmq.job WHERE queue = 'outbox'`)).toEqual([{ n: 500 }]);
    expect(await sql('SELECT count(*)::int AS waiting FROM outbox_message WHERE relayed_at IS NULL')).toEqual([
      { waiting: 0 },
    ]);
  });

  it('lets an effect happen once, with many workers at once', async () => {
    const [one, other] = [await worker(), await worker()];
    const [id = ''] = await announce(1);
    await one.get(OutboxRelay).relay();
    await Promise.all(
      [one, other, one, other, one, other].map(async (each) => await each.get(HandleMessage).execute(id, 'mark')),
    );
    expect(await marks()).toEqual([{ marks: 1, messages: 1 }]);
  });

  it('is worked off by two workers, each message once', async () => {
    await worker();
    await worker();
    await announce(100);
    await Promise.all(workers.map(async (each) => await each.init()));
    await until(allMarked(100));
    expect(await marks()).toEqual([{ marks: 100, messages: 100 }]);
  });

  it('loses nothing with the queue: what is open after a while is queued again', async () => {
    const one = await worker();
    await announce(20);
    await one.get(OutboxRelay).relay();
    await sql('DELETE FROM bullmq.job');
    await one.init();
    await one.get(OutboxRelay).requeue();
    expect(await marks()).toEqual([{ marks: 0, messages: 0 }]);
    clock.set(new Date(NOON.getTime() + REQUEUE_AFTER_MS));
    one.get(Pump).poke();
    await until(allMarked(20));
    expect(await marks()).toEqual([{ marks: 20, messages: 20 }]);
  });

  it('goes on when the database drops every connection, in the middle of the work', async () => {
    const one = await worker();
    await announce(100);
    await one.init();
    for (const marked of [1, 20, 40]) {
      await until(async () => await allMarked(marked)().catch(() => false));
      await dropConnections(url);
    }
    await until(async () => {
      clock.set(new Date(clock.now().getTime() + REQUEUE_AFTER_MS));
      return await allMarked(100)().catch(() => false);
    });
    expect(await marks()).toEqual([{ marks: 100, messages: 100 }]);
  }, 30_000);

  it('leaves messages alone that only another version of the worker knows', async () => {
    const one = await worker();
    await announce(1, 'unheard_of.v9');
    await one.get(OutboxRelay).relay();
    expect(await sql('SELECT relayed_at FROM outbox_message')).toEqual([{ relayed_at: null }]);
  });

  it('keeps a schedule once, whoever sets it and however often, and sets it again when it was lost', async () => {
    const [one, other] = [await worker(), await worker()];
    const schedules = async () => await sql(`SELECT scheduler_id AS name FROM bullmq.scheduler ORDER BY 1`);
    const jobs = async () => await sql(`SELECT count(*)::int AS n FROM bullmq.job WHERE queue = 'schedule'`);
    const every = async (each: TestingModule) => await each.get(Queues).every('schedule', 'watch', 60_000);
    await Promise.all([every(one), every(other), every(one), every(other)]);
    await every(one);
    expect(await schedules()).toEqual([{ name: 'watch' }]);
    expect(await jobs()).toEqual([{ n: 1 }]);
    await sql('DELETE FROM bullmq.job');
    await sql('DELETE FROM bullmq.scheduler');
    await every(other);
    expect(await jobs()).toEqual([{ n: 1 }]);
  });

  it('refuses names that BullMQ could not keep, and two of the same', () => {
    const registry = new JobRegistry();
    const job = (name: string) => ({ name, everyMs: 1000, run: async () => await Promise.resolve() });
    expect(() => registry.runs(job('a:b'))).toThrow('cannot name a job');
    registry.runs(job('watch'));
    expect(() => registry.runs(job('watch'))).toThrow('Two jobs');
  });
});

/** As a restart of the server would. */
async function dropConnections(url: string): Promise<void> {
  const server = new pg.Client({ connectionString: process.env['TEST_DATABASE_SERVER'] });
  await server.connect();
  await server.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    new URL(url).pathname.slice(1),
  ]);
  await server.end();
}
