import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Config, Conflict, Problem, type UserId } from '@app/platform';

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D, section 8.2.2: random nonces of 96 bits; a person enrols some dozens of times at the most. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is stored: how it is sealed. */
const FORMAT = 1;

/**
 * Secrets at rest, sealed with the operator's key: a copy of the database alone makes no
 * codes. Bound to the person, so that nobody's secret can be put into another's row.
 */
@Injectable()
export class SecondFactorSeal {
  private readonly log = new Logger('second factor');

  constructor(private readonly config: Config) {}

  /** For the program that people set up second factors with, when it starts. */
  sayWhatIsMissing(): void {
    if (!this.available) {
      this.log.warn('ASCRIBE_SECRETS_KEY is not set: nobody can set up a second factor (openssl rand -base64 32).');
    }
  }

  get available(): boolean {
    return this.config.secretsKeys.length > 0;
  }

  /** @throws {Conflict} `second_factor_unavailable`: the operator has set no key. */
  seal(secret: Buffer, userId: UserId): Buffer {
    const [key] = this.config.secretsKeys;
    if (!key) {
      throw new Conflict(
        'second_factor_unavailable',
        'No second factor can be set up here yet: whoever runs Ascribe has to set ASCRIBE_SECRETS_KEY first.',
      );
    }
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(userId));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws {Problem} 503 `second_factor_unavailable`: the key is not the one that it was sealed with. */
  open(stored: Buffer, userId: UserId): Buffer {
    const nonce = stored.subarray(1, 1 + NONCE_BYTES);
    const tag = stored.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    for (const key of this.config.secretsKeys) {
      try {
        const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(userId)).setAuthTag(tag);
        return Buffer.concat([decipher.update(stored.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
      } catch {
        // Sealed with another key, or not by us: the next one may open it.
      }
    }
    this.log.error(
      'A second factor cannot be read: ASCRIBE_SECRETS_KEY is missing, or is not the one it was set up with.',
    );
    throw new Problem(
      503,
      'second_factor_unavailable',
      'Codes of authenticators cannot be checked just now: tell whoever runs Ascribe. A recovery code works.',
      { retryAfterSeconds: 60 },
    );
  }
}
