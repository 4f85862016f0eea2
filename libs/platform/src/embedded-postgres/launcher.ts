import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { chown, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { complete, copyInstallation, type Installation } from './installation.js';

/** Runs PostgreSQL's programs as a user that they accept. */
export interface Launcher {
  /** For the log: as whom, in what way. */
  readonly description: string;
  /** The server's version, as `postgres --version` says it. */
  readonly version: string;
  /** Starts a program on the cluster at `clusterDir`, which is its working directory. */
  launch(program: string, args: readonly string[], options: LaunchOptions): ChildProcess;
  /** Gives the cluster to the user that the programs run as. */
  own(clusterDir: string): Promise<void>;
}

export interface LaunchOptions {
  readonly clusterDir: string;
  readonly stdio: StdioOptions;
  /** In a session of its own, out of reach of the terminal's Ctrl-C. */
  readonly detached?: boolean;
}

interface Way {
  readonly description: string;
  readonly installation: Installation;
  /** What stands before the program on the command line. */
  readonly prefix: readonly string[];
  /** User and group that the process is put into. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/**
 * The argument for `-D`. The programs run in the cluster's folder and name it by /proc/self/cwd:
 * a user who may not pass through the folders above (a home with mode 0700) can still work there,
 * as the kernel need not walk the path.
 */
export const dataDirArgument = (clusterDir: string): string =>
  process.platform === 'linux' ? '/proc/self/cwd' : clusterDir;

/** Nothing of the caller's environment: PGDATA, PGPORT, LC_ALL and the like would change what runs. */
const ENVIRONMENT = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
};

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as it is. Root tries, in order:
 * a user namespace, in which root's files belong to `nobody` and everything stays in place;
 * `nobody` itself (containers often refuse namespaces); `nobody` with a copy of the programs,
 * as those in node_modules may lie below a folder that only root can enter.
 *
 * @throws {EmbeddedPostgresError} when no way works.
 */
export async function findLauncher(installation: Installation, dataDir: string): Promise<Launcher> {
  const complaints: string[] = [];
  for await (const way of waysToRun(await completed(installation, dataDir))) {
    try {
      return new WayLauncher(way, await probe(way));
    } catch (error) {
      complaints.push(`${way.description}: ${firstLine(error)}`);
    }
  }
  throw new EmbeddedPostgresError(`The embedded PostgreSQL cannot run here (${complaints.join('; ')}).`);
}

async function completed(installation: Installation, dataDir: string): Promise<Installation> {
  return complete(installation)
    ? installation
    : await copyInstallation(installation, join(dataDir, `postgres-programs-${installation.packageVersion}`));
}

async function* waysToRun(installation: Installation): AsyncGenerator<Way> {
  if (process.getuid?.() !== 0) {
    yield { description: 'as this user', installation, prefix: [], user: undefined };
    return;
  }
  const user = nobody();
  const map = [`--map-user=${user.uid}`, `--map-group=${user.gid}`];
  yield {
    description: 'in a user namespace',
    installation,
    prefix: ['unshare', '--user', ...map, '--'],
    user: undefined,
  };
  yield { description: 'as nobody', installation, prefix: [], user };
  const copy = await copyInstallation(installation, join(sharedFolder(), installation.packageVersion));
  yield { description: 'as nobody with copied programs', installation: copy, prefix: [], user };
}

class WayLauncher implements Launcher {
  readonly description: string;

  constructor(
    private readonly way: Way,
    readonly version: string,
  ) {
    this.description = way.description;
  }

  launch(program: string, args: readonly string[], options: LaunchOptions): ChildProcess {
    const [file, rest] = commandLine(this.way, program, args);
    return spawn(file, rest, {
      ...this.way.user,
      cwd: options.clusterDir,
      stdio: options.stdio,
      detached: options.detached ?? false,
      env: ENVIRONMENT,
    });
  }

  async own(clusterDir: string): Promise<void> {
    if (process.getuid?.() !== 0) {
      return;
    }
    // In the namespace root's own files are nobody's; without it they must be given away.
    const { uid, gid } = this.way.user ?? { uid: 0, gid: 0 };
    if ((await lstat(clusterDir)).uid !== uid) {
      await giveTo(clusterDir, uid, gid);
    }
  }
}

/** The folder itself last: it tells whether all is done. */
async function giveTo(path: string, uid: number, gid: number): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) {
      await giveTo(child, uid, gid);
    } else if (entry.isFile()) {
      await chown(child, uid, gid);
    }
  }
  await chown(path, uid, gid);
}

const commandLine = (way: Way, program: string, args: readonly string[]): [string, string[]] => {
  const [file = '', ...rest] = [...way.prefix, join(way.installation.dir, 'bin', program), ...args];
  return [file, rest];
};

async function probe(way: Way): Promise<string> {
  const [file, args] = commandLine(way, 'postgres', ['--version']);
  const { stdout } = await promisify(execFile)(file, args, {
    ...way.user,
    cwd: '/',
    env: ENVIRONMENT,
  });
  return /\d+(?:\.\d+)*/.exec(stdout)?.[0] ?? stdout.trim();
}

/** `initdb` looks its user up by name, so the id must be one that this machine knows. */
function nobody(): { uid: number; gid: number } {
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  return { uid: Number(line?.[1] ?? 65_534), gid: Number(line?.[2] ?? 65_534) };
}

/**
 * A folder that everyone can enter and only root can write, for programs that `nobody` runs.
 *
 * @throws {EmbeddedPostgresError} if somebody else made it: its programs would be theirs.
 */
function sharedFolder(): string {
  const dir = '/var/tmp/ascribe-postgres';
  if (mkdirSync(dir, { recursive: true })) {
    chmodSync(dir, 0o755); // whatever the umask is
  }
  const found = lstatSync(dir);
  if (found.uid !== 0 || !found.isDirectory() || (found.mode & 0o022) !== 0) {
    throw new EmbeddedPostgresError(`${dir} does not belong to root alone. Remove it.`);
  }
  return dir;
}

const firstLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr?.trim() || message).split('\n')[0] ?? '';
};
