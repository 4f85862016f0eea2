import { SeedCatalogue } from '@app/parties';
import { migrate, type Config } from '@app/platform';
import { optionsOf } from './options.js';
import { requireUrl, withDomain } from './program.js';
import type { Terminal } from './terminal.js';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** `ascribe migrate`: the schema, the rights of the application's role, and the shipped catalogue. */
export async function migrateDatabase(args: string[], terminal: Terminal, config: () => Config): Promise<void> {
  optionsOf(args, []);
  const read = config();
  const ownerUrl = requireUrl(read.databaseOwnerUrl, 'DATABASE_OWNER_URL');
  const appRole = decodeURIComponent(new URL(requireUrl(read.databaseUrl, 'DATABASE_URL')).username);
  const { ledgerDatabaseUrl } = read;
  const ledgerRole = ledgerDatabaseUrl && decodeURIComponent(new URL(ledgerDatabaseUrl).username);
  const { applied } = await migrate({ ownerUrl, appRole, ledgerRole });
  const { changed } = await withDomain(read, async (app) => await app.get(SeedCatalogue).execute());
  terminal.out(
    `The database is up to date: ${counted(applied.length, 'migration', 'migrations')} applied, ` +
      `${counted(changed, 'entry', 'entries')} of the catalogue loaded.\n`,
  );
}
