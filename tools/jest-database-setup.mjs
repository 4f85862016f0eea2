// Jest's global setup of the projects that need a database: one template, migrated, and a copy of
// it for each worker. How tests find theirs: libs/testing/src/test-database.ts.
//
// In:  TEST_DATABASE_SERVER   URL of a superuser; tools/test.mjs sets it.
//      TEST_DATABASE_PREFIX   names begin so; two runs on one server need two. Default: ascribe_test
// Out: TEST_DATABASE_OWNER_URL, TEST_DATABASE_APP_URL, TEST_DATABASE_LEDGER_URL   the template, for each role;
//      a worker's copy is named <prefix>_<JEST_WORKER_ID> instead of <prefix>_template.
import pg from 'pg';
import { importSource } from './import-source.mjs';

const OWNER = 'ascribe_owner';
const APP = 'ascribe_app';
const LEDGER = 'ascribe_ledger';
/** Of throw-away databases; the product's own are random. */
const PASSWORD = 'ascribe-test';

export default async function setUpDatabases({ maxWorkers }) {
  const server = process.env.TEST_DATABASE_SERVER;
  if (!server) {
    throw new Error('These tests need a PostgreSQL server: run them by `npm test`, or set TEST_DATABASE_SERVER.');
  }
  const prefix = (process.env.TEST_DATABASE_PREFIX ??= 'ascribe_test');
  const template = `${prefix}_template`;
  process.env.TEST_DATABASE_OWNER_URL = urlOf(server, template, OWNER);
  process.env.TEST_DATABASE_APP_URL = urlOf(server, template, APP);
  process.env.TEST_DATABASE_LEDGER_URL = urlOf(server, template, LEDGER);

  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    for (const role of [OWNER, APP, LEDGER]) {
      await ensureRole(admin, role);
    }
    await createDatabase(admin, template, 'template0');
    const { migrate } = await importSource('libs/platform/src/database/migrate.ts');
    await migrate({ ownerUrl: process.env.TEST_DATABASE_OWNER_URL, appRole: APP, ledgerRole: LEDGER });
    for (let worker = 1; worker <= maxWorkers; worker += 1) {
      await createDatabase(admin, `${prefix}_${worker}`, template);
    }
  } finally {
    await admin.end();
  }
}

async function ensureRole(admin, role) {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  await admin.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
}

async function createDatabase(admin, name, template) {
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${name} OWNER ${OWNER} TEMPLATE ${template} ENCODING 'UTF8'`);
}

function urlOf(server, database, role) {
  const url = new URL(server);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = PASSWORD;
  return url.href;
}
