import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { sha256 } from '../entries/commitment.js';

/** Ed25519 in the note format of C2SP signed-note. */
const ALGORITHM = 0x01;
const SEED_BYTES = 32;
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** The raw key stands at the end of its SPKI form. */
const PUBLIC_BYTES = 32;
const NAME = /^[^\s+\p{Cc}]{1,200}$/u;

/** Signs notes (C2SP signed-note) with one Ed25519 key. */
export class NoteSigner {
  /** `name+id+key`, which everyone may know. */
  readonly vkey: string;
  private readonly id: Buffer;
  private readonly key: KeyObject;

  private constructor(
    readonly name: string,
    seed: Buffer,
  ) {
    this.key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.key).export({ format: 'der', type: 'spki' });
    const typed = Buffer.concat([Buffer.of(ALGORITHM), spki.subarray(spki.length - PUBLIC_BYTES)]);
    this.id = keyId(name, typed);
    this.vkey = `${name}+${this.id.toString('hex')}+${typed.toString('base64')}`;
  }

  /**
   * @param skey `PRIVATE+KEY+<name>+<id>+<base64 of 0x01 and the 32-byte seed>`, the form in which tools of the
   *   Go checksum database keep such keys.
   * @throws {TypeError} where it is no such key. The message tells nothing of it.
   */
  static of(skey: string): NoteSigner {
    const [, name = '', id, base64 = ''] =
      /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(skey) ?? [];
    const typed = Buffer.from(base64, 'base64');
    if (!NAME.test(name) || typed.length !== SEED_BYTES + 1 || typed[0] !== ALGORITHM) {
      throw new TypeError('This is no signing key of the form PRIVATE+KEY+<name>+<id>+<key>.');
    }
    const signer = new NoteSigner(name, typed.subarray(1));
    if (signer.id.toString('hex') !== id) {
      throw new TypeError('The id of this signing key is not that of its name and key.');
    }
    return signer;
  }

  /** A new key in the form that {@link of} takes. */
  static make(name: string): string {
    if (!NAME.test(name)) {
      throw new TypeError('The name of a key has no spaces and no plus sign.');
    }
    const seed = randomBytes(SEED_BYTES);
    const id = new NoteSigner(name, seed).id.toString('hex');
    return `PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(ALGORITHM), seed]).toString('base64')}`;
  }

  /** The signature line over a note's text, which ends in a line feed. */
  line(text: string): string {
    const signature = sign(null, Buffer.from(text, 'utf8'), this.key);
    return `\u2014 ${this.name} ${Buffer.concat([this.id, signature]).toString('base64')}\n`;
  }
}

/** A note: its text, an empty line, and the signatures of all of these. */
export const signedNote = (text: string, signers: readonly NoteSigner[]): string =>
  `${text}\n${signers.map((signer) => signer.line(text)).join('')}`;

const keyId = (name: string, typed: Buffer): Buffer => sha256(Buffer.from(`${name}\n`, 'utf8'), typed).subarray(0, 4);
