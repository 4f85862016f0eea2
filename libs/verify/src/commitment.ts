import { concat, fromBase64, fromBase64Url, fromUtf8, utf8 } from './bytes.js';
import { parseCanonicalJson, type Json, type JsonObject } from './canonical-json.js';
import { FormatError } from './format-error.js';

// docs/formats/ledger.md, "Leaf" and "Commitment".
const PREFIX = utf8('ascribe-commit/v1\n');
const HASH_BYTES = 32;
export const SALT_BYTES = 32;
export const FIELD_SALT_BYTES = 16;
/** Digests come in multiples of 8, and there are at least 16 of them. */
const DIGESTS_STEP = 8;
const DIGESTS_MIN = 16;

/** What is published of an entry, for ever. */
export interface Leaf {
  readonly commitment: Uint8Array;
  readonly version: 1 | 2;
}

/** @throws {FormatError} where it is not the leaf of an entry. */
export function parseLeaf(text: string): Leaf {
  const match = /^\{"commitment":"([A-Za-z0-9+/=]{44})","v":([12])\}$/.exec(text);
  const commitment = fromBase64(match?.[1] ?? '');
  if (!match || commitment.length !== HASH_BYTES) {
    throw new FormatError('This is not a version and a commitment of 32 bytes.');
  }
  return { commitment, version: match[2] === '1' ? 1 : 2 };
}

/** Whose SHA-256 is the commitment. `body` is the payload in version 1, the digests in version 2. */
export const commitmentInput = (salt: Uint8Array, body: Uint8Array): Uint8Array => concat(PREFIX, salt, body);

/** The body of version 2, from digests in order. */
export const digestsBody = (digests: readonly string[]): string =>
  `{"_sd":[${digests.map((digest) => `"${digest}"`).join(',')}],"_sd_alg":"sha-256","v":2}`;

/**
 * @throws {FormatError} unless they are b64u of 32 bytes, sorted, each once, as many as the format asks for. What is
 * written otherwise could tell how much was erased.
 */
export function checkDigests(digests: readonly string[]): void {
  if (digests.length < DIGESTS_MIN || digests.length % DIGESTS_STEP !== 0) {
    throw new FormatError('There are at least 16 digests, and a multiple of 8.');
  }
  digests.forEach((digest, i) => {
    if (fromBase64Url(digest).length !== HASH_BYTES || (i > 0 && digest <= (digests[i - 1] as string))) {
      throw new FormatError('The digests are not sorted, or not of 32 bytes.');
    }
  });
}

/** One field of an entry, told (RFC 9901, section 4.2.1). */
export interface Disclosure {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly name: string;
  readonly value: Json;
}

/** @throws {FormatError} where it is none. */
export function parseDisclosure(text: string): Disclosure {
  const parts = parseCanonicalJson(fromUtf8(fromBase64Url(text)));
  if (!Array.isArray(parts) || parts.length !== 3) {
    throw new FormatError('A disclosure has three parts.');
  }
  const [salt, name, value] = parts as [Json, Json, Json];
  if (typeof salt !== 'string' || typeof name !== 'string' || fromBase64Url(salt).length !== FIELD_SALT_BYTES) {
    throw new FormatError('A disclosure is a salt of 16 bytes, a name, and a value.');
  }
  return { salt: fromBase64Url(salt), name, value };
}

/** Whose SHA-256, as b64u, is the digest of a disclosure. */
export const digestInput = (disclosure: string): Uint8Array => utf8(disclosure);

/** Which members of a payload are fields by their members. */
const SPLIT = ['before', 'after'] as const;

/**
 * What a payload says as far as its fields are told.
 *
 * @throws {FormatError} where a field is told twice.
 */
export function payloadOf(fields: Iterable<readonly [name: string, value: Json]>): JsonObject {
  const payload: Record<string, Json> = Object.create(null) as Record<string, Json>;
  const put = (into: Record<string, Json>, name: string, value: Json): void => {
    if (name in into) {
      throw new FormatError(`The field ${name} is told twice.`);
    }
    into[name] = value;
  };
  const parts: Record<string, Record<string, Json>> = {};
  for (const [name, value] of fields) {
    const whole = SPLIT.find((one) => name.startsWith(`${one}.`));
    if (whole) {
      parts[whole] ??= Object.create(null) as Record<string, Json>;
      put(parts[whole], name.slice(whole.length + 1), value);
    } else {
      put(payload, name, value);
    }
  }
  Object.entries(parts).forEach(([name, value]) => put(payload, name, value));
  return payload;
}
