import * as crypto from 'node:crypto';
import type { State, Value } from '@app/platform';
import { canonicalJson } from './canonical-json.js';

/** Length of a salt in bytes (STANDARDS 5.7): nobody can guess a payload from its commitment. */
export const SALT_BYTES = 32;
/** RFC 9901, section 9.3: 128 bits for the salt of a field. */
const FIELD_SALT_BYTES = 16;
/** How many digests an entry has is a multiple of this, and at least twice it: their number tells nothing of its fields. */
const DIGESTS_STEP = 8;
/** UTF-8 of the longest name of a field: names are those of our own records. */
const NAME_BYTES_MAX = 512;

const COMMIT = Buffer.from('ascribe-commit/v1\n', 'utf8');
const SALT = Buffer.from('ascribe-salt/v1\n', 'utf8');
const FIELD_SALT = Buffer.from('ascribe-field-salt/v1\n', 'utf8');
const DECOY = Buffer.from('ascribe-decoy/v1\n', 'utf8');

export const newSalt = (): Buffer => crypto.randomBytes(SALT_BYTES);

/** Node's one-shot hash, where there is one (20.12), takes half the time. */
export const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const [first] = parts;
  const bytes = parts.length === 1 && first ? first : Buffer.concat(parts);
  return crypto.hash('sha256', bytes, 'buffer');
};

/** SHA-256("ascribe-commit/v1\n" || salt || body), STANDARDS 5.7. */
export function commitment(salt: Uint8Array, body: Uint8Array): Buffer {
  return sha256(COMMIT, salt, body);
}

/**
 * The whole of what will ever be published of an entry: `{"commitment":"<base64>","v":2}`,
 * in RFC 8785 form. It tells nothing of a case, a person or a time.
 */
export function leaf(committed: Uint8Array, version: 1 | 2 = 2): Buffer {
  return Buffer.from(`{"commitment":"${Buffer.from(committed).toString('base64')}","v":${version}}`, 'utf8');
}

/** SHA-256(0x00 || leaf), RFC 9162, section 2.1.1. */
export const leafHash = (published: Uint8Array): Buffer => sha256(Buffer.of(0), published);

/** One field of an entry, as it is disclosed (RFC 9901, section 4.2). */
export interface Field {
  readonly name: string;
  readonly value: Value;
  readonly disclosure: string;
  readonly digest: string;
}

/** What a commitment of version 2 was made from, field by field. */
export interface Fields {
  /** 32 bytes: the salt of the commitment, which may be known. */
  readonly salt: Buffer;
  /** Sorted, decoys among them. */
  readonly digests: readonly string[];
  readonly fields: readonly Field[];
}

/**
 * The fields of a payload with their salts, which follow from its seed (docs/formats/ledger.md). Who knows a field's
 * disclosure learns nothing of the seed: it is half of a hash.
 */
export function fieldsOf(seed: Uint8Array, payload: State): Fields {
  const saltFor = derived(FIELD_SALT, seed);
  const fields = namedFields(payload).map(([name, value]) => field(saltFor(name, 'binary'), name, value));
  const digests = fields.map(({ digest }) => digest);
  const count = Math.max(2 * DIGESTS_STEP, Math.ceil(digests.length / DIGESTS_STEP) * DIGESTS_STEP);
  const decoyFor = derived(DECOY, seed);
  for (let decoy = 0; digests.length < count; decoy += 1) {
    digests.push(decoyFor(String(decoy), 'base64url'));
  }
  return { salt: sha256(SALT, seed), digests: digests.sort(), fields };
}

/** The commitment that these fields have. */
export const fieldsCommitment = ({ salt, digests }: Pick<Fields, 'salt' | 'digests'>): Buffer =>
  commitment(salt, Buffer.from(`{"_sd":["${digests.join('","')}"],"_sd_alg":"sha-256","v":2}`, 'ascii'));

/** SHA-256(prefix || seed || name) for one name after another. All writes pass here: nothing is copied twice. */
function derived(prefix: Uint8Array, seed: Uint8Array): (name: string, as: 'binary' | 'base64url') => string {
  const fixed = prefix.length + seed.length;
  const bytes = Buffer.alloc(fixed + NAME_BYTES_MAX);
  bytes.set(prefix);
  bytes.set(seed, prefix.length);
  return (name, as) => {
    const length = Buffer.byteLength(name, 'utf8');
    if (length > NAME_BYTES_MAX) {
      throw new TypeError('The name of a field is too long.');
    }
    bytes.write(name, fixed, 'utf8');
    return crypto.hash('sha256', bytes.subarray(0, fixed + length), as);
  };
}

/** @param salt as characters of one byte each, of which the first 16 are taken. */
function field(salt: string, name: string, value: Value): Field {
  const salted = Buffer.from(salt.slice(0, FIELD_SALT_BYTES), 'binary').toString('base64url');
  const disclosed = `["${salted}",${canonicalJson(name)},${canonicalJson(value)}]`;
  const disclosure = Buffer.from(disclosed, 'utf8').toString('base64url');
  return { name, value, disclosure, digest: crypto.hash('sha256', disclosure, 'base64url') };
}

function namedFields(payload: State): [string, Value][] {
  const named: [string, Value][] = [];
  for (const name of Object.keys(payload)) {
    const value = payload[name] as Value;
    const members = name === 'before' || name === 'after' ? Object.entries((value ?? {}) as State) : [];
    if (members.length === 0 && name !== 'v') {
      named.push([name, value]);
    }
    for (const [member, of] of members) {
      named.push([`${name}.${member}`, of]);
    }
  }
  return named;
}
