import { migrate, startEmbeddedPostgres, type Config } from '@app/platform';
import { markDataFolder, openDataFolder } from './data-folder.js';
import { Refusal } from './refusal.js';

/** The database that the product works on: the embedded one, or the operator's. */
export interface ProductDatabase {
  readonly appUrl: string;
  /** Of the sequencer's role; undefined where nothing is sequenced here. */
  readonly ledgerUrl: string | undefined;
  readonly embedded: boolean;
  /** For the person who started it. */
  readonly description: string;
  /** Resolves with a sentence if the embedded server ends by itself. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

const never = new Promise<string>(() => undefined);

export async function openDatabase(config: Config): Promise<ProductDatabase> {
  return config.databaseUrl ? await openGiven(config, config.databaseUrl) : await openEmbedded(config);
}

async function openEmbedded({ dataDir }: Config): Promise<ProductDatabase> {
  openDataFolder(dataDir);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await migrate({ ownerUrl: postgres.ownerUrl, appRole: postgres.appRole, ledgerRole: postgres.ledgerRole });
    markDataFolder(dataDir);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  return {
    appUrl: postgres.appUrl,
    ledgerUrl: postgres.ledgerUrl,
    embedded: true,
    description: `PostgreSQL ${postgres.version}, embedded, in ${dataDir}`,
    died: postgres.died,
    stop: async () => await postgres.stop(),
  };
}

async function openGiven({ databaseOwnerUrl, ledgerDatabaseUrl }: Config, appUrl: string): Promise<ProductDatabase> {
  const { host, username, pathname } = new URL(appUrl);
  if (databaseOwnerUrl) {
    try {
      await migrate({
        ownerUrl: databaseOwnerUrl,
        appRole: decodeURIComponent(username),
        ledgerRole: ledgerDatabaseUrl && decodeURIComponent(new URL(ledgerDatabaseUrl).username),
      });
    } catch (error) {
      throw isUnreachable(error)
        ? new Refusal(
            `The database server at ${new URL(databaseOwnerUrl).host} does not answer. Check DATABASE_OWNER_URL.`,
          )
        : error;
    }
  }
  return {
    appUrl,
    ledgerUrl: ledgerDatabaseUrl,
    embedded: false,
    description: `PostgreSQL at ${host}${pathname}`,
    died: never,
    stop: async () => await Promise.resolve(),
  };
}

const isUnreachable = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ETIMEDOUT', 'EAI_AGAIN'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
