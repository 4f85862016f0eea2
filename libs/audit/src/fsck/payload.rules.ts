import { canonicalJson, commitment, fieldsCommitment, fieldsOf } from '@app/ledger';
import type { State } from '@app/platform';

/** What is published of an entry (docs/formats/ledger.md, Leaf). */
export interface Leaf {
  readonly version: 1 | 2;
  /** Base64. */
  readonly commitment: string;
}

const LEAF = /^\{"commitment":"([A-Za-z0-9+/]{43}=)","v":([12])\}$/;

/** Null where it is not in its one form. */
export function leafOf(published: Buffer): Leaf | null {
  const [, committed, version] = LEAF.exec(published.toString('latin1')) ?? [];
  return committed === undefined ? null : { version: version === '1' ? 1 : 2, commitment: committed };
}

/** An entry's content. */
export interface Payload extends State {
  readonly id: string;
  readonly action: string;
  readonly at: string;
  readonly by: { readonly userId: string | null; readonly purpose: string | null };
  readonly organizationId: string | null;
  readonly incidentId: string | null;
  readonly caseVersion: number | null;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: State | null;
  readonly after: State | null;
}

const MEMBERS = [
  'id',
  'action',
  'at',
  'by',
  'organizationId',
  'incidentId',
  'caseVersion',
  'subject',
  'before',
  'after',
];
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The content in its canonical form, which is what was committed to; null where it is not in it. */
export function payloadOf(body: Buffer): Payload | null {
  try {
    const text = UTF8.decode(body);
    const payload = JSON.parse(text) as Payload;
    const whole = MEMBERS.every((member) => payload[member] !== undefined) && typeof payload.subject?.id === 'string';
    return whole && canonicalJson(payload) === text ? payload : null;
  } catch {
    return null;
  }
}

/** Base64 of the commitment to this content, by the rules of its version. */
export function committedTo(version: 1 | 2, { salt, body, payload }: Content): string {
  return (version === 1 ? commitment(salt, body) : fieldsCommitment(fieldsOf(salt, payload))).toString('base64');
}

export interface Content {
  /** Version 1: the salt of the commitment; 2: the seed of all salts. */
  readonly salt: Buffer;
  readonly body: Buffer;
  readonly payload: Payload;
}
