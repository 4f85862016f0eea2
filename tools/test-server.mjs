// Servers that live as long as a test run.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { importSource } from './import-source.mjs';

/** What is written need not outlive the run. */
const FORGETFUL = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '150',
};

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function startTestPostgres(log) {
  const given = process.env.TEST_DATABASE_SERVER;
  if (given) {
    return { url: given, stop: async () => {} };
  }
  const { startEmbeddedPostgres } = await importSource('libs/platform/src/embedded-postgres/index.ts');
  const dataDir = await mkdtemp(join(await quickestFolder(), 'ascribe-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: FORGETFUL, log });
  return {
    url: postgres.superuserUrl,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** In memory where there is plenty: a copy of the template then takes 40 ms instead of 400. */
async function quickestFolder() {
  const memory = '/dev/shm';
  const { bavail = 0, bsize = 0 } = await statfs(memory).catch(() => ({}));
  return bavail * bsize >= 2 ** 31 ? memory : tmpdir();
}

/**
 * The Redis at REDIS_URL, or one that is started here if the program is installed.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> } | undefined>} undefined when there is neither
 */
export async function findRedis() {
  const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
  const { hostname, port } = new URL(url);
  if (await answers(hostname, Number(port || 6379))) {
    return { url, stop: async () => {} };
  }
  if (process.env.REDIS_URL || spawnSync('redis-server', ['--version']).status !== 0) {
    return undefined;
  }
  return await startRedis(await freePort());
}

async function startRedis(port) {
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { cwd: tmpdir(), stdio: 'ignore' },
  );
  const gone = new Promise((resolve) => server.once('exit', resolve));
  for (let attempt = 0; attempt < 100 && !(await answers('127.0.0.1', port)); attempt += 1) {
    await sleep(50);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill();
      await gone;
    },
  };
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', (reply) => end(/^\+PONG|^-NOAUTH/.test(reply.toString())));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
    socket.write('PING\r\n');
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
