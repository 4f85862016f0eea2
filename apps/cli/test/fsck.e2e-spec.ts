import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Config } from '@app/platform';
import { freshTestDatabase, TestLog, type TestDatabase } from '@app/testing';
import { run } from '../src/run.js';

const PASSWORD = 'correct horse battery staple';
const ROLE = 'ascribe_reads_everything';

let database: TestDatabase;
let log: TestLog;
let folder: string;

beforeAll(async () => {
  database = await freshTestDatabase();
  log = new TestLog(database);
  folder = await mkdtemp(join(tmpdir(), 'ascribe-fsck-'));
  const names = ['--email', 'admin@test.example', '--name', 'The Operator', '--organization', 'First Campaign'];
  await ascribe(['admin', 'create', ...names, '--password-file', '-']);
  await log.sequenceAll();
  await writeFile(join(folder, 'checkpoint'), log.memory.note ?? '');
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function ascribe(argv: string[], owner = database.ownerUrl): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
    askSecret: undefined,
    readInput: async () => await Promise.resolve(PASSWORD),
  };
  const environment = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: owner, ASCRIBE_DATA_DIR: folder };
  return { code: await run(argv, terminal, () => new Config(environment)), ...said };
}

const fsck = async (...options: string[]) =>
  await ascribe(['ledger', 'fsck', '--key', log.signer.vkey, '--state', folder, ...options]);

async function as(connectionString: string, ...texts: string[]): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const text of texts) {
      await client.query(text);
    }
  } finally {
    await client.end();
  }
}

describe('ascribe ledger fsck', () => {
  it('says that everything is what the log says, and meanwhile what it does', async () => {
    const { code, out, err } = await fsck();
    expect({ code, out }).toEqual({
      code: 0,
      out: '3 entries, 3 of them in the log. Everything in the database is what the log says.\n',
    });
    expect(err).toMatch(/^The log: .*\nEntries: .*\nRecords of cases: .*\nRecords of organizations: .*\nReceipts\n$/);
    const { out: json } = await fsck('--json');
    expect(JSON.parse(json)).toEqual({ v: 1, sound: true, size: 3, entries: 3, findings: [], totals: {} });
  });

  it('names what is not, in words and as JSON', async () => {
    await as(database.ownerUrl, `UPDATE organization SET name = 'Another Campaign'`);
    const { code, out } = await fsck();
    expect(code).toBe(1);
    expect(out).toContain('Something in the database is not what the log says.');
    expect(out).toMatch(
      /\nrow_differs \(1\): The row of a record is not what its entries give\.\n {2}organization [0-9a-f-]{36}, name\n/,
    );
    expect(out).not.toContain('Another Campaign');
    const answer = JSON.parse((await fsck('--json')).out) as object;
    expect(answer).toMatchObject({
      sound: false,
      findings: [{ code: 'row_differs', table: 'organization', member: 'name' }],
      totals: { row_differs: 1 },
    });
    await as(database.ownerUrl, `UPDATE organization SET name = 'First Campaign'`);
  });

  it('needs to read everything, and nothing else', async () => {
    const url = new URL(database.ownerUrl);
    url.username = ROLE;
    url.password = ROLE;
    const asked = ['ledger', 'fsck', '--key', log.signer.vkey, '--state', folder];
    await as(database.superuserUrl, `CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}' IN ROLE pg_read_all_data`);
    try {
      const held = await ascribe(asked, url.href);
      expect(held).toMatchObject({ code: 3, out: '' });
      expect(held.err).toContain('The role may not do that in the database.');
      await as(
        database.superuserUrl,
        `ALTER ROLE ${ROLE} BYPASSRLS`,
        `GRANT EXECUTE ON FUNCTION kind_inside_only(text) TO ${ROLE}`,
      );
      expect(await ascribe(asked, url.href)).toMatchObject({ code: 0, out: expect.stringContaining('Everything') });
    } finally {
      await as(database.superuserUrl, `DROP OWNED BY ${ROLE}`, `DROP ROLE ${ROLE}`);
    }
  });

  it('says what it does not understand, and what it cannot read', async () => {
    expect(await fsck('--deep')).toMatchObject({ code: 2, out: '' });
    expect(await ascribe(['ledger', 'fsck', '--key', 'x'])).toMatchObject({
      code: 2,
      err: '--key is the key of the log, written <name>+<id>+<Base64>. See `ascribe help`.\n',
    });
    const nowhere = join(folder, 'nowhere');
    expect(await ascribe(['ledger', 'fsck', '--state', nowhere])).toMatchObject({
      code: 3,
      err: `There is no checkpoint in ${nowhere}.\n`,
    });
    expect(await ascribe(['ledger', 'fsck'], 'postgres://o:p@127.0.0.1:1/x')).toMatchObject({
      code: 3,
      err: 'The database server does not answer. Check the address and that it runs.\n',
    });
  });

  it('is described by --help, with its options', async () => {
    const { code, out } = await ascribe(['ledger', 'fsck', '--help']);
    expect(code).toBe(0);
    expect(out).toContain('ascribe ledger fsck [--json] [--key KEY] [--state FOLDER]');
  });
});
