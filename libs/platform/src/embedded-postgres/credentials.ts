import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The four roles: who owns the cluster, who owns the schema, who the application is, who writes the log. */
export const ROLES = {
  superuser: 'postgres',
  owner: 'ascribe_owner',
  app: 'ascribe_app',
  ledger: 'ascribe_ledger',
} as const;

export const DATABASE = 'ascribe';

/** A random password for each role. */
export type Credentials = Readonly<Record<keyof typeof ROLES, string>>;

const file = (dataDir: string): string => join(dataDir, 'postgres-credentials.json');

/** 192 bits; no character that SQL or a URL would take otherwise. */
const password = (): string => randomBytes(24).toString('base64url');

export const newCredentials = (): Credentials => ({
  superuser: password(),
  owner: password(),
  app: password(),
  ledger: password(),
});

/** Undefined when there are none, or no whole ones. Those from before there was a log have no password of its role. */
export function readCredentials(dataDir: string): (Omit<Credentials, 'ledger'> & { ledger?: string }) | undefined {
  try {
    const found = JSON.parse(readFileSync(file(dataDir), 'utf8')) as Partial<Credentials>;
    const { superuser, owner, app, ledger } = found;
    return superuser && owner && app ? { superuser, owner, app, ...(ledger ? { ledger } : {}) } : undefined;
  } catch {
    return undefined;
  }
}

export function writeCredentials(dataDir: string, credentials: Credentials): void {
  const unfinished = `${file(dataDir)}.new`;
  writeFileSync(unfinished, `${JSON.stringify(credentials, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  renameSync(unfinished, file(dataDir));
}
