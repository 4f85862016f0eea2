import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { DATABASE, newCredentials, readCredentials, ROLES, writeCredentials, type Credentials } from './credentials.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { dataDirArgument, type Launcher } from './launcher.js';
import { settingArguments, SMALL_SETTINGS } from './settings.js';

export const clusterDirOf = (dataDir: string): string => join(dataDir, 'postgres');

/** Passwords for everyone, superuser included, and no way in but TCP on this machine. */
const WHO_MAY_CONNECT = 'host all all 127.0.0.1/32 scram-sha-256\n';

/**
 * The cluster's credentials, after making the cluster where there is none. It is made aside and
 * put in its place when it is whole: what was interrupted half way is thrown away by the next start.
 *
 * @throws {EmbeddedPostgresError} when it was written by another major version.
 */
export async function prepareCluster(dataDir: string, launcher: Launcher): Promise<Credentials> {
  const clusterDir = clusterDirOf(dataDir);
  await removeUnfinished(dataDir);
  if (!existsSync(join(clusterDir, 'PG_VERSION'))) {
    return await createCluster(dataDir, launcher);
  }
  requireSameMajor(clusterDir, launcher.version);
  await launcher.own(clusterDir);
  const kept = readCredentials(dataDir);
  const { ledger } = kept ?? {};
  return kept && ledger ? { ...kept, ledger } : await renewCredentials(dataDir, launcher, kept);
}

async function createCluster(dataDir: string, launcher: Launcher): Promise<Credentials> {
  const unfinished = join(dataDir, `postgres-unfinished-${process.pid}`);
  await initialize(unfinished, launcher);
  await writeFile(join(unfinished, 'pg_hba.conf'), WHO_MAY_CONNECT);
  const credentials = newCredentials();
  await runSingleUser(unfinished, launcher, [
    `ALTER ROLE ${ROLES.superuser} PASSWORD '${credentials.superuser}'`,
    `CREATE ROLE ${ROLES.owner} LOGIN PASSWORD '${credentials.owner}'`,
    `CREATE ROLE ${ROLES.app} LOGIN PASSWORD '${credentials.app}'`,
    `CREATE ROLE ${ROLES.ledger} LOGIN PASSWORD '${credentials.ledger}'`,
    `CREATE DATABASE ${DATABASE} OWNER ${ROLES.owner}`,
    `REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${DATABASE} TO ${ROLES.app}, ${ROLES.ledger}`,
  ]);
  writeCredentials(dataDir, credentials);
  await rename(unfinished, clusterDirOf(dataDir));
  return credentials;
}

/**
 * The file with the passwords is gone, the data are not: new ones, set without connecting. Or it is from before there
 * was a log: what it has is kept.
 */
async function renewCredentials(
  dataDir: string,
  launcher: Launcher,
  kept: Partial<Credentials> = {},
): Promise<Credentials> {
  const credentials = { ...newCredentials(), ...kept };
  const { ledger } = ROLES;
  await runSingleUser(clusterDirOf(dataDir), launcher, [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${ledger}') THEN CREATE ROLE ${ledger} LOGIN; END IF; END $$`,
    `GRANT CONNECT ON DATABASE ${DATABASE} TO ${ledger}`,
    ...(['superuser', 'owner', 'app', 'ledger'] as const).map(
      (who) => `ALTER ROLE ${ROLES[who]} PASSWORD '${credentials[who]}'`,
    ),
  ]);
  writeCredentials(dataDir, credentials);
  return credentials;
}

async function initialize(clusterDir: string, launcher: Launcher): Promise<void> {
  // Sorting and case by code point and Unicode, the same on every machine. The text search parser
  // asks the C library what a letter is; where that has no C.UTF-8, every non-ASCII character is one.
  const characterTypes = process.platform === 'linux' ? ['C.UTF-8', 'C'] : ['C'];
  let complaint = '';
  for (const characterType of characterTypes) {
    await rm(clusterDir, { recursive: true, force: true });
    await mkdir(clusterDir, { mode: 0o700 });
    await launcher.own(clusterDir);
    const child = launcher.launch(
      'initdb',
      [
        ...['-D', dataDirArgument(clusterDir), '--username', ROLES.superuser],
        ...['--encoding=UTF8', '--locale=C', `--lc-ctype=${characterType}`],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
        // Nobody until pg_hba.conf is ours.
        ...['--auth=reject', '--no-instructions'],
      ],
      { clusterDir, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const { code, errors } = await ended(child);
    if (code === 0) {
      return;
    }
    complaint = errors;
  }
  throw new EmbeddedPostgresError(`The database could not be created: ${lastLine(complaint)}`);
}

/** Statements given to a PostgreSQL that nobody else can reach, without a password. */
async function runSingleUser(clusterDir: string, launcher: Launcher, statements: readonly string[]): Promise<void> {
  const settings = settingArguments({ ...SMALL_SETTINGS, exit_on_error: 'on' });
  const child = launcher.launch('postgres', ['--single', '-D', dataDirArgument(clusterDir), ...settings, 'postgres'], {
    clusterDir,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.stdin?.on('error', () => undefined); // it ended early; its exit code says so
  child.stdin?.end(`${statements.join('\n')}\n`);
  const { code, errors } = await ended(child);
  if (code !== 0) {
    throw new EmbeddedPostgresError(`The database's roles could not be set: ${lastLine(errors)}`);
  }
}

async function ended(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const errors = child.stderr ? text(child.stderr) : Promise.resolve('');
  return { code: await code, errors: await errors };
}

function requireSameMajor(clusterDir: string, version: string): void {
  const cluster = Number(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8'));
  const ours = Number.parseInt(version, 10);
  if (cluster > ours) {
    throw new EmbeddedPostgresError(
      `The data folder was written by PostgreSQL ${cluster}, and this version of Ascribe brings PostgreSQL ${ours}: start the newer Ascribe that wrote it.`,
    );
  }
  if (cluster < ours) {
    throw new EmbeddedPostgresError(
      `The data folder was written by PostgreSQL ${cluster}, and this version of Ascribe brings PostgreSQL ${ours}: dump it with the Ascribe that wrote it and restore it here.`,
    );
  }
}

async function removeUnfinished(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith('postgres-unfinished-')) {
      await rm(join(dataDir, name), { recursive: true, force: true });
    }
  }
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
