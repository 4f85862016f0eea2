import { runMigrations } from 'bullmq';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/index.js';
import { FUNCTIONS, LEDGER_PRIVILEGES, PRIVILEGES } from './privileges.js';
import { SESSION_LOCKS } from './session-locks.js';

/** Schema of BullMQ's own tables; they hold wake-ups, never obligations. */
export const QUEUE_SCHEMA = 'bullmq';

export class NewerSchema extends Error {
  constructor(readonly unknown: readonly string[]) {
    super(
      `The database was written by a newer version of Ascribe (migration ${unknown.at(-1)}). Start that version, or restore an older backup.`,
    );
  }
}

export interface MigrateOptions {
  /** Connection of the role that owns the schema. */
  readonly ownerUrl: string;
  /** Name of the application's role; it gets what {@link PRIVILEGES} lists and nothing else. */
  readonly appRole: string;
  /** Name of the sequencer's role; it gets what {@link LEDGER_PRIVILEGES} lists and nothing else. Without it nothing is sequenced here. */
  readonly ledgerRole?: string | undefined;
}

/**
 * Brings the database to this version's schema and sets the application role's rights.
 * Safe to call from many processes at once.
 *
 * @throws {NewerSchema} when the database holds migrations that this version does not know.
 */
export async function migrate({ ownerUrl, appRole, ledgerRole }: MigrateOptions): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [SESSION_LOCKS.migration]);
    await refuseNewer(client);
    const applied = await applyMigrations(ownerUrl);
    await runMigrations(client, QUEUE_SCHEMA);
    await grant(client, appRole);
    if (ledgerRole !== undefined) {
      await grantLedger(client, ledgerRole);
    }
    return { applied };
  } finally {
    await client.end();
  }
}

async function refuseNewer(client: pg.Client): Promise<void> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('public.migration') IS NOT NULL AS there",
  );
  if (!found[0]?.there) {
    return;
  }
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migration ORDER BY id');
  const known = new Set(MIGRATIONS.map((migration) => migration.name));
  const unknown = rows.map((row) => row.name).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new NewerSchema(unknown);
  }
}

async function applyMigrations(ownerUrl: string): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    poolSize: 1,
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

async function grant(client: pg.Client, appRole: string): Promise<void> {
  const role = pg.escapeIdentifier(appRole);
  await client.query(`
    GRANT USAGE ON SCHEMA public TO ${role};
    ${granted(PRIVILEGES, role)}
    GRANT EXECUTE ON FUNCTION ${FUNCTIONS.join(', ')} TO ${role};
    GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${role};`);
}

/** The sequencer sees the log and no case: every other table is closed to it. */
async function grantLedger(client: pg.Client, ledgerRole: string): Promise<void> {
  const role = pg.escapeIdentifier(ledgerRole);
  await client.query(`GRANT USAGE ON SCHEMA public TO ${role}; ${granted(LEDGER_PRIVILEGES, role)}`);
}

const granted = (privileges: typeof PRIVILEGES, role: string): string =>
  Object.entries(privileges)
    .map(([table, rights]) => `REVOKE ALL ON ${table} FROM ${role}; GRANT ${rights.join(', ')} ON ${table} TO ${role};`)
    .join('\n');
