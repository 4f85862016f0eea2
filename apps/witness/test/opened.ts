import type { Cosigner } from '../src/cosigner.js';
import type { Files } from '../src/files.js';
import { openKey, openWitness, readLogs } from '../src/open-witness.js';
import type { WitnessKey } from '../src/witness-key.js';
import type { TestLog } from './test-log.js';

export const FOLDER = '/witness';
export const WITNESS = 'counsel.example/witness';
/** 2024-06-01T12:00:00Z. */
export const NOON_SECONDS = 1_717_243_200;

export interface Opened {
  readonly cosigner: Cosigner;
  readonly key: WitnessKey;
  readonly told: readonly string[];
}

/** A start of the witness. */
export async function opened(
  files: Files,
  logs: readonly TestLog[],
  options: { now?: () => number; newLogs?: boolean; vkeys?: readonly string[] } = {},
): Promise<Opened> {
  const { now = () => NOON_SECONDS * 1000, newLogs = false, vkeys = logs.map(({ signer }) => signer.vkey) } = options;
  const told: string[] = [];
  const key = await openKey({ files, folder: FOLDER }, WITNESS);
  const { cosigner } = await openWitness({
    files,
    folder: FOLDER,
    key,
    logs: await readLogs(vkeys),
    newLogs,
    now,
    tell: (line) => told.push(line),
  });
  return { cosigner, key, told };
}
