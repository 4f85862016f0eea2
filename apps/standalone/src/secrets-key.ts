import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '@app/platform';
import { keptSecret } from './kept-secret.js';

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
  return secretsKeys.length > 0 || !embedded
    ? {}
    : { ASCRIBE_SECRETS_KEY: keptSecret(join(dataDir, 'secrets-key'), newKey) };
}

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64');
