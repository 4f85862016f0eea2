import { once } from 'node:events';
import { mkdir, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { Cosigned } from './cosigned-checkpoints.js';
import { nodeFiles, type Files } from './files.js';
import { KEY_FILE, openKey, openWitness, readLogs } from './open-witness.js';
import { readOptions, WITNESS_HELP, type WitnessOptions } from './options.js';
import { WitnessRefusal } from './refusal.js';
import { witnessServer } from './server.js';
import type { WitnessKey } from './witness-key.js';

export interface WitnessSurroundings {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** What happens, for whoever runs it. */
  readonly err: (text: string) => void;
  /** Ends it. */
  readonly stop: AbortSignal;
  readonly files?: Files;
}

/**
 * `ascribe witness`: listens until it is stopped. `ascribe witness key`: shows the key.
 *
 * @throws {WitnessMisused} the command line was not understood.
 * @throws {WitnessRefusal} it does not start.
 */
export async function runWitness(args: string[], surroundings: WitnessSurroundings): Promise<void> {
  if (args.includes('--help') || args.includes('-h') || args[0] === 'help') {
    surroundings.out(WITNESS_HELP);
    return;
  }
  const forKeyOnly = args[0] === 'key';
  const options = await readOptions(forKeyOnly ? args.slice(1) : args, forKeyOnly);
  const files = surroundings.files ?? nodeFiles;
  const folder = resolve(options.state);
  await makeFolder(folder);
  const logs = await readLogs(options.logs);
  const key = await openKey({ files, folder }, options.name);
  await requirePrivate(join(folder, KEY_FILE));
  if (forKeyOnly) {
    surroundings.out(`${key.verifier.vkey}\n`);
    return;
  }
  const tell = (line: string): void => surroundings.err(`${new Date().toISOString()} ${line}\n`);
  const { newLogs } = options;
  const { cosigner, held } = await openWitness({ files, folder, key, logs, newLogs, now: () => Date.now(), tell });
  const server = witnessServer(cosigner, tell);
  await listen(server, options);
  surroundings.out(greeting(key, held, server.address() as AddressInfo));
  await untilStopped(server, surroundings.stop);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch {
    throw new WitnessRefusal(`The folder ${folder} cannot be made.`);
  }
}

/** As ssh(1) does with its keys. Windows has no such bits. */
async function requirePrivate(path: string): Promise<void> {
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) {
    throw new WitnessRefusal(`Others on this machine can read ${path}. Take that from them: chmod 600`);
  }
}

async function listen(server: Server, { host, port }: WitnessOptions): Promise<void> {
  server.listen({ host, port, exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new WitnessRefusal(`It cannot listen at ${host}:${port} (${(error as NodeJS.ErrnoException).code ?? ''}).`);
  }
}

function greeting({ verifier }: WitnessKey, held: readonly Cosigned[], { address, port, family }: AddressInfo): string {
  const host = family === 'IPv6' ? `[${address}]` : address;
  const logs = held.map(({ checkpoint, time, generation }) =>
    generation === 0
      ? `${checkpoint.origin}: nothing cosigned yet`
      : `${checkpoint.origin}: cosigned ${checkpoint.size} at ${new Date(time * 1000).toISOString()}`,
  );
  return [
    ...logs,
    'For the policy of the log, followed by the address at which the log reaches this witness:',
    `witness ${verifier.name} ${verifier.vkey}`,
    `It listens at http://${host}:${port}`,
    '',
  ].join('\n');
}

/** What is being answered is answered. */
async function untilStopped(server: Server, stop: AbortSignal): Promise<void> {
  if (!stop.aborted) {
    await once(stop, 'abort');
  }
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}
