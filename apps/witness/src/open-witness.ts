import { join } from 'node:path';
import { ED25519, emptyRoot, FormatError, formatCheckpoint, parseVerifierKey, type VerifierKey } from '@app/verify';
import { nodeCrypto } from '@app/verify/node';
import { CosignedCheckpoints, WHAT_TO_DO, type Cosigned } from './cosigned-checkpoints.js';
import { Cosigner } from './cosigner.js';
import { Evidence } from './evidence.js';
import type { Files } from './files.js';
import { isLeftover, makeFile } from './new-file.js';
import { WitnessRefusal } from './refusal.js';
import { newSigningKey, readSigningKey, type WitnessKey } from './witness-key.js';

export const KEY_FILE = 'witness.key';
/** Stands beside a key that has not cosigned anything yet: its logs may begin. */
const UNUSED = 'unused';
const ABOUT_UNUSED = 'The key beside this has cosigned nothing yet. The witness removes this file when it begins.\n';
const LOGS_MAX = 32;

export interface WitnessFolder {
  readonly files: Files;
  readonly folder: string;
}

/**
 * The key of the folder; makes one where there is none.
 *
 * @throws {WitnessRefusal} the key is damaged, of another name, or gone from beside its state; or there is none yet and
 * no name for it.
 */
export async function openKey({ files, folder }: WitnessFolder, name: string | undefined): Promise<WitnessKey> {
  let text = await files.read(join(folder, KEY_FILE));
  if (text === undefined) {
    await makeKey({ files, folder }, name);
    text = (await files.read(join(folder, KEY_FILE))) ?? '';
  }
  try {
    const key = await readSigningKey(text);
    if (name !== undefined && name !== key.verifier.name) {
      throw new WitnessRefusal(`The key in this folder is named ${key.verifier.name}. Leave --name out, or give that.`);
    }
    return key;
  } catch (error) {
    throw error instanceof FormatError ? new WitnessRefusal(`${KEY_FILE} is damaged. ${WHAT_TO_DO}`) : error;
  }
}

async function makeKey({ files, folder }: WitnessFolder, name: string | undefined): Promise<void> {
  if ((await files.names(folder)).some((other) => other.endsWith('.checkpoint'))) {
    throw new WitnessRefusal(`There are checkpoints in this folder, and ${KEY_FILE} is not. ${WHAT_TO_DO}`);
  }
  if (name === undefined) {
    throw new WitnessRefusal('There is no key in this folder yet. Say with --name what the witness is to be called.');
  }
  let text: string;
  try {
    text = await newSigningKey(name);
  } catch {
    throw new WitnessRefusal('--name cannot be the name of a key: it has no spaces and no plus signs.');
  }
  await makeFile(files, folder, UNUSED, ABOUT_UNUSED);
  await makeFile(files, folder, KEY_FILE, `${text}\n`);
}

/**
 * Keys of logs by origin; several for one that replaces its key.
 *
 * @throws {WitnessRefusal}
 */
export async function readLogs(vkeys: readonly string[]): Promise<Map<string, VerifierKey[]>> {
  const logs = new Map<string, VerifierKey[]>();
  for (const vkey of vkeys) {
    const key = await logKey(vkey);
    const keys = logs.get(key.name) ?? [];
    if (!keys.some((known) => known.vkey === key.vkey)) {
      logs.set(key.name, [...keys, key]);
    }
  }
  if (logs.size > LOGS_MAX) {
    throw new WitnessRefusal(`A witness takes at most ${LOGS_MAX} logs.`);
  }
  return logs;
}

async function logKey(vkey: string): Promise<VerifierKey> {
  try {
    const key = await parseVerifierKey(nodeCrypto, vkey);
    if (key.type === ED25519) {
      return key;
    }
  } catch (error) {
    if (!(error instanceof FormatError)) {
      throw error;
    }
  }
  throw new WitnessRefusal(`This is not the key of a log: ${vkey.slice(0, 80)}`);
}

export interface OpenWitnessOptions extends WitnessFolder {
  readonly key: WitnessKey;
  readonly logs: ReadonlyMap<string, readonly VerifierKey[]>;
  /** Whether logs of which nothing is kept are new to this witness, and not lost by it. */
  readonly newLogs: boolean;
  readonly now: () => number;
  readonly tell: (line: string) => void;
}

export interface OpenWitness {
  readonly cosigner: Cosigner;
  /** What is kept of the logs, sorted by origin. */
  readonly held: readonly Cosigned[];
}

/**
 * Looks over everything that is kept, and begins with the logs that are new.
 *
 * @throws {WitnessRefusal} where any of the state does not hold, or that of a log is not there.
 */
export async function openWitness(options: OpenWitnessOptions): Promise<OpenWitness> {
  const { files, folder, key, logs, now, tell } = options;
  const cosigned = new CosignedCheckpoints(files, folder, key.verifier);
  for (const name of (await files.names(folder)).filter(isLeftover)) {
    await files.remove(join(folder, name));
  }
  await begin(cosigned, options);
  const held = (await cosigned.all()).filter(({ checkpoint }) => logs.has(checkpoint.origin));
  const evidence = new Evidence(files, folder);
  return { cosigner: new Cosigner({ cosigned, evidence, key, logs, now, tell }), held };
}

async function begin(cosigned: CosignedCheckpoints, options: OpenWitnessOptions): Promise<void> {
  const { files, folder, key, logs, newLogs, now } = options;
  const kept = new Set((await cosigned.all()).map(({ checkpoint }) => checkpoint.origin));
  const missing = [...logs.keys()].filter((origin) => !kept.has(origin));
  const unused = await files.exists(join(folder, UNUSED));
  if (missing.length > 0 && !unused && !newLogs) {
    throw new WitnessRefusal(
      `Nothing is kept here of ${missing.join(', ')}. If this witness never cosigned it, start once with --new. ` +
        `Otherwise: ${WHAT_TO_DO}`,
    );
  }
  if (missing.length === 0 && newLogs) {
    throw new WitnessRefusal('--new is for the first start with a log. All of these are kept here: leave it out.');
  }
  for (const origin of missing) {
    const text = formatCheckpoint({ origin, size: 0, root: await emptyRoot(nodeCrypto) });
    await cosigned.begin(origin, `${text}\n${key.cosign(Math.floor(now() / 1000), text)}`);
  }
  if (unused && logs.size > 0) {
    await files.remove(join(folder, UNUSED));
    await files.syncFolder(folder);
  }
}
