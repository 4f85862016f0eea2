import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Up to where somebody has been told. */
export interface Position {
  /** When they were told. */
  readonly at: Date;
  /** No entry that is still to be seen bears a time before this one. */
  readonly floor: Date;
  /** What was committed then, as PostgreSQL writes it (`xmin:xmax:xip,...`). */
  readonly snapshot: string;
  /** A digest of what they had access by. */
  readonly access: string;
}

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What a position takes unsealed, whatever it says: its length would tell how busy others are. */
const PLAIN_BYTES = 320;
/** Characters of a sealed position. */
export const SEALED_LENGTH = Math.ceil(((NONCE_BYTES + PLAIN_BYTES + TAG_BYTES) * 4) / 3);
const SEALED = /^[\w-]+$/;

/**
 * The position as an event's id. Sealed (AES-256-GCM, NIST SP 800-38D), since the number of transactions tells of
 * work that its holder is not shown; for one holder only, and of one length.
 */
export function sealed(key: Buffer, holder: string, position: Position): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(holder));
  const body = Buffer.concat([cipher.update(plain(position)), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
}

/** What was sealed for this holder; undefined for everything else that a client may send. */
export function unsealed(key: Buffer, holder: string, id: string): Position | undefined {
  if (id.length !== SEALED_LENGTH || !SEALED.test(id)) {
    return undefined;
  }
  const bytes = Buffer.from(id, 'base64url');
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(holder))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()]).toString();
    const [at, floor, snapshot, access] = JSON.parse(text) as [number, number, string, string];
    return { at: new Date(at), floor: new Date(floor), snapshot, access };
  } catch {
    // Not sealed by this key, for this holder: it says nothing to us.
    return undefined;
  }
}

function plain({ at, floor, snapshot, access }: Position): Buffer {
  const text = (of: string): string => JSON.stringify([at.getTime(), floor.getTime(), of, access]);
  const whole = text(snapshot);
  return Buffer.from((whole.length <= PLAIN_BYTES ? whole : text(coarse(snapshot))).padEnd(PLAIN_BYTES));
}

/** With too many transactions in flight to name them: as if all since the oldest one were. Tells again, and misses nothing. */
function coarse(snapshot: string): string {
  const [oldest = ''] = snapshot.split(':');
  return `${oldest}:${oldest}:`;
}

/** The first id (UUIDv7, RFC 9562, section 5.7) that an entry of this time or later can have. */
export function firstIdAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
