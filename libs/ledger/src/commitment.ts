import { createHash, randomBytes } from 'node:crypto';

const PREFIX = Buffer.from('ascribe-commit/v1\n', 'utf8');
/** Length of a salt in bytes (STANDARDS 5.7): nobody can guess a payload from its commitment. */
export const SALT_BYTES = 32;

export const newSalt = (): Buffer => randomBytes(SALT_BYTES);

/** SHA-256("ascribe-commit/v1\n" || salt || JCS(payload)), STANDARDS 5.7. */
export function commitment(salt: Uint8Array, body: Uint8Array): Buffer {
  return createHash('sha256').update(PREFIX).update(salt).update(body).digest();
}

/**
 * The whole of what will ever be published of an entry: `{"commitment":"<base64>","v":1}`,
 * in RFC 8785 form. It tells nothing of a case, a person or a time.
 */
export function leaf(committed: Uint8Array): Buffer {
  return Buffer.from(`{"commitment":"${Buffer.from(committed).toString('base64')}","v":1}`, 'utf8');
}
