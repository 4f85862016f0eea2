import { parseCanonicalJson, type Json, type JsonObject } from '../canonical-json.js';
import { parseDisclosure, payloadOf } from '../commitment.js';
import { FormatError } from '../format-error.js';
import type { EntryLine } from './lines.js';
import * as shape from './shapes.js';

/** What an entry says, as far as it is told (docs/formats/ledger.md, "Payload"). */
export interface Payload {
  readonly id?: string;
  /** `noun.past_participle`. */
  readonly action?: string;
  readonly at?: string;
  readonly by?: { readonly purpose: string | null; readonly userId: string | null };
  readonly organizationId?: string | null;
  readonly incidentId?: string | null;
  readonly caseVersion?: number | null;
  readonly subject?: { readonly id: string; readonly kind: string };
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly reason?: string | null;
  readonly requestId?: string | null;
  /** Since version 2, like the next. */
  readonly ordinal?: number | null;
  readonly previous?: string | null;
  readonly redaction?: JsonObject;
}

const nullableText = shape.orNull(shape.text);
const STATE = shape.orNull(shape.anyObject);
const MEMBERS = {
  id: shape.text,
  action: shape.text,
  at: shape.instant,
  by: shape.object({ purpose: nullableText, userId: nullableText }),
  organizationId: nullableText,
  incidentId: nullableText,
  caseVersion: shape.orNull(shape.whole(0)),
  subject: shape.object({ id: shape.text, kind: shape.text }),
  before: STATE,
  after: STATE,
  reason: nullableText,
  requestId: nullableText,
};
const MEMBERS_SINCE_2 = { ...MEMBERS, ordinal: shape.orNull(shape.whole(1)), previous: shape.orNull(shape.hash) };
const PAYLOAD_1 = shape.object({ ...MEMBERS, v: shape.exactly(1) });
const PAYLOAD_2 = shape.object({}, { ...MEMBERS_SINCE_2, redaction: shape.anyObject });
const NAMES_2 = Object.keys(MEMBERS_SINCE_2);

/**
 * What an entry tells, whether or not it is what was committed to. Nothing, where nothing is told.
 *
 * @throws {FormatError} where it cannot be an entry.
 */
export function payloadOfLine({ salt, body, disclosures = [] }: EntryLine): Payload | undefined {
  if (salt === undefined) {
    return undefined;
  }
  if (body !== undefined) {
    return requireShape(PAYLOAD_1, parseCanonicalJson(body));
  }
  const fields = disclosures.map(parseDisclosure);
  return requireShape(PAYLOAD_2, payloadOf(fields.map(({ name, value }) => [name, value])));
}

function requireShape(of: shape.Shape, payload: Json): Payload {
  const wrong = of(payload);
  if (wrong !== undefined) {
    throw new FormatError(`its payload is not as it should be at ${wrong === '' ? 'its top' : wrong}`);
  }
  return payload as unknown as Payload;
}

/**
 * Fields that every entry has and this one does not tell. A member of `before` or `after` that is missing looks like a
 * decoy; but where both are there, each has what the other has.
 */
export function untold(version: 1 | 2, payload: Payload): string[] {
  if (version === 1) {
    return [];
  }
  const { before, after } = payload;
  const missing = NAMES_2.filter((name) => !(name in payload));
  if (!before || !after) {
    return missing;
  }
  const lacking = (of: JsonObject, other: JsonObject, name: string): string[] =>
    Object.keys(other)
      .filter((member) => !(member in of))
      .map((member) => `${name}.${member}`);
  return [...missing, ...lacking(before, after, 'before'), ...lacking(after, before, 'after')];
}
