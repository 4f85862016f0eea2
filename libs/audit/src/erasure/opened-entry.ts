import { canonicalJson, fieldsOf } from '@app/ledger';
import type { State } from '@app/platform';
import { REASON } from './erasable-kinds.js';

/** What is kept of an entry's commitment once its seed is gone (docs/formats/ledger.md, Commitment, version 2). */
export interface Opened {
  /** Of the commitment, Base64. */
  readonly salt: string;
  readonly digests: readonly string[];
  /** Of what is left. */
  readonly disclosures: readonly string[];
}

export interface WholeOrOpened {
  readonly leaf: Buffer;
  /** The seed; null where something was erased before. */
  readonly salt: Buffer | null;
  readonly body: Buffer;
  readonly opened: Opened | null;
}

export interface ErasedEntry {
  /** Of the payload, as the tombstone names them. */
  readonly fields: readonly string[];
  /** The payload without them; null where nothing of the entry can be kept. */
  readonly body: string | null;
  readonly opened: Opened | null;
}

/** The fields of an entry whose seed is gone. */
export const fieldsOfOpened = ({ disclosures }: Opened) =>
  disclosures.map((disclosure) => {
    const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString('utf8')) as [
      string,
      string,
      never,
    ];
    return { name, value, disclosure, digest: '' };
  });

/** An entry without these members. Null where it has none of them. */
export function entryWithout(entry: WholeOrOpened, members: readonly string[]): ErasedEntry | null {
  const payload = JSON.parse(entry.body.toString('utf8')) as State;
  const names = new Set(
    members.flatMap((member) => (member === REASON ? [REASON] : [`before.${member}`, `after.${member}`])),
  );
  if (entry.leaf.toString('ascii').endsWith(',"v":1}')) {
    const has = [...names].some((name) => valueOf(payload, name) !== undefined && valueOf(payload, name) !== null);
    return has ? { fields: ['*'], body: null, opened: null } : null;
  }
  const { salt, digests, fields } = partsOf(entry, payload);
  const gone = fields.filter(({ name }) => names.has(name));
  if (gone.length === 0) {
    return null;
  }
  const left = fields.filter(({ name }) => !names.has(name));
  return {
    fields: gone.map(({ name }) => name).sort(),
    body: canonicalJson(without(payload, names)),
    opened: { salt, digests, disclosures: left.map(({ disclosure }) => disclosure) },
  };
}

function partsOf({ salt: seed, opened }: WholeOrOpened, payload: State) {
  if (opened || !seed) {
    return { ...(opened as Opened), fields: fieldsOfOpened(opened as Opened) };
  }
  const { salt, digests, fields } = fieldsOf(seed, payload);
  return { salt: salt.toString('base64'), digests, fields };
}

const valueOf = (payload: State, name: string) => {
  const [side = '', member] = name.split('.');
  return member === undefined ? payload[side] : (payload[side] as State | null)?.[member];
};

function without(payload: State, names: ReadonlySet<string>): State {
  const side = (of: 'before' | 'after') => {
    const value = payload[of] as State | null;
    return value && Object.fromEntries(Object.entries(value).filter(([member]) => !names.has(`${of}.${member}`)));
  };
  const rest = Object.fromEntries(Object.entries(payload).filter(([name]) => !names.has(name)));
  return { ...rest, before: side('before') ?? null, after: side('after') ?? null };
}
