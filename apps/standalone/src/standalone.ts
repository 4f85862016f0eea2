import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SeedCatalogue } from '@app/parties';
import { Config } from '@app/platform';
import { createApi } from '../../api/src/index.js';
import { createWorker } from '../../worker/src/index.js';
import { openDatabase } from './database.js';
import { ledgerKeys } from './ledger-keys.js';
import { loadDemo } from './demo/index.js';
import { greet } from './greeting.js';
import { holdPort } from './port.js';
import { secretsKey } from './secrets-key.js';
import { Running } from './stopping.js';

/** How long requests under way may take to end before their connections are cut. */
const DRAIN_MS = 5_000;

/** dist/web, seen from dist/apps/standalone/src. */
const WEB_DIR = join(import.meta.dirname, '../../../web');
/** dist/verify, likewise. */
const VERIFIER_PAGE = join(import.meta.dirname, '../../../verify/ascribe-verify.html');

/**
 * Starts the whole product in this process: database, migrations, API with the web, jobs, demo.
 * It serves as soon as it can; `/readyz` says ready when the demo is loaded too.
 *
 * @returns a promise of the sentence why it cannot go on, for as long as it runs.
 * @throws {Refusal} and the other errors of `refusal.ts` when it cannot start.
 */
export async function startStandalone(running: Running): Promise<{ readonly died: Promise<string> }> {
  const given = Config.fromEnvironment();
  say('Starting the database ...');
  const database = await openDatabase(given);
  running.add('The database', async () => await database.stop());

  const held = await holdPort(given.port, given.host);
  running.add('The port', async () => await Promise.resolve(held.release()));
  const keys = ledgerKeys(given, database);
  const made = secretsKey(given, database.embedded);
  const config = withAddress(given, held.port, { ...made, ...keys.api });
  const demo = config.demo && database.embedded && !config.production;
  const readiness = { done: false, ready: () => readiness.done };

  say('Starting the API and the jobs ...');
  const api = await createApi({
    config,
    databaseUrl: database.appUrl,
    readiness,
    verifierPage: VERIFIER_PAGE,
    ...(existsSync(WEB_DIR) ? { webDir: WEB_DIR } : {}),
  });
  running.add('The API', async () => await drain(api));
  held.release();
  await api.listen(held.port, config.host);

  await api.get(SeedCatalogue).execute();
  if (demo) {
    await loadDemo({ config, databaseUrl: database.appUrl, log: say });
  }
  // After the demo: its upkeep would forget the keys by which a load that was killed goes on.
  const worker = await createWorker({
    config: withAddress(given, held.port, { ...made, ...keys.worker }),
    databaseUrl: database.appUrl,
  });
  running.add('The jobs', async () => await worker.close());
  readiness.done = true;
  say(greet({ address: addressOf(config), database: database.description, demo, config }));
  return { died: database.died };
}

type Api = Awaited<ReturnType<typeof createApi>>;

/** Takes no new requests and lets those under way end; a stream that has no end is cut. */
async function drain(api: Api): Promise<void> {
  const cut = setTimeout(() => api.getHttpServer().closeAllConnections(), DRAIN_MS);
  try {
    await api.close();
  } finally {
    clearTimeout(cut);
  }
}

/** The configuration once the port is known: links in mails name it. */
function withAddress(config: Config, port: number, made: Readonly<Record<string, string>>): Config {
  return Config.fromEnvironment({
    ...made,
    PORT: String(port),
    ASCRIBE_PUBLIC_URL: config.publicUrl ?? localAddress(config.host, port),
  });
}

const addressOf = (config: Config): string => config.publicUrl ?? '';

function localAddress(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
