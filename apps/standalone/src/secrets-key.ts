import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@app/platform';

/** AES-256. */
const KEY_BYTES = 32;

/**
 * What the configuration lacks of a key for secrets at rest. Beside the embedded database it
 * is made once and kept in the data folder, as the database's credentials are; on a database
 * of the operator's, other processes need the same one, so that they choose it.
 */
export function secretsKey(
  { dataDir, secretsKeys }: Config,
  embedded: boolean,
): { readonly ASCRIBE_SECRETS_KEY?: string } {
  return secretsKeys.length > 0 || !embedded ? {} : { ASCRIBE_SECRETS_KEY: keptKey(join(dataDir, 'secrets-key')) };
}

function keptKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  }
  const key = randomBytes(KEY_BYTES).toString('base64');
  writeFileSync(`${file}.new`, `${key}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return key;
}
