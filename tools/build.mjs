// Builds what is not built: the server programs to dist/apps and dist/libs, the web to dist/web.
// Each part leaves a stamp of its sources, so that nothing is built twice.
//   node tools/build.mjs [--force]
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.mjs';
import { runQuietly } from './run-quietly.mjs';

const PARTS = {
  server: {
    title: 'the server',
    sources: ['apps/api', 'apps/worker', 'apps/standalone', 'apps/cli', 'apps/witness', 'libs', 'tsconfig.json'],
    also: ['nest-cli.json', 'package-lock.json'],
    result: 'dist/apps/standalone/src/main.js',
    build: buildServer,
  },
  web: {
    title: 'the web',
    sources: ['apps/web', 'libs/api-client', 'libs/verify', 'package-lock.json'],
    also: [],
    result: 'dist/web/index.html',
    build: () =>
      runQuietly(
        'vite/bin/vite.js',
        ['build', '--config', 'apps/web/vite.config.ts', '--configLoader', 'runner', '--logLevel', 'warn'],
        {
          env: { NODE_ENV: 'production' },
        },
      ),
  },
  witness: {
    title: 'the witness',
    sources: ['apps/witness/src', 'libs/verify/src', 'tools/build-witness.mjs', 'package-lock.json'],
    also: [],
    result: 'dist/witness/ascribe-witness.mjs',
    // Imported here: where the product only runs, the bundler is not installed.
    build: () => timed(async () => await (await import('./build-witness.mjs')).buildWitness()),
  },
  verify: {
    title: 'the verifier',
    sources: [
      'libs/verify/src',
      'libs/verify/page',
      'tools/build-verify.mjs',
      'tools/build-witness.mjs',
      'package.json',
    ],
    also: ['package-lock.json', 'LICENSE'],
    result: 'dist/verify/ascribe-verify.html',
    build: () => timed(async () => await (await import('./build-verify.mjs')).buildVerify()),
  },
};

/** As `runQuietly` answers. */
async function timed(work) {
  const begun = performance.now();
  const done = await work().then(
    () => ({ ok: true, output: '' }),
    (error) => ({ ok: false, output: error.message }),
  );
  return { ...done, seconds: ((performance.now() - begun) / 1000).toFixed(1) };
}

/**
 * @param {{ force?: boolean, only?: (keyof typeof PARTS)[], log?: (line: string) => void }} options
 * @returns {Promise<boolean>} whether everything is built now
 */
export async function build({ force = false, only, log = console.log } = {}) {
  const parts = (only ?? Object.keys(PARTS)).filter(isInTree);
  const stale = [];
  for (const name of parts) {
    const stamp = await stampOf(PARTS[name]);
    if (force || !existsSync(join(ROOT, PARTS[name].result)) || stamp !== (await readStamp(name))) {
      stale.push([name, stamp]);
    }
  }
  if (stale.length === 0) {
    return true;
  }
  log(`Building ${stale.map(([name]) => PARTS[name].title).join(' and ')} ...`);
  const results = await Promise.all(stale.map(([name, stamp]) => buildPart(name, stamp, log)));
  return results.every(Boolean);
}

/** Whether there is a build, be it of older sources. */
export const isBuilt = () => Object.values(PARTS).every((part) => existsSync(join(ROOT, part.result)));

async function buildPart(name, stamp, log) {
  const { title, build: run } = PARTS[name];
  await rm(stampFile(name), { force: true });
  const { ok, output, seconds } = await run();
  log(ok ? `  ${title}: built in ${seconds} s` : `  ${title}: failed\n${output}`);
  if (ok) {
    await mkdir(join(ROOT, 'dist'), { recursive: true });
    await writeFile(stampFile(name), stamp);
  }
  return ok;
}

async function buildServer() {
  const begun = Date.now();
  const result = await runQuietly('@nestjs/cli/bin/nest.js', ['build', 'standalone']);
  if (result.ok) {
    await removeOlder(join(ROOT, 'dist/apps'), begun);
    await removeOlder(join(ROOT, 'dist/libs'), begun);
  }
  return result;
}

/** The compiler writes every file anew; what is older has lost its source. */
async function removeOlder(dir, begun) {
  for (const path of await filesBelow(dir)) {
    if ((await stat(path)).mtimeMs < begun - 2000) {
      await rm(path, { force: true });
    }
  }
}

async function stampOf({ sources, also }) {
  const hash = createHash('sha256').update(process.version);
  for (const source of [...sources, ...also]) {
    for (const path of await filesBelow(join(ROOT, source))) {
      hash.update(`\n${path.slice(ROOT.length)}\n`).update(await readFile(path));
    }
  }
  return hash.digest('hex');
}

/** Every file at or below a path, sorted, without tests. */
async function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  if ((await stat(path)).isFile()) {
    return [path];
  }
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !/spec\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const stampFile = (name) => join(ROOT, 'dist', `.built-${name}`);
const readStamp = async (name) => await readFile(stampFile(name), 'utf8').catch(() => undefined);
const isInTree = (name) => name !== 'web' || existsSync(join(ROOT, 'apps/web/vite.config.ts'));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const built = await build({ force: process.argv.includes('--force') });
  console.log(built ? 'Everything is built.' : 'The build failed.');
  process.exitCode = built ? 0 : 1;
}
