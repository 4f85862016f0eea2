// The programs of a run, each in a process of its own.
import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../tools/root.mjs';

const running = new Set();

/** Nothing of the environment of whoever runs this, but what Node and the system need. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'LANG'];

/** @returns a child with a channel; its output goes to a file, as in production. */
export function startProgram(path, { env = {}, execArgv = [], args = [], logFile }) {
  const log = openSync(logFile, 'a');
  const child = fork(join(ROOT, path), args, {
    cwd: ROOT,
    env: {
      ...Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
      ...env,
    },
    execArgv,
    stdio: ['ignore', log, log, 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** The HTTP program, as production starts it. */
export async function startProduct({ database, logFile, execArgv = [], env = {} }) {
  const port = await freePort();
  const child = startProgram('dist/apps/api/src/main.js', {
    env: { NODE_ENV: 'production', DATABASE_URL: database.appUrl, PORT: String(port), ...env },
    execArgv,
    logFile,
  });
  const ready = await waitFor(port, '/readyz', child, 20_000);
  if (!ready) {
    throw new Error(`The API did not start: see ${logFile}.`);
  }
  return { child, port };
}

/** Asks a child by its channel and waits for the answer. */
export async function ask(child, message) {
  child.send(message);
  const answered = new AbortController();
  const { signal } = answered;
  const gone = once(child, 'exit', { signal }).then(
    () => [{ error: 'the process ended' }],
    () => [],
  );
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), gone]);
    if (answer.error) {
      throw new Error(answer.error);
    }
    return answer;
  } finally {
    answered.abort();
  }
}

export async function waitFor(port, path, child, patienceMs) {
  const until = performance.now() + patienceMs;
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    await answer?.text();
    if (answer?.status === 200) {
      return true;
    }
    await sleep(50);
  }
  return false;
}

export async function stopProgram(child, signal = 'SIGTERM') {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

export async function stopAll() {
  await Promise.all([...running].map(async (child) => await stopProgram(child, 'SIGKILL')));
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
