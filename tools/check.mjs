// `npm run check`: types, lint, boundaries, format and unit tests; what to run before each commit.
//   node tools/check.mjs [types|lint|boundaries|format|unit ...]
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { runQuietly } from './run-quietly.mjs';

const SOURCES = ['apps', 'libs', 'test', 'bench', 'tools'].filter((dir) => existsSync(join(ROOT, dir)));
const WEB = 'apps/web/tsconfig.json';

/** The longest first, so that the processors end together. */
const CHECKS = [
  {
    name: 'unit',
    title: 'unit tests',
    script: 'jest/bin/jest.js',
    args: ['--selectProjects', 'unit', '--passWithNoTests', '--maxWorkers', '1', '--silent'],
    nodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  },
  {
    name: 'types',
    title: 'types of the server',
    script: 'typescript/bin/tsc',
    args: ['--noEmit', '-p', 'tsconfig.json'],
  },
  {
    name: 'types',
    title: 'types of the web',
    script: 'typescript/bin/tsc',
    args: ['--noEmit', '-p', WEB],
    unless: !existsSync(join(ROOT, WEB)),
  },
  {
    name: 'boundaries',
    title: 'boundaries',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: [...SOURCES.filter((dir) => dir !== 'bench' && dir !== 'tools'), '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'lint', title: 'lint', script: 'oxlint/bin/oxlint', args: ['--type-aware', ...SOURCES] },
  {
    name: 'format',
    title: 'format',
    script: 'prettier/bin/prettier.cjs',
    args: [
      '--check',
      '--log-level',
      'warn',
      '--no-error-on-unmatched-pattern',
      ...SOURCES.map((dir) => `${dir}/**/*.{ts,tsx,mjs,css}`),
    ],
  },
];

const wanted = process.argv.slice(2);
const queue = CHECKS.filter((check) => !check.unless && (wanted.length === 0 || wanted.includes(check.name)));
const failures = [];
const begun = performance.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
for (const { title, output } of failures) {
  console.log(`\n--- ${title} ---\n${output}`);
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
console.log(
  failures.length === 0
    ? `\nAll is well (${seconds} s).`
    : `\nFailed: ${failures.map(({ title }) => title).join(', ')} (${seconds} s).`,
);
process.exitCode = failures.length === 0 ? 0 : 1;

async function work() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const { title, script, args, nodeArgs } = check;
    const { ok, output, seconds } = await runQuietly(script, args, { nodeArgs });
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`);
    if (!ok) {
      failures.push({ title, output });
    }
  }
}
