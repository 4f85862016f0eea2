// `npm run bench`: the product beside a bare server that does the same SQL, and the idle memory of it all.
//   node tools/bench.mjs [--quick] [--write] [--incidents 20000] [--only create,comment]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { measureLedger } from '../bench/ledger.mjs';
import { measure } from '../bench/measure.mjs';
import { measureMemory } from '../bench/memory.mjs';
import { ask, startProduct, startProgram, stopAll, stopProgram } from '../bench/processes.mjs';
import { measureRowSecurity } from '../bench/row-security.mjs';
import { document, factsOf, ledgerTable, memoryLine, shortfalls, standingsLine, table } from '../bench/report.mjs';
import { call, requestsOf, SCENARIOS } from '../bench/scenarios.mjs';
import { makeWorld } from '../bench/world.mjs';
import { build } from './build.mjs';
import { ROOT } from './root.mjs';

const FULL = { incidents: 20_000, rounds: 9, roundMs: 2000, warmMs: 4000, entries: 1_000_000 };
const QUICK = { incidents: 500, rounds: 2, roundMs: 300, warmMs: 400, entries: 50_000 };
const CONNECTIONS = [1, 16];

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    incidents: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
  },
});
const chosen = given.quick ? QUICK : FULL;
const size = {
  ...chosen,
  incidents: Number(given.incidents ?? chosen.incidents),
  rounds: Number(given.rounds ?? chosen.rounds),
};
const isChosen = (name) => given.only?.split(',').includes(name) ?? true;
const scenarios = SCENARIOS.filter(({ name }) => isChosen(name));
const say = (line) => console.log(line);

if (await build()) {
  await run();
} else {
  process.exitCode = 1;
}

async function run() {
  const dir = await mkdtemp(join(tmpdir(), 'ascribe-bench-'));
  let keep = false;
  try {
    const { results, rowSecurity, ledger, facts } = await withDatabase(
      dir,
      async (database, platform) => await bench(dir, database, platform),
    );
    const memory = given.only
      ? undefined
      : await measureMemory({ dataDir: join(dir, 'standalone'), logFile: join(dir, 'standalone.log') });
    say(`\n${table(results)}\n\n${standingsLine(results)}\n\n${ledgerTable(ledger)}\n\n${memoryLine(memory)}`);
    for (const line of shortfalls(results, memory, ledger)) {
      say(`Short of the aim: ${line}`);
    }
    if (given.write) {
      await writeFile(join(ROOT, 'docs/benchmarks.md'), document({ results, rowSecurity, ledger, memory, facts }));
    }
  } catch (error) {
    keep = true;
    console.error(`${error.stack}\nThe logs are in ${dir}.`);
    process.exitCode = 1;
  } finally {
    await stopAll();
    if (!keep) {
      await rm(dir, { recursive: true, force: true });
    }
  }
}

async function withDatabase(dir, work) {
  const platform = await import(pathToFileURL(join(ROOT, 'dist/libs/platform/src/index.js')).href);
  const postgres = await platform.startEmbeddedPostgres({ dataDir: join(dir, 'database') });
  try {
    await platform.migrate(postgres);
    // The superuser in the product's database: loading skips the checks of keys.
    const wholeUrl = new URL(postgres.superuserUrl);
    wholeUrl.pathname = new URL(postgres.ownerUrl).pathname;
    return await work({ ...postgres, wholeUrl: wholeUrl.href }, platform);
  } finally {
    await stopAll();
    await postgres.stop();
  }
}

async function bench(dir, database, platform) {
  say(`Loading ${size.incidents.toLocaleString('en')} incidents ...`);
  const { world, statements } = await prepare(dir, database, platform);
  const product = await startProduct({ database, logFile: join(dir, 'product.log') });
  const floor = await startFloor(dir, database, { world, statements });
  const load = startProgram('bench/load.mjs', { logFile: join(dir, 'load.log') });
  const targets = { product: product.port, floor: floor.port };
  const results = [];
  for (const scenario of scenarios) {
    const requests = requestsOf(scenario, world);
    const plan = { load, targets, scenario, requests };
    await measure({ ...plan, connections: CONNECTIONS.at(-1), rounds: 2, ms: size.warmMs });
    for (const connections of CONNECTIONS) {
      const found = await measure({ ...plan, connections, rounds: size.rounds, ms: size.roundMs });
      results.push({ name: scenario.name, title: scenario.title, aimMs: scenario.aimMs, connections, ...found });
      say(`  ${scenario.title}, ${connections} connections: ${found.ratio.toFixed(2)} of the floor`);
    }
  }
  const rowSecurity = isChosen('row-security')
    ? await measureRowSecurity({
        database,
        port: product.port,
        load,
        world,
        connections: CONNECTIONS,
        rounds: size.rounds,
        ms: size.roundMs / 2,
        log: say,
      })
    : [];
  await stopAll();
  const ledger = isChosen('ledger')
    ? await measureLedger({
        dir,
        database,
        world,
        rounds: size.rounds,
        ms: size.roundMs,
        warmMs: size.warmMs,
        entries: size.entries,
        log: say,
      })
    : undefined;
  const { rows } = world;
  const facts = {
    postgres: database.version,
    rows,
    incidents: size.incidents,
    rounds: size.rounds,
    roundMs: size.roundMs,
  };
  return { results, rowSecurity, ledger, facts: factsOf({ ...facts, platformRelease: release() }) };
}

/** Fills the database through the product, and asks it which statements each request sends. */
async function prepare(dir, database, platform) {
  const { child, port } = await startProduct({
    database,
    logFile: join(dir, 'prepare.log'),
    execArgv: ['--import', pathToFileURL(join(ROOT, 'bench/tap.mjs')).href],
  });
  const world = await makeWorld({ database, port, platform, incidents: size.incidents, log: say });
  const statements = {};
  for (const scenario of SCENARIOS) {
    await ask(child, 'take');
    await call(port, world.caller, scenario.request(world.incidentIds[0], world));
    await new Promise((resolve) => setTimeout(resolve, 100)); // the bell rings a little later
    const sent = await ask(child, 'take');
    statements[scenario.name] = Object.fromEntries(sent.map(({ label, text }) => [label, text]));
  }
  await stopProgram(child);
  return { world, statements };
}

async function startFloor(dir, database, { world, statements }) {
  const about = JSON.stringify({ connectionString: database.appUrl, statements, organizationId: world.organizationId });
  const floor = startProgram('bench/floor.mjs', {
    env: { NODE_ENV: 'production' },
    args: [about],
    logFile: join(dir, 'floor.log'),
  });
  const { port } = await new Promise((resolve, reject) => {
    floor.once('message', resolve);
    floor.once('exit', () => reject(new Error(`The floor did not start: see ${dir}/floor.log.`)));
  });
  return { port };
}
