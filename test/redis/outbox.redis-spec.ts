import type { TestingModule } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { StandingClock } from '@app/platform';
import { OutboxRelay, Queues, Schedules } from '@app/platform/jobs';
import { freshTestDatabase } from '@app/testing';
import { NOON, Town } from '../../libs/notifications/test/town.js';
import { until, workshop } from '../../libs/notifications/test/workshop.js';

/** A database of Redis that nobody uses by default. */
const redisUrl = new URL('/14', process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379').href;

describe('The outbox and its deliveries on Redis', () => {
  const clock = new StandingClock(NOON);
  let url: string;
  let redis: Redis;
  let workers: TestingModule[];
  let town: Town;

  beforeEach(async () => {
    ({ appUrl: url } = await freshTestDatabase());
    clock.set(NOON);
    redis = new Redis(redisUrl);
    await lose();
    workers = [];
    await worker();
    town = await new Town().settle();
  });

  afterEach(async () => {
    await town.close();
    await Promise.all(workers.map(async (each) => await each.close()));
    await lose();
    redis.disconnect();
  });

  async function worker(): Promise<TestingModule> {
    const made = await workshop({ url, clock, environment: { REDIS_URL: redisUrl } });
    workers.push(made);
    return made;
  }

  /** Redis loses all that is ours, as FLUSHALL would, and leaves what belongs to others. */
  async function lose(): Promise<number> {
    const keys = await redis.keys('ascribe:*');
    await redis.script('FLUSH');
    return keys.length === 0 ? 0 : await redis.del(...keys);
  }

  async function announce(count: number): Promise<void> {
    const incidentId = await town.incident('Phishing', { leadId: town.it });
    for (let index = 0; index < count; index += 1) {
      await town.announce('incident.lead_assigned.v1', incidentId, { leadId: town.it });
    }
  }

  const mailed = async (): Promise<number> => {
    const [row] = await town.sql<{ n: number }>('SELECT count(*)::int AS n FROM mailbox_message');
    return row?.n ?? 0;
  };
  const doubled = async () => await town.sql(`SELECT delivery_id FROM delivery_attempt GROUP BY 1 HAVING count(*) > 1`);

  it('are worked off by two workers, each message and each mail once', async () => {
    await worker();
    await announce(100);
    await Promise.all(workers.map(async (each) => await each.init()));
    await until(async () => (await mailed()) === 100);
    expect(await doubled()).toEqual([]);
    expect(await town.sql('SELECT count(*)::int AS n FROM notification')).toEqual([{ n: 100 }]);
    expect((await redis.keys('ascribe:*')).length).toBeGreaterThan(0);
  });

  it('lose nothing when Redis loses everything before the jobs ran', async () => {
    const [one] = workers as [TestingModule];
    await announce(20);
    await one.get(OutboxRelay).relay();
    expect(await lose()).toBeGreaterThan(20);
    await one.init();
    clock.set(new Date(NOON.getTime() + 20_000));
    await until(async () => (await mailed()) === 20);
    expect(await doubled()).toEqual([]);
  });

  it('lose nothing when Redis loses everything again and again while they run', async () => {
    await worker();
    await Promise.all(workers.map(async (each) => await each.init()));
    let losing = true;
    const losses = (async () => {
      for (let loss = 1; losing; loss += 1) {
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
        // Time goes by fast, so that what was lost is missed soon.
        clock.set(new Date(clock.now().getTime() + 10_000));
        if (loss <= 20) {
          await lose();
        }
      }
    })();
    await announce(300);
    await until(async () => (await mailed()) === 300, 60_000);
    losing = false;
    await losses;
    expect(await town.sql('SELECT count(*)::int AS n FROM notification')).toEqual([{ n: 300 }]);
    expect(await town.sql('SELECT count(*)::int AS n FROM outbox_handling WHERE handled_at IS NULL')).toEqual([
      { n: 0 },
    ]);
  }, 90_000);

  it('keep one schedule of many workers, and set it again when it was lost', async () => {
    const schedules = async () => (await redis.zrange('ascribe:schedule:repeat', 0, -1)).sort();
    const keepers = [workers[0], await worker()].map((each) => (each as TestingModule).get(Schedules));
    await Promise.all([...keepers, ...keepers].map(async (keeper) => await keeper.keep()));
    expect(await schedules()).toEqual(['tracking', 'upkeep']);
    await lose();
    await keepers[0]?.keep();
    expect(await schedules()).toEqual(['tracking', 'upkeep']);
  });

  it('let a worker stop though Redis cannot be reached', async () => {
    const stranded = await workshop({ url, clock, environment: { REDIS_URL: 'redis://127.0.0.1:1' } });
    await stranded.init();
    await announce(1);
    const adding = stranded.get(Queues).add('outbox', [{ name: 'notify', id: 'x' }]);
    adding.catch(() => undefined);
    const began = Date.now();
    await stranded.close();
    expect(Date.now() - began).toBeLessThan(10_000);
  }, 30_000);
});
