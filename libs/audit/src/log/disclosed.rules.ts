import { NAMES_KIND } from '@app/access';
import { withoutHidden } from '@app/incidents';
import { canonicalJson, fieldsOf, type Field } from '@app/ledger';
import type { State, Value } from '@app/platform';
import { shownSides } from '@app/reporting';
import { fieldsOfOpened, type Opened } from '../erasure/opened-entry.js';

/** What a reader may be told of the entries of one case, or of those outside cases. */
export interface Reader {
  /** Shown everything of the case, so that they count its versions as it does (ADR 0014). */
  readonly whole: boolean;
  /** May read the history: who changed it, why, and by which request. */
  readonly history: boolean;
  /** Asked for the names behind pseudonyms, and may be told them. */
  readonly names: boolean;
  /** Ids of what is hidden from them. */
  readonly hidden: ReadonlySet<string>;
}

/** An entry as it is stored. */
export interface StoredEntry {
  readonly leaf: Buffer;
  /** Null where it was erased. Leaf version 1: the salt of the commitment; 2: the seed of all salts. */
  readonly salt: Buffer | null;
  /** Where something was erased, the payload without it. */
  readonly body: Buffer | null;
  /** What is kept in place of the salt where something was erased. */
  readonly opened: Opened | null;
}

/** What is told of an entry, in the shape of the bundle's entry line (docs/formats/ledger.md). */
export interface Told {
  readonly salt?: string;
  readonly digests?: readonly string[];
  readonly disclosures?: readonly string[];
  readonly body?: string;
}

export interface Disclosed {
  readonly told: Told;
  /** The payload as far as it is told; null where nothing is. */
  readonly payload: ToldPayload | null;
}

/** What of a payload is looked at here. Any of it may not be told. */
export interface ToldPayload {
  readonly action?: string;
  readonly incidentId?: string | null;
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly before?: State | null;
  readonly after?: State | null;
}

const NOTHING: Disclosed = { told: {}, payload: null };

/** Numbers of the case itself, and hashes of what may be hidden: for those only who are shown everything. */
const OF_THE_WHOLE = new Set(['caseVersion', 'ordinal', 'previous', 'redaction']);
/** What the reads of records show, and not only the history. */
const OF_RECORDS = /^(?:id|at|organizationId|incidentId|subject|before|after|before\..*|after\..*)$/;
/**
 * Members of a state that may name records which are hidden while the record itself is not (migration `shown-changes`).
 * Withheld from whoever is not shown everything, whatever they name: were they withheld only where they name something
 * hidden, that would tell of it.
 */
const LINKS = /^(?:before|after)\.(?:restsOn|respondsTo|evidence|cells|weights|answerClaimId)$/;
/** At which version of the case a record changed: others count other versions. */
const VERSIONS = /^(?:before|after)\.(?:version|caseVersion)$/;
/** Of a field of one side: the side, the member. */
const SIDE = /^(before|after)\.(.*)$/s;
/** Under these names stand versions of the case, which others count otherwise. */
const COUNTED = new Set(['version', 'caseVersion']);

/** What a reader is told of an entry that they are shown: each field that is shown to them as it was committed to. */
export function disclose({ leaf, salt, body, opened }: StoredEntry, reader: Reader): Disclosed {
  if (!body || !(salt ?? opened)) {
    return NOTHING;
  }
  const payload = JSON.parse(body.toString('utf8')) as Payload;
  const shown = shownTo(reader, payload);
  const comparison = { payload, shown, reader };
  if (opened || !salt) {
    return discloseFields({ ...(opened as Opened), fields: fieldsOfOpened(opened as Opened) }, comparison);
  }
  if (isFirstVersion(leaf)) {
    return discloseWhole({ salt, body }, comparison);
  }
  const { salt: known, ...parts } = fieldsOf(salt, payload);
  return discloseFields({ salt: known.toString('base64'), ...parts }, comparison);
}

type Payload = State & { readonly subject: { readonly kind: string; readonly id: string } };
interface Comparison {
  readonly payload: Payload;
  readonly shown: State;
  readonly reader: Reader;
}

const isFirstVersion = (leaf: Buffer): boolean => leaf.toString('ascii').endsWith(',"v":1}');

/** The payload as the history shows it to this reader; for them no name of what is hidden exists. */
function shownTo({ hidden, names }: Reader, payload: Payload): State {
  const { subject, before, after } = payload as unknown as Parameters<typeof shownSides>[0];
  const sides = names && subject.kind === NAMES_KIND ? { before, after } : shownSides({ subject, before, after });
  return withoutHidden({ ...payload, ...(sides as State) }, hidden);
}

/** Version 1 is disclosed whole or not at all. */
function discloseWhole(
  { salt, body }: { salt: Buffer; body: Buffer },
  { payload, shown, reader }: Comparison,
): Disclosed {
  return reader.whole && reader.history && canonicalJson(shown) === canonicalJson(payload)
    ? { told: { salt: salt.toString('base64'), body: body.toString('utf8') }, payload: payload as ToldPayload }
    : NOTHING;
}

type Parts = Pick<Opened, 'salt' | 'digests'> & { readonly fields: readonly Field[] };

function discloseFields({ salt, digests, fields }: Parts, comparison: Comparison): Disclosed {
  const disclosed = fields.filter((field) => isDisclosed(field, comparison));
  return {
    told: {
      salt,
      digests,
      disclosures: disclosed.map(({ disclosure }) => disclosure),
    },
    payload: payloadOf(disclosed),
  };
}

function isDisclosed({ name, value }: Field, { shown, reader }: Comparison): boolean {
  if (!reader.history && !OF_RECORDS.test(name)) {
    return false;
  }
  if (!reader.whole && (OF_THE_WHOLE.has(name) || LINKS.test(name) || VERSIONS.test(name) || bearsVersions(value))) {
    return false;
  }
  const same = valueAt(shown, name);
  return same !== undefined && canonicalJson(same) === canonicalJson(value);
}

function valueAt(shown: State, name: string): Value | undefined {
  const [, side, member] = SIDE.exec(name) ?? [];
  if (side === undefined || member === undefined) {
    return shown[name];
  }
  const members = shown[side] as State | null;
  return members?.[member];
}

function bearsVersions(value: Value): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return Object.entries(value).some(
    ([name, item]: [string, Value]) => (COUNTED.has(name) && typeof item === 'number') || bearsVersions(item),
  );
}

function payloadOf(fields: readonly Field[]): ToldPayload {
  const payload: Record<string, unknown> = {};
  for (const { name, value } of fields) {
    const [, side, member] = SIDE.exec(name) ?? [];
    if (side === undefined || member === undefined) {
      payload[name] = value;
    } else {
      ((payload[side] ??= {}) as Record<string, unknown>)[member] = value;
    }
  }
  return payload as ToldPayload;
}
