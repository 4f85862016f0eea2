import { Redis } from 'ioredis';
import { givenTeam, signIn, type Team } from '../system/people.js';
import { Folders, PATIENCE_MS, type Product } from '../system/product.js';
import { expectAllTold } from '../system/told.js';

interface Incident {
  readonly id: string;
}

// A database of its own on the server: what is flushed here is nobody else's.
const url = new URL(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
url.pathname = '/15';

describe('With its queues on Redis the product', () => {
  const folders = new Folders();
  let redis: Redis;

  beforeAll(async () => {
    redis = new Redis(url.href);
    await redis.flushdb();
  });

  afterAll(async () => {
    folders.clear();
    await redis.flushdb();
    await redis.quit();
  });

  it(
    'tells everyone of what was filed',
    async () => {
      const product = await folders.start(folders.make(), { REDIS_URL: url.href });
      expect(product.said).toContain('queues on Redis');
      const team = await givenTeam(product);
      await expectAllTold(product, team, await file(product, team, 5));
      expect(await redis.dbsize()).toBeGreaterThan(0);
      expect(await product.stop()).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'loses no notification when Redis forgets everything',
    async () => {
      const product = await folders.start(folders.make(), { REDIS_URL: url.href });
      const team = await givenTeam(product);
      const before = await file(product, team, 10);
      await redis.flushdb();
      const after = await file(product, team, 10);
      await redis.flushdb();
      await expectAllTold(product, team, [...before, ...after]);
      expect(await product.stop()).toBe(0);
    },
    PATIENCE_MS,
  );
});

async function file(product: Product, team: Team, count: number): Promise<Incident[]> {
  const responder = await signIn(product, team.responder);
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { body } = await responder.post<Incident>('/incidents', { title: `Case ${index}` });
      return body;
    }),
  );
}
