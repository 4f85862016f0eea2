import { jobPrincipal } from '@app/access';
import { statement, UnitOfWork } from '@app/platform';
import type { ApplicationUnderTest } from '@app/testing';
import { startApi } from './start-api.js';

let api: ApplicationUnderTest;

beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.close();
});

const PUT = statement('test_put', `INSERT INTO setting (name, value) VALUES ($1, 'true')`);
const BREAK = statement('test_break', 'SELECT 1 / $1::int');

describe('A transaction', () => {
  it('whose statement failed unseen is not reported as written', async () => {
    const work = api.app.get(UnitOfWork).run(jobPrincipal('tests', 'tests'), async (tx) => {
      tx.write(PUT, ['swallowed']);
      await tx.sql(BREAK, [0]).catch(() => undefined);
      return 'done';
    });
    await expect(work).rejects.toThrow('nothing was written');
    expect(await api.sql(`SELECT 1 FROM setting WHERE name = 'swallowed'`)).toEqual([]);
  });

  it('that ran well is there', async () => {
    const work = api.app.get(UnitOfWork).run(jobPrincipal('tests', 'tests'), async (tx) => {
      tx.write(PUT, ['kept']);
      return await Promise.resolve('done');
    });
    expect(await work).toBe('done');
    expect(await api.sql(`SELECT 1 FROM setting WHERE name = 'kept'`)).toHaveLength(1);
  });
});
