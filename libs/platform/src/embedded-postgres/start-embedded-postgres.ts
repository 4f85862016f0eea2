import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { clusterDirOf, prepareCluster } from './cluster.js';
import { DATABASE, ROLES, type Credentials } from './credentials.js';
import { lockDataDir } from './data-dir-lock.js';
import { findInstallation } from './installation.js';
import { findLauncher } from './launcher.js';
import { clearLeftover } from './leftover.js';
import { startServer } from './server.js';
import { SMALL_SETTINGS, type PostgresSettings } from './settings.js';

export interface EmbeddedPostgresOptions {
  /** The folder that is Ascribe's alone; the cluster is `postgres` in it. */
  readonly dataDir: string;
  /** Over {@link SMALL_SETTINGS}; only tests may turn `fsync` off. */
  readonly settings?: PostgresSettings;
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** Role that owns the database and migrates it. */
  readonly ownerUrl: string;
  readonly appRole: string;
  /** Role of the application, with no rights but those that migrations grant. */
  readonly appUrl: string;
  readonly ledgerRole: string;
  /** Role of the sequencer: it writes the log and reads no case. */
  readonly ledgerUrl: string;
  /** For tests that make databases, and for nothing else. */
  readonly superuserUrl: string;
  readonly version: string;
  /** Resolves with a sentence if it ends without having been stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought on a folder of its own: makes the cluster on the first
 * start, ends what a killed run left behind, and recovers what it was doing.
 *
 * It ends when `stop()` is called, and shortly after this process when that is killed.
 *
 * @throws {DataDirInUse} when another process runs on the folder.
 * @throws {EmbeddedPostgresError} when it cannot run, with one sentence that says why.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = realpathSync(options.dataDir);
  const unlock = lockDataDir(dataDir);
  try {
    const launcher = await findLauncher(findInstallation(), dataDir);
    options.log?.(`PostgreSQL ${launcher.version}, ${launcher.description}`);
    await clearLeftover(clusterDirOf(dataDir));
    const credentials = await prepareCluster(dataDir, launcher);
    const server = await startServer({
      clusterDir: clusterDirOf(dataDir),
      logFile: join(dataDir, 'postgres.log'),
      launcher,
      settings: { ...SMALL_SETTINGS, ...options.settings },
    });
    return {
      ...urls(credentials, server.port),
      version: launcher.version,
      died: server.died,
      stop: async () => {
        await server.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function urls(credentials: Credentials, port: number) {
  const url = (who: keyof Credentials, database: string): string =>
    `postgres://${ROLES[who]}:${credentials[who]}@127.0.0.1:${port}/${database}`;
  return {
    ownerUrl: url('owner', DATABASE),
    appRole: ROLES.app,
    appUrl: url('app', DATABASE),
    ledgerRole: ROLES.ledger,
    ledgerUrl: url('ledger', DATABASE),
    superuserUrl: url('superuser', 'postgres'),
  };
}
