import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { NoteSigner } from '@app/ledger';
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

describe('ascribe second-factor reset', () => {
  const RESET = [
    'second-factor',
    'reset',
    '--email',
    'ADMIN@test.example',
    '--reason',
    'Lost the phone; known by voice.',
  ];

  async function givenEnrolled(): Promise<void> {
    await ascribe([...ADMIN, '--password-file', passwordFile]);
    await ask(
      `INSERT INTO second_factor (user_id, secret, last_step, enrolled_at) SELECT id, '\\x01', 1, now() FROM app_user`,
    );
    await ask(`INSERT INTO recovery_code (user_id, code_hash, created_at) SELECT id, '\\x02', now() FROM app_user`);
    await ask(`INSERT INTO session (token_hash, id, user_id, csrf_token, created_at, expires_at, second_factor_at)
      SELECT '\\x03', gen_random_uuid(), id, 'x', now(), now() + interval '1 day', now() FROM app_user`);
    await ask(`INSERT INTO known_device (token_hash, user_id, created_at, expires_at)
      SELECT '\\x04', id, now(), now() + interval '1 day' FROM app_user`);
  }

  const left = async () =>
    await ask(`SELECT (SELECT count(*)::int FROM second_factor) AS factors, (SELECT count(*)::int FROM recovery_code) AS codes,
      (SELECT count(*)::int FROM known_device) AS devices,
      (SELECT count(*)::int FROM session WHERE ended_at IS NULL OR second_factor_at IS NOT NULL) AS sessions`);

  it('takes it away, ends every session, and leaves a record with the reason', async () => {
    await givenEnrolled();
    const { code, out, err } = await ascribe(RESET);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^The Operator signs in without a second factor until they set up another one;/);
    expect(await left()).toEqual([{ factors: 0, codes: 0, devices: 0, sessions: 0 }]);
    expect(await ask('SELECT kind, source, reason FROM sign_in_event')).toEqual([
      { kind: 'second_factor_reset', source: null, reason: 'Lost the phone; known by voice.' },
    ]);
    const [last] = await ask(
      `SELECT convert_from(p.body, 'UTF8')::jsonb AS body FROM history_payload p JOIN history_entry e ON e.id = p.entry_id
       WHERE e.incident_id IS NULL ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1`,
    );
    expect(last?.['body']).toMatchObject({
      action: 'member.second_factor_reset',
      subject: { kind: 'member' },
      reason: 'Lost the phone; known by voice.',
    });
  });

  it('changes nothing for somebody who has none, or is nobody, or without a reason', async () => {
    await givenEnrolled();
    expect((await ascribe(RESET.with(3, 'nobody@test.example'))).err).toBe(
      'Nobody has the e-mail nobody@test.example.\n',
    );
    expect(await ascribe(RESET.slice(0, 4))).toMatchObject({
      code: 2,
      err: expect.stringContaining('--reason is missing'),
    });
    expect(await left()).toEqual([{ factors: 1, codes: 1, devices: 1, sessions: 1 }]);
    await ascribe(RESET);
    expect(await ascribe(RESET)).toMatchObject({
      code: 1,
      err: expect.stringContaining('has no second factor set up'),
    });
  });
});

describe('ascribe ledger keys', () => {
  const keys = async (...more: string[]): Promise<Outcome> =>
    await ascribe(['ledger', 'keys', '--origin', 'ascribe.test/log', '--folder', join(folder, 'keys'), ...more]);
  const kept = async (role: string): Promise<string[]> =>
    (await readFile(join(folder, 'keys', `${role}-key`), 'utf8')).trim().split('\n');

  it('makes two keys that the configuration takes, for their owner only, and prints what everyone may know', async () => {
    const { code, out } = await keys();
    expect(code).toBe(0);
    const [log = ''] = await kept('log');
    const [receipt = ''] = await kept('receipt');
    expect((await stat(join(folder, 'keys', 'log-key'))).mode % 0o1000).toBe(0o600);
    expect(out).toContain(`The log is signed by ${NoteSigner.of(log).vkey}`);
    expect(out).not.toContain('PRIVATE');
    const config = new Config({
      DATABASE_URL: database.appUrl,
      LEDGER_DATABASE_URL: database.ledgerUrl,
      ASCRIBE_LEDGER_KEY_FILE: join(folder, 'keys', 'log-key'),
      ASCRIBE_RECEIPT_KEY: receipt,
    });
    expect(config.ledgerKeys.map((key) => key.reveal())).toEqual([log]);
    expect(NoteSigner.of(receipt).name).toBe('ascribe.test/log/receipts');
  });

  it('never writes over a key, and puts a new one before it where it is asked to', async () => {
    await keys();
    const before = await kept('log');
    expect(await keys()).toMatchObject({ code: 1, err: expect.stringContaining('is there already') });
    expect((await keys('--replace', 'log')).code).toBe(0);
    expect((await kept('log')).slice(1)).toEqual(before);
    expect(await kept('receipt')).toHaveLength(1);
    expect((await keys('--replace', 'both')).code).toBe(2);
  });

  it('refuses an origin that no checkpoint could have', async () => {
    for (const origin of ['https://ascribe.test', 'two words', 'a+b', 'x'.repeat(200)]) {
      expect((await ascribe(['ledger', 'keys', '--origin', origin, '--folder', folder])).code).toBe(2);
    }
  });
});
