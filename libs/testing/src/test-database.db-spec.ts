import pg from 'pg';
import { freshTestDatabase, testDatabase } from './test-database.js';

describe('A test database', () => {
  it('is migrated, and the application may not make tables in it', async () => {
    const { appUrl, ownerUrl } = await freshTestDatabase();
    expect(await ask(ownerUrl, 'SELECT count(*)::int > 0 AS migrated FROM migration')).toEqual([{ migrated: true }]);
    await expect(ask(appUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow('permission denied');
  });

  it('is fresh when asked, whoever is connected', async () => {
    const { ownerUrl } = testDatabase();
    await ask(ownerUrl, 'CREATE TABLE left_over (id int)');
    const idler = new pg.Client({ connectionString: ownerUrl });
    idler.on('error', () => undefined);
    await idler.connect();
    await freshTestDatabase();
    expect(await ask(ownerUrl, "SELECT to_regclass('left_over') AS found")).toEqual([{ found: null }]);
  });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
