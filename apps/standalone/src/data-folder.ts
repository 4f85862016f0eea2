import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIGRATIONS } from '@app/platform';
import { Refusal } from './refusal.js';

/** Who wrote the folder last: told before the database is even started. */
interface Marker {
  /** Name of the newest migration that was applied. */
  readonly migration: string;
}

const markerIn = (dataDir: string): string => join(dataDir, 'version.json');

/**
 * Makes the data folder, or makes sure that it can be worked in.
 *
 * @throws {Refusal} when it cannot be written, or a newer Ascribe has worked in it.
 */
export function openDataFolder(dataDir: string): void {
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      `The data folder ${dataDir} cannot be written (${code}). Make it writable, or set ASCRIBE_DATA_DIR to another folder.`,
    );
  }
  refuseNewer(dataDir);
}

/** Notes that this version has worked in the folder. */
export function markDataFolder(dataDir: string): void {
  const marker: Marker = { migration: MIGRATIONS.at(-1)?.name ?? '' };
  writeFileSync(`${markerIn(dataDir)}.new`, `${JSON.stringify(marker)}\n`);
  renameSync(`${markerIn(dataDir)}.new`, markerIn(dataDir));
}

function refuseNewer(dataDir: string): void {
  let marker: Partial<Marker>;
  try {
    marker = JSON.parse(readFileSync(markerIn(dataDir), 'utf8')) as Partial<Marker>;
  } catch {
    return; // none yet; the database itself is asked as well
  }
  if (marker.migration && !MIGRATIONS.some(({ name }) => name === marker.migration)) {
    throw new Refusal(
      `The data folder ${dataDir} was written by a newer version of Ascribe. Start that version, or set ASCRIBE_DATA_DIR to another folder.`,
    );
  }
}
