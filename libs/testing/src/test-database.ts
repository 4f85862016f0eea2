import pg from 'pg';

/** A database of the test's own worker: migrated, empty, on a real server. */
export interface TestDatabase {
  readonly name: string;
  /** The application's role. */
  readonly appUrl: string;
  /** The role that owns the schema; for what the application may not do. */
  readonly ownerUrl: string;
  /** The sequencer's role. */
  readonly ledgerUrl: string;
  /** A role that nothing in the database holds back. */
  readonly superuserUrl: string;
}

/**
 * The database of this jest worker, as the last test file left it. Most files want {@link freshTestDatabase}.
 *
 * `tools/jest-database-setup.mjs` makes one for each worker and says in the environment where.
 *
 * @param suffix names another one beside it (`_b`), for a test that needs two; lower-case letters, digits and `_`.
 */
export function testDatabase(suffix = ''): TestDatabase {
  const name = `${required('TEST_DATABASE_PREFIX')}_${process.env['JEST_WORKER_ID'] ?? '1'}${suffix}`;
  return {
    name,
    appUrl: withName(required('TEST_DATABASE_APP_URL'), name),
    ownerUrl: withName(required('TEST_DATABASE_OWNER_URL'), name),
    ledgerUrl: withName(required('TEST_DATABASE_LEDGER_URL'), name),
    superuserUrl: withName(required('TEST_DATABASE_SERVER'), name),
  };
}

/**
 * The database of this jest worker, anew from the migrated template. Who is still connected is
 * thrown out: call it before the application starts.
 */
export async function freshTestDatabase(suffix = ''): Promise<TestDatabase> {
  const database = testDatabase(suffix);
  const template = new URL(required('TEST_DATABASE_OWNER_URL'));
  const admin = new pg.Client({ connectionString: required('TEST_DATABASE_SERVER') });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
    await admin.query(
      `CREATE DATABASE ${database.name} OWNER ${template.username} TEMPLATE ${template.pathname.slice(1)}`,
    );
  } finally {
    await admin.end();
  }
  return database;
}

function withName(url: string, name: string): string {
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error('Tests with a database run by `npm test` (tools/test.mjs).');
  }
  return value;
}
