import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataDirInUse, startEmbeddedPostgres, type EmbeddedPostgres } from './index.js';

const QUICK = { fsync: 'off' };

describe('The embedded PostgreSQL', () => {
  let dataDir: string;
  let running: EmbeddedPostgres | undefined;

  const start = async (): Promise<EmbeddedPostgres> => {
    running = await startEmbeddedPostgres({ dataDir, settings: QUICK });
    return running;
  };
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  const pidFile = (): string => join(dataDir, 'postgres', 'postmaster.pid');
  const serverPid = (): number => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10);

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'ascribe-pg-'));
  });

  afterEach(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('gives an owner and an application role, neither of them a superuser', async () => {
    const { ownerUrl, appUrl, version } = await start();
    expect(version).toMatch(/^18\./);
    for (const [url, role] of [
      [ownerUrl, 'ascribe_owner'],
      [appUrl, 'ascribe_app'],
    ] as const) {
      const [row] = await ask(
        url,
        'SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user',
      );
      expect(row).toEqual({
        rolname: role,
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
      });
    }
    const [owner] = await ask(
      ownerUrl,
      "SELECT datdba::regrole::text AS owner FROM pg_database WHERE datname = 'ascribe'",
    );
    expect(owner).toEqual({ owner: 'ascribe_owner' });
    await expect(ask(appUrl, 'CREATE TABLE public.mine (id int)')).rejects.toThrow('permission denied');
  });

  it('lets nobody in without the password, the superuser neither', async () => {
    const { superuserUrl } = await start();
    const guess = new URL(superuserUrl);
    guess.password = 'guess';
    await expect(ask(guess.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(dataDir, 'postgres-credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('keeps the data over a stop and a start', async () => {
    await ask((await start()).ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop();
    expect(await ask((await start()).ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses a folder on which one is running', async () => {
    await start();
    await expect(startEmbeddedPostgres({ dataDir, settings: QUICK })).rejects.toThrow(DataDirInUse);
  });

  it('recovers from kill -9, and tells that it ended', async () => {
    const first = await start();
    await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(serverPid(), 'SIGKILL');
    expect(await first.died).toContain('SIGKILL');
    await stop();
    expect(await ask((await start()).ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('is not kept from starting by a process that has got the id of a killed server', async () => {
    const first = await start();
    const stale = readFileSync(pidFile(), 'utf8');
    process.kill(serverPid(), 'SIGKILL');
    await first.died;
    await stop();
    writeFileSync(pidFile(), stale.replace(/^\d+/, String(process.pid)));
    await start();
    expect(serverPid()).not.toBe(process.pid);
  });

  it('is not kept from starting by the lock of a process that is gone', async () => {
    writeFileSync(join(dataDir, 'ascribe.lock'), `${process.pid} 1\n`);
    await start();
    await stop();
    expect(existsSync(join(dataDir, 'ascribe.lock'))).toBe(false);
  });

  it('begins anew when it was interrupted while making the cluster', async () => {
    mkdirSync(join(dataDir, 'postgres-unfinished-1', 'base'), { recursive: true });
    await start();
    expect(existsSync(join(dataDir, 'postgres-unfinished-1'))).toBe(false);
  });

  it('sets new passwords when the file that held them is lost', async () => {
    await ask((await start()).ownerUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop();
    rmSync(join(dataDir, 'postgres-credentials.json'));
    expect(await ask((await start()).ownerUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it('refuses the cluster of a newer PostgreSQL in one sentence', async () => {
    await start();
    await stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '19\n');
    await expect(start()).rejects.toThrow(/^The data folder was written by PostgreSQL 19, and [^.]+\.$/);
  });
});

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined); // the server is killed under it
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}
