// `npm test`: every test that needs nothing but npm packages, on a database of its own.
//   node tools/test.mjs                     everything
//   node tools/test.mjs db e2e incidents    projects db and e2e, files whose path matches "incidents"
//   node tools/test.mjs unit -t 'words'     options are jest's own
//   node tools/test.mjs --redis             what needs a Redis
// TEST_DATABASE_SERVER=postgres://superuser@host/postgres takes that server.
// The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ROOT } from './root.mjs';
import { findRedis, startTestPostgres } from './test-server.mjs';

/** What may run side by side, in order. The last ones start whole products and measure time. */
const STAGES = [
  { projects: ['unit', 'db', 'e2e', 'unscoped'], workers: Math.max(2, availableParallelism()) },
  { projects: ['system'], workers: 1 },
  { projects: ['browser'], workers: 1 },
];
const REDIS_STAGES = [{ projects: ['redis'], workers: 1 }];

const NEED_DATABASE = ['db', 'e2e', 'unscoped', 'system', 'browser', 'redis'];
const NEED_BUILD = ['system', 'browser', 'redis'];

const running = new Set();
const closing = [];
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    running.forEach((child) => child.kill(signal));
  });
}

const { passed, failed } = await runEverything(process.argv.slice(2)).catch((error) => {
  console.error(error);
  return { passed: 0, failed: 1 };
});
for (const close of closing.reverse()) {
  await close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 && !interrupted ? 0 : 1);

async function runEverything(args) {
  const { stages, jestArgs } = chosen(args);
  const projects = stages.flatMap((stage) => stage.projects);
  const needs = (list) => projects.some((project) => list.includes(project));
  const env = { ...process.env };
  if (projects.includes('redis')) {
    const redis = await findRedis();
    if (!redis) {
      console.error(
        'No Redis answers at REDIS_URL (default redis://127.0.0.1:6379), and redis-server is not installed.',
      );
      return { passed: 0, failed: 1 };
    }
    closing.push(redis.stop);
    env.REDIS_URL = redis.url;
  }
  if (needs(NEED_BUILD) && !(await build())) {
    return { passed: 0, failed: 1 };
  }
  if (needs(NEED_DATABASE)) {
    const postgres = await startTestPostgres((line) => console.log(`Tests run on ${line}.`));
    closing.push(postgres.stop);
    env.TEST_DATABASE_SERVER = postgres.url;
  }
  const sum = { passed: 0, failed: 0 };
  for (const stage of stages) {
    if (interrupted) {
      break;
    }
    const { passed, failed } = await runJest(stage, jestArgs, env);
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

/** The stages with the projects that were named (all, if none was), and what is left for jest. */
function chosen(args) {
  const all = args.includes('--redis') ? REDIS_STAGES : STAGES;
  const known = new Set([...STAGES, ...REDIS_STAGES].flatMap((stage) => stage.projects));
  const named = args.filter((arg) => known.has(arg));
  const stages = all
    .map((stage) => ({
      ...stage,
      projects: stage.projects.filter((project) => named.length === 0 || named.includes(project)),
    }))
    .filter((stage) => stage.projects.length > 0);
  return { stages, jestArgs: args.filter((arg) => arg !== '--redis' && !known.has(arg)) };
}

/** A suite that could not be run counts as one failure, and so does a jest that said nothing. */
async function runJest({ projects, workers }, jestArgs, env) {
  console.log(`\n--- ${projects.join(', ')} ---`);
  const folder = await mkdtemp(join(tmpdir(), 'ascribe-results-'));
  const file = join(folder, 'results.json');
  const code = await jest(
    [
      '--selectProjects',
      ...projects,
      '--maxWorkers',
      String(workers),
      '--passWithNoTests',
      '--testSequencer',
      join(ROOT, 'tools/test-order.mjs'),
      // Jest's five seconds are short for a database on a machine that does something else as well.
      '--testTimeout',
      '30000',
      // A test that leaves something open is not to keep the run from its end.
      '--forceExit',
      '--json',
      '--outputFile',
      file,
      ...jestArgs,
    ],
    env,
  );
  const results = await readFile(file, 'utf8').then(JSON.parse, () => undefined);
  await rm(folder, { recursive: true, force: true });
  if (!results) {
    return { passed: 0, failed: code === 0 ? 0 : 1 };
  }
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  return { passed: results.numPassedTests, failed: failed || (code === 0 ? 0 : 1) };
}

function jest(args, env) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', ...args],
      // With --json jest prints the results to stdout; its progress goes to stderr.
      { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    running.add(child);
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      running.delete(child);
      resolve(code ?? 1);
    });
  });
}
