import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Config } from '@app/platform';
import { freshTestDatabase, type TestDatabase } from '@app/testing';
import { run } from '../src/run.js';

const PASSWORD = 'correct horse battery staple';
const ADMIN = [
  'admin',
  'create',
  '--email',
  'admin@test.example',
  '--name',
  'The Operator',
  '--organization',
  'First Campaign',
];

let database: TestDatabase;
let folder: string;
let passwordFile: string;

beforeEach(async () => {
  database = await freshTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'ascribe-cli-'));
  passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${PASSWORD}\n`);
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ascribe(
  argv: string[],
  { environment, typed, input }: { environment?: Record<string, string>; typed?: string[]; input?: string } = {},
): Promise<Outcome> {
  const outcome = { out: '', err: '' };
  const answers = [...(typed ?? [])];
  const terminal = {
    out: (text: string) => void (outcome.out += text),
    err: (text: string) => void (outcome.err += text),
    askSecret: typed ? async () => await Promise.resolve(answers.shift() ?? '') : undefined,
    readInput: async () => await Promise.resolve(input ?? ''),
  };
  const urls = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  const code = await run(argv, terminal, () => new Config(environment ?? urls));
  return { code, ...outcome };
}

async function ask(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const people = async (): Promise<unknown> => await ask('SELECT count(*)::int AS people FROM app_user');

describe('ascribe migrate', () => {
  it('brings the database up to date, and again does nothing', async () => {
    const first = await ascribe(['migrate']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /^The database is up to date: 0 migrations applied, \d\d entries of the catalogue loaded\.\n$/,
    );
    expect((await ascribe(['migrate'])).out).toContain(' 0 entries of the catalogue loaded');
    expect(await ask(`SELECT count(*)::int > 20 AS loaded FROM threat_actor`)).toEqual([{ loaded: true }]);
  });

  it('says what is missing', async () => {
    expect(await ascribe(['migrate'], { environment: { DATABASE_URL: database.appUrl } })).toEqual({
      code: 1,
      out: '',
      err: 'Set DATABASE_OWNER_URL first: the connection to the database.\n',
    });
    expect((await ascribe(['migrate'], { environment: { DATABASE_URL: 'mysql://x' } })).err).toMatch(
      /^DATABASE_URL is not a URL/,
    );
    const nowhere = {
      DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x',
      DATABASE_OWNER_URL: 'postgres://o:secret@127.0.0.1:1/x',
    };
    const { code, err } = await ascribe(['migrate'], { environment: nowhere });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'The database server does not answer. Check the address and that it runs.\n',
    });
  });

  it('is refused by a database of a newer version', async () => {
    await ask(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'FromTheFuture9999999999999')`);
    const { code, err } = await ascribe(['migrate']);
    expect(code).toBe(1);
    expect(err).toMatch(/newer version of Ascribe/);
  });
});

describe('ascribe admin create', () => {
  it('makes an administrator who owns an organization with its party', async () => {
    expect(await ascribe([...ADMIN, '--password-file', passwordFile])).toEqual({
      code: 0,
      out: 'The Operator can sign in as admin@test.example, administers this installation and owns First Campaign.\n',
      err: '',
    });
    expect(
      await ask(
        `SELECT u.email, u.administrator, u.password_hash LIKE '$argon2id$%' AS hashed, m.role, o.name, o.kind, p.name AS party
         FROM app_user u JOIN membership m ON m.user_id = u.id JOIN organization o ON o.id = m.organization_id JOIN party p ON p.organization_id = o.id`,
      ),
    ).toEqual([
      {
        email: 'admin@test.example',
        administrator: true,
        hashed: true,
        role: 'owner',
        name: 'First Campaign',
        kind: 'campaign',
        party: 'First Campaign',
      },
    ]);
  });

  it('asks for the password twice, or reads it from the standard input', async () => {
    expect(await ascribe(ADMIN, { typed: [PASSWORD, 'something else entirely'] })).toMatchObject({
      code: 1,
      err: 'The two passwords differ.\n',
    });
    expect(await ascribe(ADMIN, { typed: [PASSWORD, PASSWORD] })).toMatchObject({ code: 0 });
    const other = ADMIN.map((word) => word.replace('admin@', 'second@').replace('First', 'Second'));
    expect(await ascribe([...other, '--password-file', '-'], { input: `${PASSWORD}\r\n` })).toMatchObject({ code: 0 });
  });

  it('takes no weak password, and no password among the arguments', async () => {
    for (const weak of ['short', 'ascribe-demo', 'aaaaaaaaaaaaaaaa', 'admin@test.example']) {
      expect(await ascribe(ADMIN, { typed: [weak, weak] })).toMatchObject({ code: 1 });
    }
    for (const shown of [['--password', PASSWORD], [`--password=${PASSWORD}`]]) {
      const { code, err } = await ascribe([...ADMIN, ...shown]);
      expect(code).toBe(2);
      expect(err).toMatch(/--password-file/);
      expect(err).not.toContain(PASSWORD);
    }
    expect(await people()).toEqual([{ people: 0 }]);
  });

  it('makes nobody twice', async () => {
    await ascribe([...ADMIN, '--password-file', passwordFile]);
    const before = await people();
    const again = await ascribe([...ADMIN, '--password-file', passwordFile]);
    expect(again).toMatchObject({ code: 1, err: 'There is a person with the e-mail admin@test.example already.\n' });
    const other = ADMIN.map((word) => word.replace('admin@', 'second@'));
    expect(await ascribe([...other, '--password-file', passwordFile])).toMatchObject({
      code: 1,
      err: 'There is an organization called First Campaign already.\n',
    });
    expect(await people()).toEqual(before);
  });

  it('says in one sentence what of the command line it does not understand', async () => {
    const wrong: string[][] = [
      ['admin', 'create'],
      ['admin', 'create', '--email', 'a@b.example', '--name', 'A'],
      [...ADMIN, '--email', 'b@c.example'],
      [...ADMIN, '--role', 'owner'],
      [...ADMIN, 'left over'],
      [...ADMIN, '--kind', 'party'],
      [...ADMIN.slice(0, 3), 'not-an-address', ...ADMIN.slice(4)],
      [...ADMIN.slice(0, 5), 'Two\nlines', ...ADMIN.slice(6)],
      ADMIN,
      ['admin'],
      ['admin', 'destroy'],
      ['constructor'],
      ['migrate', '--force'],
    ];
    for (const argv of wrong) {
      const { code, out, err } = await ascribe(argv);
      expect({ argv, code, out }).toEqual({ argv, code: 2, out: '' });
      expect(err).toMatch(/^[^\n]+\. See `ascribe help`\.\n$/);
    }
    expect((await ascribe([...ADMIN, '--password-file', join(folder, 'missing')])).err).toBe(
      'The file that --password-file names cannot be read.\n',
    );
    expect(await people()).toEqual([{ people: 0 }]);
  });

  it('says that the database was not migrated', async () => {
    await ask('DROP TABLE api_key, session, invitation, membership, app_user CASCADE');
    expect((await ascribe(ADMIN, { typed: [PASSWORD, PASSWORD] })).err).toBe(
      'The database has no tables of Ascribe. Run `ascribe migrate` first.\n',
    );
  });
});

it('ascribe help explains every command', async () => {
  for (const argv of [['help'], ['--help'], ['admin', 'create', '--help'], ['migrate', '-h']]) {
    const { code, out, err } = await ascribe(argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('ascribe migrate');
    expect(out).toContain('ascribe admin create');
  }
  expect(await ascribe([])).toMatchObject({ code: 2 });
});
