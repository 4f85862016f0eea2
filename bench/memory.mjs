// Idle memory of the whole product: `npm start` with its database and demo, at rest. Counted is the
// proportional share (PSS) of every process, so that pages which several share count once.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startProgram, stopProgram, waitFor } from './processes.mjs';

const REST_MS = 10_000;
const START_MS = 120_000;

/** @returns {Promise<{ node: number, postgres: number, total: number, processes: number } | undefined>} MiB; undefined off Linux */
export async function measureMemory({ dataDir, logFile }) {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const port = await freePort();
  const child = startProgram('dist/apps/standalone/src/main.js', {
    env: { PORT: String(port), ASCRIBE_DATA_DIR: dataDir },
    logFile,
  });
  try {
    if (!(await waitFor(port, '/readyz', child, START_MS))) {
      throw new Error(`The standalone did not start: see ${logFile}.`);
    }
    await sleep(REST_MS);
    return sumOf(below(child.pid));
  } finally {
    await stopProgram(child);
  }
}

function below(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      // The name may hold spaces and brackets; what follows the last bracket is regular (proc(5)).
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ');
      parents.set(Number(name), Number(parent));
    } catch {
      // ended meanwhile
    }
  }
  const found = [root];
  for (const pid of found) {
    found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
  }
  return found;
}

function sumOf(pids) {
  const sum = { node: 0, postgres: 0, total: 0, processes: 0 };
  for (const pid of pids) {
    try {
      const mib = Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
      const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      sum[/^postgres/.test(name) ? 'postgres' : 'node'] += mib;
      sum.total += mib;
      sum.processes += 1;
    } catch {
      // ended meanwhile
    }
  }
  return sum;
}
