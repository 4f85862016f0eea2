import type { Json, JsonObject } from '../canonical-json.js';
import { FormatError } from '../format-error.js';
import * as shape from './shapes.js';

// docs/formats/ledger.md, "Bundle": what a line of each type has.

/** A limit on everything: no line of ours comes near. */
export const LINE_BYTES_MAX = 16 * 1024 * 1024;
const PROOF_MAX = 64;

export type Scope =
  | { readonly kind: 'case'; readonly incidentId: string; readonly reference: string; readonly title: string }
  | { readonly kind: 'all' };
export interface HeaderLine {
  readonly type: 'bundle';
  readonly v: 1;
  readonly origin: string;
  readonly scope: Scope;
  readonly size: number;
  readonly complete: boolean;
  readonly caseVersion: number | null;
  readonly knownAt: string;
  readonly madeAt: string;
  readonly madeFor: { readonly id: string; readonly name: string };
  readonly whole: boolean;
}
export interface KeysLine {
  readonly type: 'keys';
  readonly log: readonly string[];
  readonly receipt: readonly string[];
  readonly policy: string;
}
export interface CheckpointLine {
  readonly type: 'checkpoint';
  readonly note: string;
  readonly consistency: readonly string[];
}
export interface EntryLine {
  readonly type: 'entry';
  readonly index: number;
  readonly leaf: string;
  readonly proof?: readonly string[];
  readonly salt?: string;
  readonly digests?: readonly string[];
  readonly disclosures?: readonly string[];
  readonly body?: string;
}
export interface StateLine {
  readonly type: 'state';
  readonly incidentId?: string;
  readonly kind: string;
  readonly id: string;
  readonly state: JsonObject;
}
export interface EvidenceLine {
  readonly type: 'evidence';
  readonly id: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly name: string;
}
export interface ReportLine {
  readonly type: 'report';
  readonly text: string;
}
export interface SealLine {
  readonly type: 'seal';
  readonly lines: number;
  readonly note: string;
}
/** What a report is made of. */
export type ToldLine = HeaderLine | KeysLine | CheckpointLine | EntryLine | StateLine | EvidenceLine;
export type BundleLine = ToldLine | ReportLine | SealLine;

const SCOPE = shape.either(
  shape.object({ kind: shape.exactly('case'), incidentId: shape.text, reference: shape.text, title: shape.text }),
  shape.object({ kind: shape.exactly('all') }),
);
const ENTRY = { type: shape.text, index: shape.whole(0), leaf: shape.text };
const PROOF = { proof: shape.list(shape.hash, { max: PROOF_MAX }) };
const SALT = { salt: shape.hash };
const DISCLOSED_IN_PART = { digests: shape.list(shape.text), disclosures: shape.list(shape.text) };

/** By type, in the order in which the lines come. */
const SHAPES: Record<BundleLine['type'], shape.Shape> = {
  bundle: shape.object({
    type: shape.text,
    v: shape.exactly(1),
    origin: shape.text,
    scope: SCOPE,
    size: shape.whole(0),
    complete: shape.flag,
    caseVersion: shape.orNull(shape.whole(0)),
    knownAt: shape.instant,
    madeAt: shape.instant,
    madeFor: shape.object({ id: shape.text, name: shape.text }),
    whole: shape.flag,
  }),
  keys: shape.object({
    type: shape.text,
    log: shape.list(shape.text, { min: 1, max: 100 }),
    receipt: shape.list(shape.text, { min: 1, max: 100 }),
    policy: shape.text,
  }),
  checkpoint: shape.object({ type: shape.text, note: shape.text, ...{ consistency: PROOF.proof } }),
  entry: shape.either(
    shape.object(ENTRY, PROOF),
    shape.object({ ...ENTRY, ...SALT, ...DISCLOSED_IN_PART }, PROOF),
    shape.object({ ...ENTRY, ...SALT, body: shape.text }, PROOF),
  ),
  state: shape.object(
    { type: shape.text, kind: shape.text, id: shape.text, state: shape.anyObject },
    { incidentId: shape.text },
  ),
  evidence: shape.object({
    type: shape.text,
    id: shape.text,
    sha256: shape.matching(/^[0-9a-f]{64}$/),
    bytes: shape.whole(0),
    name: shape.text,
  }),
  report: shape.object({ type: shape.text, text: shape.text }),
  seal: shape.object({ type: shape.text, lines: shape.whole(0), note: shape.text }),
};

const TYPES = Object.keys(SHAPES);
/** Place in the order of the lines. */
export const rankOf = (type: BundleLine['type']): number => TYPES.indexOf(type);

export const typeOf = (value: Json): BundleLine['type'] | undefined => {
  const type = shape.isObject(value) ? value['type'] : undefined;
  return typeof type === 'string' && TYPES.includes(type) ? (type as BundleLine['type']) : undefined;
};

/** Where a line is not as its type demands; nothing where it is. */
export const wrongMember = (type: BundleLine['type'], value: Json): string | undefined => SHAPES[type](value);

/** Cuts what arrives in pieces into lines, without their line feeds. */
export class LineSplitter {
  private held: Uint8Array[] = [];
  private heldBytes = 0;

  /** @throws {FormatError} where a line has more than 16 MiB. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      yield this.whole(chunk.subarray(from, to));
      from = to + 1;
    }
    if (from < chunk.length) {
      this.hold(chunk.slice(from));
    }
  }

  /** What is left after the last line feed; there should be nothing. */
  get rest(): number {
    return this.heldBytes;
  }

  private hold(part: Uint8Array): void {
    this.heldBytes += part.length;
    if (this.heldBytes > LINE_BYTES_MAX) {
      throw new FormatError('A line has more than 16 MiB.');
    }
    this.held.push(part);
  }

  private whole(end: Uint8Array): Uint8Array {
    if (this.heldBytes === 0 && end.length <= LINE_BYTES_MAX) {
      return end;
    }
    this.hold(end);
    const line = new Uint8Array(this.heldBytes);
    let at = 0;
    for (const part of this.held) {
      line.set(part, at);
      at += part.length;
    }
    this.held = [];
    this.heldBytes = 0;
    return line;
  }
}
