import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { dataDirArgument, type Launcher } from './launcher.js';
import { endPostgres, waitUntil } from './leftover.js';
import { isAlive } from './process-identity.js';
import { listenOn, settingArguments, type PostgresSettings } from './settings.js';
import { endWithThisProcess } from './watch.js';

/** Recovery after a power cut replays at most max_wal_size; this is far more than it takes. */
const START_PATIENCE_MS = 120_000;
const LOG_BYTES_MAX = 1_000_000;
const ATTEMPTS = 5;

export interface RunningServer {
  readonly port: number;
  /** Resolves with a sentence if the server ends without having been stopped. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
}

interface ServerOptions {
  readonly clusterDir: string;
  readonly logFile: string;
  readonly launcher: Launcher;
  readonly settings: PostgresSettings;
}

/** Starts the server and waits until it takes connections. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const logStart = sizeOf(options.logFile);
    const child = launchServer(options, port);
    const pidFile = join(options.clusterDir, 'postmaster.pid');
    if (child.pid) {
      // From now on, not when it is ready: recovering can take a while.
      child.once('exit', endWithThisProcess(child.pid, pidFile));
    }
    if (await becameReady(child, pidFile)) {
      return runningServer(child, port, options);
    }
    if (child.pid && isAlive(child.pid)) {
      await endPostgres(child.pid, options.clusterDir);
    }
    const complaint = fatalLines(options.logFile, logStart);
    // Another program took the port in between, or backends of a killed server have not noticed yet.
    const passes = /Address already in use|shared memory block|could not bind/.test(complaint);
    if (!passes || attempt === ATTEMPTS) {
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL did not start: ${complaint || 'no reason given'} (${options.logFile})`,
      );
    }
    await waitUntil(() => false, 300);
  }
}

function launchServer({ clusterDir, logFile, launcher, settings }: ServerOptions, port: number): ChildProcess {
  const log = openSync(logFile, sizeOf(logFile) > LOG_BYTES_MAX ? 'w' : 'a', 0o600);
  try {
    return launcher.launch(
      'postgres',
      ['-D', dataDirArgument(clusterDir), ...settingArguments({ ...settings, ...listenOn(port) })],
      // Out of the terminal's reach: it stops after the programs that use it, not together with them.
      { clusterDir, stdio: ['ignore', log, log], detached: true },
    );
  } finally {
    closeSync(log);
  }
}

/** The last line of postmaster.pid is the server's state; pg_ctl goes by it as well. */
async function becameReady(child: ChildProcess, pidFile: string): Promise<boolean> {
  let over = false;
  child.once('exit', () => (over = true));
  child.once('error', () => (over = true));
  const isReady = (): boolean => {
    const lines = readLines(pidFile);
    return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
  };
  return (await waitUntil(() => over || isReady(), START_PATIENCE_MS)) && !over;
}

function runningServer(child: ChildProcess, port: number, { clusterDir, logFile }: ServerOptions): RunningServer {
  const pid = child.pid as number;
  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      if (!stopping) {
        resolve(`The embedded PostgreSQL ended by itself (${signal ?? `exit code ${code}`}; ${logFile}).`);
      }
    });
  });
  // A program that forgets to stop it is not kept alive by it.
  child.unref();
  return {
    port,
    died,
    stop: async () => {
      stopping = true;
      if (child.exitCode === null && child.signalCode === null) {
        child.ref();
        await endPostgres(pid, clusterDir);
        await exited;
      }
    },
  };
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function fatalLines(logFile: string, from: number): string {
  const said = readFileSync(logFile).subarray(from).toString();
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|error|could not/i.test(line));
  return lines.slice(-2).join(' ').trim();
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
